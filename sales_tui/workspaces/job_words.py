"""What people call the states of jobs and the outcomes of their records."""

from __future__ import annotations

STATES = {"waiting": "In line", "running": "Under way", "stopped": "Stopped", "done": "Through"}

OUTCOMES = {
    "waiting": "Waiting",
    "ok": "Done",
    "refused": "Not possible",
    "failed": "Program error",
    "skipped": "Left out",
}

ORIGINS = {"screen": "the screen", "command": "the command line", "macro": "a macro", "undo": "undo"}


def progress(done: int, refused: int, failed: int, skipped: int, left: int) -> str:
    """The counts in one line: "229 done, 1 not possible, 5 waiting"."""
    counts = (
        (done, "done"),
        (refused, "not possible"),
        (failed, "program errors" if failed != 1 else "program error"),
        (skipped, "left out"),
        (left, "waiting"),
    )
    return ", ".join(f"{count:,} {word}" for count, word in counts if count or word == "done")
