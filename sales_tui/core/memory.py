"""Memory goes back to the system when large lists are dropped and after long queries; bulk work isn't searched."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

MMAP_THRESHOLD = -3
"""glibc's `M_MMAP_THRESHOLD`."""

ARENA_MAX = -8
"""glibc's `M_ARENA_MAX`."""

ARENAS = 2
"""Heaps for small blocks: the main thread's, and one that all others share. Python lets them run in turn anyway."""

LARGE = 1 << 19
"""Bytes from which a block is the system's own."""


def return_large_blocks() -> None:
    """Ask the C library to hand large blocks back as soon as they are free.

    After its first large block glibc begins to keep them, for each thread apart; the keys of a million records are
    four megabytes, read anew for every question. Nor does each thread get a heap of its own, where the pieces that one
    long question left would lie unused while the next is asked in another. To be called before there are threads that
    ask. Where there is another C library, nothing happens.
    """
    with suppress(AttributeError, OSError, TypeError):
        _library().mallopt(ARENA_MAX, ARENAS)
        _library().mallopt(MMAP_THRESHOLD, LARGE)


def return_free_pages() -> None:
    """Hand the system what small blocks took and nobody uses any more, of every thread; two milliseconds at most.

    glibc by itself gives back only what lies behind the last block in use. Where there is another C library, nothing
    happens, nor before `return_large_blocks`: what asks for it takes its time to load, and a start mustn't wait for it.
    """
    if "ctypes" in sys.modules:
        with suppress(AttributeError, OSError, TypeError):
            _library().malloc_trim(0)


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Records come and go by the thousand and hold no cycles: looking for some after each few hundred costs a fifth."""
    often = gc.get_threshold()
    gc.set_threshold(50_000, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)


@cache
def _library() -> Any:
    """The C library. Raises OSError, TypeError where it can't be called."""
    import ctypes

    return ctypes.CDLL(None)
