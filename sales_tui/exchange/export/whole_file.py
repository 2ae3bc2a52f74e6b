"""A file that is there whole or not at all: written beside its place, and put there at the end."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sales_tui.exchange.export.sheet import ExportFailed

_REASONS = {
    errno.EACCES: "no permission",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "it would be larger than files may be there",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOSPC: "the disk is full",
    errno.EPERM: "no permission",
    errno.EROFS: "that disk can only be read",
}


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A new file to write to; what was at `path` stays until it is complete, and for good if it fails.

    What is no file, such as a named pipe, is written to directly. Raises ExportFailed.
    """
    place = Path(os.path.realpath(path))  # a link stays, and what it leads to is written
    try:
        if place.is_dir():
            raise ExportFailed(f"{path} is a folder, not a file.")
        if not place.parent.is_dir():
            raise ExportFailed(f"{path} can't be written: there is no folder {path.parent}.")
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, "")
        with place.open("wb") if place.exists() and not place.is_file() else _replacing(place) as out:
            yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
        raise ExportFailed(f"{path} can't be written: {reason}.") from None


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place, and its permissions, at the end."""
    partial = path.with_name(f".{path.name[:40]}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
