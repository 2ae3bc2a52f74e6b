"""Memory goes back to the system when large lists are dropped."""

from __future__ import annotations

from contextlib import suppress

MMAP_THRESHOLD = -3
"""glibc's `M_MMAP_THRESHOLD`."""

LARGE = 1 << 19
"""Bytes from which a block is the system's own."""


def return_large_blocks() -> None:
    """Ask the C library to hand large blocks back as soon as they are free.

    After its first large block glibc begins to keep them, for each thread apart; the keys of a million records are
    four megabytes, read anew for every question. Where there is another C library, nothing happens.
    """
    import ctypes

    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, LARGE)
