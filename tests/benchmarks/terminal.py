"""A program in a true pseudo-terminal, watched from outside: what stands on its screen, and when it came there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Sequence

import pyte

PATIENCE = 120.0
KEYS = {
    "down": b"\x1b[B", "pgdn": b"\x1b[6~", "ctrl+end": b"\x1b[1;5F", "ctrl+home": b"\x1b[1;5H",
    "enter": b"\r", "escape": b"\x1b", "ctrl+u": b"\x15",
}  # fmt: skip
_UNKNOWN = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\")
"""What pyte takes for text."""


class Terminal:
    """One run of a program. Times are milliseconds."""

    def __init__(self, command: Sequence[str], size: tuple[int, int] = (80, 24), folder: str | None = None) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            if folder:
                os.environ["XDG_STATE_HOME"] = folder
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvp(command[0], [*command])

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        # Not its `display`, which takes a cell with nothing but a combining character for an empty one, and fails.
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return ["".join(row[x].data for x in range(self._screen.columns)) for row in rows]

    def wait(self, *words: str) -> list[float]:
        """Milliseconds from exec until each of these words stood on the screen."""
        times = []
        for word in words:
            while not any(word in line for line in self.lines):
                if time.perf_counter() - self.began > PATIENCE:
                    raise SystemExit(f"{word!r} never came:\n" + "\n".join(self.lines))
                self._read(0.5)
            times.append((time.perf_counter() - self.began) * 1000)
        return times

    def press(self, *keys: str, quiet: float = 0.06) -> float:
        """Milliseconds from the key to the last byte of what it painted."""
        return self.changes(lambda lines: None, *keys, quiet=quiet)

    def changes(self, part: Callable[[list[str]], object], *keys: str, quiet: float = 0.06) -> float:
        """Milliseconds from the key until this part of the screen changed for the last time before it is `quiet`.

        A part that is None: until the last byte of all.
        """
        self._read(0)
        before, last = part(self.lines), 0.0
        began = time.perf_counter()
        os.write(self._fd, b"".join(KEYS.get(key, key.encode()) for key in keys))
        waits = 3.0
        while (at := self._read(waits)) is not None:
            now = part(self.lines)
            if now is None or now != before:
                before, last = now, (at - began) * 1000
            waits = quiet
        return last

    def settle(self, quiet: float = 0.4) -> None:
        """Wait until nothing more is painted."""
        while self._read(quiet) is not None:
            pass

    def peak(self) -> float:
        """Megabytes that the program held at most so far."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM"))

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _read(self, timeout: float) -> float | None:
        """When the next bytes came; None where none did."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return None
        at = time.perf_counter()
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return at if data else None
