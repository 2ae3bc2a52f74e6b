"""How often threads take turns while one of them works on many records, so that the screen's keeps its pace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

QUICK = 0.001
"""Seconds after which a thread that waits gets its turn; five times as long is usual."""

_users: list[float] = []
"""For each that wants quick turns, what was set before."""


@contextmanager
def quick_turns() -> Iterator[None]:
    """The screen's thread gets its turn soon after it asks for it. Belongs to the application's loop."""
    _users.append(sys.getswitchinterval())
    sys.setswitchinterval(min(QUICK, _users[0]))
    try:
        yield
    finally:
        before = _users.pop()
        if not _users:
            sys.setswitchinterval(before)
