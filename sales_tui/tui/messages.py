"""What the program says to the person: one line that stays until the next, and the last fifty to look at again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KEPT = 50


class Tone(StrEnum):
    """What a message is about; the word says it, the colour helps."""

    PLAIN = "plain"
    DONE = "done"
    REFUSED = "not possible"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    at: datetime
    tone: Tone
    text: str


class MessageLog:
    """The last messages, the newest last."""

    def __init__(self) -> None:
        self._said: deque[Said] = deque(maxlen=KEPT)

    def add(self, at: datetime, tone: Tone, text: str) -> Said:
        """Remember a message."""
        said = Said(at, tone, text)
        self._said.append(said)
        return said

    @property
    def newest_first(self) -> list[Said]:
        """All that are kept."""
        return [*reversed(self._said)]
