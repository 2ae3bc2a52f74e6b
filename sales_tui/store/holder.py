"""Which process works on something, and whether it still lives."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

PATIENCE = timedelta(minutes=2)
"""How long a process on another machine may be silent before it counts as gone."""


@cache
def myself() -> str:
    """This process: its machine, its number, and when it began, for numbers are used again."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_begun(pid)}"


def is_alive(holder: str, beat_at: datetime, now: datetime) -> bool:
    """Whether that process may still be at work. Of one on another machine only its last word is known."""
    host, pid, begun = ([""] * 3 + holder.rsplit("/", 2))[-3:]
    if not pid.isdigit():
        return False
    if host != socket.gethostname():
        return abs(now - beat_at) < PATIENCE
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # somebody else's, and there
    return begun == _begun(int(pid))


def _begun(pid: int) -> str:
    """When a process of this machine began, in a form of the system's own; nothing where it doesn't tell."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "ended" if facts[0] == "Z" else facts[19]
