"""Start and quit in a true pseudo-terminal, seen through a terminal emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

PATIENCE = 60.0
_PRIVATE = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\")
"""Questions to the terminal, which the emulator doesn't know."""


class Terminal:
    """A program in a terminal of that size."""

    def __init__(self, pid: int, fd: int, columns: int, rows: int) -> None:
        self.pid = pid
        self.fd = fd
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        self._waiting = select.poll()  # whatever its number: many files may be open by now
        self._waiting.register(fd, select.POLLIN)

    def read(self) -> bool:
        """What the program wrote; False at its end."""
        if not self._waiting.poll(200):
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.bytes += data
        self.stream.feed(_PRIVATE.sub(b"", data))
        return bool(data)

    def wait_for(self, *words: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.read():
            text = "\n".join(self.screen.display)
            if all(word in text for word in words):
                return text
        raise AssertionError(f"{words} never came:\n" + "\n".join(self.screen.display))

    def send(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def status(self) -> int:
        """How it ended."""
        while self.read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@contextmanager
def running(database: Path, environment: dict[str, str] | None = None) -> Iterator[Terminal]:
    columns, rows = 100, 30
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})})
        os.execv(sys.executable, [sys.executable, "-m", "sales_tui", "--db", str(database)])
    try:
        yield Terminal(pid, fd, columns, rows)
    finally:
        os.close(fd)


def test_start_work_and_quit(shop: Path) -> None:
    with running(shop) as terminal:
        terminal.wait_for("[2 Orders]", "000000240", "240 orders")
        terminal.send(b"000000042\r")
        terminal.wait_for("Order 000000042", "[Information]")
        terminal.send(b"\x1b")
        terminal.wait_for("[2 Orders]")
        terminal.send(b"q")
        assert terminal.status() == 0
        assert b"\x1b[?1049l" in terminal.bytes, "the terminal was not given back as it was"


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}])
def test_without_colours_the_cursor_and_the_states_are_words_and_signs(shop: Path, environment: dict[str, str]) -> None:
    with running(shop, environment) as terminal:
        text = terminal.wait_for("▌   000000240", "[2 Orders]", "Processing")
        assert "? keys" in text
        terminal.send(b"q")
        assert terminal.status() == 0
