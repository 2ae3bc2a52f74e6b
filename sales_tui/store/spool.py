"""Records put aside in a temporary file, to be gone through again: memory doesn't grow with their number."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

IN_MEMORY = 1 << 20
"""Bytes up to which no file is made."""


class Spool(Generic[T]):
    """Records in the order in which they were added. What is open is gone when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115, it is closed with the spool
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)

    def __enter__(self) -> Spool[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, record: T) -> None:
        """One more. Not while others go through them."""
        self._file.seek(0, os.SEEK_END)
        pickle.dump(record, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1
