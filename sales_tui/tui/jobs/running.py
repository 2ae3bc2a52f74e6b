"""A job that is being carried out at this desk, or waits until it is its turn: how far it is, in figures and words."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from sales_tui.tui.jobs.words import counts_words, past, time_words

if TYPE_CHECKING:
    from sales_tui.store.job_run import Ended
    from sales_tui.store.jobs import JobFacts

PACE_OF = 4.0
"""The pace is that of so many seconds, at least."""


class Stage(Enum):
    """Where it is."""

    WAITING = "other jobs come first"
    RUNNING = "it is being carried out"
    STOPPING = "the records that are under way are ended first"
    OVER = "nothing more is done here"


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a few records; counted in the thread that did it."""

    ended: int
    done: int
    refused: int
    failed: int
    keys: array[int]
    """Of the marked records that were done."""

    @classmethod
    def of(cls, ended: Sequence[Ended]) -> Batch:
        """Of these."""
        words = [one.outcome.outcome for one in ended]
        keys = array("q", (one.record_id for one in ended if one.outcome.ok and one.record_id is not None))
        return cls(len(ended), words.count("ok"), words.count("refused"), words.count("failed"), keys)


@dataclass(slots=True, eq=False)
class RunningJob:
    """Belongs to the application's loop."""

    id: int
    title: str
    workspace: str
    total: int
    past: str
    """What a record is when it was done: "shipped"."""
    done: int = 0
    refused: int = 0
    failed: int = 0
    skipped: int = 0
    foretold: int = 0
    """How many the preview said would be refused: no news."""
    stage: Stage = Stage.WAITING
    problem: str = ""
    """Why it ended before its end, where nobody stopped it."""
    _pace: list[tuple[float, int]] = field(default_factory=list)

    @classmethod
    def of(cls, facts: JobFacts) -> RunningJob:
        """A job as it is written down."""
        counts = facts.done, facts.refused, facts.failed, facts.skipped
        return cls(facts.id, facts.title, facts.workspace, facts.total, past(facts.steps), *counts)

    # --- how far it is

    @property
    def ended(self) -> int:
        """How many records are through."""
        return self.done + self.refused + self.failed + self.skipped

    @property
    def left(self) -> int:
        """How many wait."""
        return self.total - self.ended

    @property
    def is_good(self) -> bool:
        """Whether nothing went otherwise than was foretold."""
        return not (self.problem or self.failed or self.left or self.refused > self.foretold)

    def begin(self, moment: float) -> None:
        """It is its turn. `moment`: seconds of any clock that only goes on."""
        if self.stage is Stage.WAITING:
            self.stage = Stage.RUNNING
        self._pace = [(moment, self.ended)]

    def take(self, batch: Batch, moment: float) -> None:
        """Some more are through."""
        self.done += batch.done
        self.refused += batch.refused
        self.failed += batch.failed
        self._pace.append((moment, self.ended))
        while len(self._pace) > 2 and self._pace[1][0] < moment - PACE_OF:
            del self._pace[0]

    def end(self, facts: JobFacts | None) -> None:
        """It is over; the figures are those that are written down."""
        self.stage = Stage.OVER
        if facts is not None:
            self.done, self.refused, self.failed = facts.done, facts.refused, facts.failed
            self.skipped = facts.skipped

    @property
    def rate(self) -> float:
        """Records a second, lately; 0 where that isn't known yet."""
        if len(self._pace) < 2:
            return 0.0
        (since, before), (until, now) = self._pace[0], self._pace[-1]
        return (now - before) / (until - since) if until > since else 0.0

    # --- in words

    @property
    def time_left(self) -> str:
        """How long it lasts still; nothing where that isn't known yet."""
        return f"{time_words(self.left / self.rate)} left" if self.rate else ""

    @property
    def place_words(self) -> str:
        """How far it is: "172 of 231"."""
        return f"{self.ended:,} of {self.total:,}"

    @property
    def words(self) -> str:
        """For a calm place on every screen: "Invoice + ship 172 of 231 · 1 s left"."""
        state = {Stage.WAITING: "waits", Stage.STOPPING: "stopping"}.get(self.stage, self.time_left)
        return f"{self.title} {self.place_words}" + (f" · {state}" if state else "")

    @property
    def outcome_words(self) -> str:
        """What came of it: "Invoice + ship: 229 done, 1 refused, 1 failed"."""
        stopped = f", stopped at {self.place_words}" if self.left else ""
        return f"{self.title}: {counts_words(self.done, self.refused, self.failed)}{stopped}"
