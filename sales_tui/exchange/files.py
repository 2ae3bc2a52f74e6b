"""Files to read: opened as bytes of UTF-8 whatever encoding they came in, with one clear sentence where that fails."""

from __future__ import annotations

import codecs
import io
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

STDIN = "-"
HEAD = 1 << 20
"""Bytes looked at to tell what a file is."""

_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's, so it is looked for first
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(Exception):
    """A file can't be read; the message is one clear sentence for people (exit status 2)."""


class Recoded(io.RawIOBase):
    """A stream of another encoding, read as UTF-8. What isn't of that encoding becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with the next bytes; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._rest:
            raw = self._stream.read(_CHUNK)
            self._rest = self._decoder.decode(raw, final=not raw).encode("utf-8", "replace")
            if not raw:
                break
        part, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(part)] = part
        return len(part)


class Source:
    """An open file: its first bytes, and the stream of those behind them."""

    def __init__(self, name: str, raw: BinaryIO) -> None:
        self.name = name
        self._raw = raw
        mark = raw.read(4)
        encoding = next((encoding for bom, encoding in _MARKS if mark.startswith(bom)), None)
        self.stream: BinaryIO = raw
        if encoding == "utf-8":
            mark = mark[3:]
        elif encoding is not None:
            self.stream = io.BufferedReader(Recoded(_Joined(mark, raw), encoding))  # type: ignore[arg-type]
            mark = b""
        self.head = mark + self.stream.read(HEAD)
        self.whole = len(self.head) < HEAD

    def position(self) -> int:
        """Bytes read so far, where the file knows."""
        with suppress(OSError, ValueError):
            return self._raw.tell()
        return 0


class _Joined:
    """Bytes that were read already, and the stream behind them."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int) -> bytes:
        head, self._head = self._head, b""
        return head or self._stream.read(size)


@contextmanager
def opened(name: str) -> Iterator[Source]:
    """Open a file, or standard input for "-". Raises Unreadable, also for what goes wrong while it is read."""
    try:
        if name == STDIN:
            yield Source("standard input", sys.stdin.buffer)
            return
        with Path(name).open("rb") as raw:
            yield Source(name, raw)
    except IsADirectoryError:
        raise Unreadable(f"{name} is a folder, not a file.") from None
    except FileNotFoundError:
        raise Unreadable(f"{name} does not exist.") from None
    except PermissionError:
        raise Unreadable(f"{name} can't be read: no permission.") from None
    except OSError as error:
        raise Unreadable(f"{name} can't be read: {error.strerror or error}.") from None


def size(name: str) -> int | None:
    """The size of a regular file in bytes; None for all else."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
