"""Carries a job out, batch by batch: whoever takes it up goes on where it is, and nothing is done twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import Row, select, update

from sales_tui.store import jobs
from sales_tui.store.engine import reading, writing
from sales_tui.store.holder import myself
from sales_tui.store.job_plan import Aim, Doing, aim_of, request_of
from sales_tui.store.jobs import DONE, JOBS, RECORDS, RUNNING, STOPPED, WAITING
from sales_tui.store.requests import Outcome, Place
from sales_tui.store.runner import BATCH, Runner

FIRST, SHORT, LONG = 16, 0.1, 0.4
"""Records of the first batch, and of the smallest: as many as payment systems are asked for at once. Seconds below and
above which batches grow and shrink, so that stopping takes no time."""


NO_STEP = -1


@dataclass(frozen=True, slots=True)
class Ended:
    """A record of a job, and what became of it."""

    position: int
    record_id: int | None
    outcome: Outcome


@dataclass(slots=True)
class _Open:
    """A record under way."""

    position: int
    aim: Aim
    step: int
    created: Mapping[str, list[str]]
    outcome: Outcome | None = None

    @classmethod
    def read(cls, row: Row[tuple[int, int, int | None, str, str, str]]) -> _Open:
        """As it is written down."""
        return cls(row.position, aim_of(row.target, row.record_id, row.own), row.step, json.loads(row.created))

    def take(self, outcome: Outcome) -> None:
        """One step is through; after one that wasn't done there is none."""
        self.outcome, self.created = outcome, outcome.created
        self.step = self.step + 1 if outcome.ok else NO_STEP


class Pace:
    """How many records go together: few where each takes long."""

    def __init__(self) -> None:
        self.size = FIRST

    def took(self, seconds: float) -> None:
        """The last ones took so long."""
        if seconds < SHORT:
            self.size = min(2 * self.size, BATCH)
        elif seconds > LONG:
            self.size = max(self.size // 2, FIRST)


class JobRun:
    """One job in the hands of this process."""

    def __init__(self, runner: Runner, job_id: int) -> None:
        self.runner = runner
        self.job_id = job_id
        self._pace = Pace()
        self._steps: tuple[Doing, ...] = ()
        self._last = -1

    def begin(self) -> bool:
        """Take the job into this process's hands. False where it is through, or there is none."""
        now = self.runner.clock()
        with writing(self.runner.engine) as connection:
            text = connection.scalar(select(JOBS.c.steps).where(JOBS.c.id == self.job_id, JOBS.c.state != DONE))
            if text is None:
                return False
            values = {"state": RUNNING, "holder": myself(), "beat_at": now, "ended_at": None}
            taken = update(JOBS).where(JOBS.c.id == self.job_id)
            connection.execute(taken.values(**values))
            connection.execute(taken.where(JOBS.c.started_at.is_(None)).values(started_at=now))
        self._steps = jobs.read_steps(text)
        return True

    def next(self) -> list[Ended]:
        """Do the next few records; none: it is over, through or stopped. Raises DatabaseUnusable.

        What was done then stays done, and the job can be taken up again.
        """
        rows = self._waiting()
        if not rows:
            self._end()
            return []
        began = monotonic()
        ended = self._do(rows)
        self._pace.took(monotonic() - began)
        self._last = rows[-1].position
        return ended

    def stream(self) -> Iterator[list[Ended]]:
        """All batches, one after the other. Raises DatabaseUnusable."""
        while self.begin_once() and (ended := self.next()):
            yield ended

    def begin_once(self) -> bool:
        """Whether it is in our hands; takes it the first time."""
        return bool(self._steps) or self.begin()

    def _waiting(self) -> Sequence[Row[tuple[int, int, int | None, str, str, str]]]:
        """The next records, unless somebody stopped the job or took it over."""
        wanted = (RECORDS.c.job_id == self.job_id, RECORDS.c.outcome == WAITING, RECORDS.c.position > self._last)
        names = ("position", "step", "record_id", "target", "own", "created")
        query = select(*(RECORDS.c[name] for name in names)).where(*wanted).order_by(RECORDS.c.position)
        ours = select(JOBS.c.id).where(JOBS.c.id == self.job_id, JOBS.c.state == RUNNING, JOBS.c.holder == myself())
        with reading(self.runner.engine) as connection:
            if connection.scalar(ours) is None:
                return []
            return connection.execute(query.limit(self._pace.size)).all()

    def _do(self, rows: Sequence[Row[tuple[int, int, int | None, str, str, str]]]) -> list[Ended]:
        """One step after the other; a record that a step wasn't done to is left at that."""
        open_ = [_Open.read(row) for row in rows]
        for number, doing in enumerate(self._steps):
            turn = [one for one in open_ if one.step == number]
            places = [Place(self.job_id, one.position, number, len(self._steps), one.created) for one in turn]
            requests = [request_of(doing, one.aim, place) for one, place in zip(turn, places, strict=True)]
            for one, place, outcome in zip(turn, places, self.runner.run(requests), strict=True):
                one.take(place.told(outcome, doing.title))
        return [Ended(one.position, one.aim.record_id, one.outcome) for one in open_ if one.outcome]

    def _end(self) -> None:
        """Where nothing waits any more it is through. What waits for a payment system's answer waits until it is taken
        up again."""
        now = self.runner.clock()
        with writing(self.runner.engine) as connection:
            left = dict(jobs.counts_of(connection, self.job_id)).get(WAITING, 0)
            ours = (JOBS.c.id == self.job_id, JOBS.c.holder == myself(), JOBS.c.state.in_((RUNNING, STOPPED)))
            state = STOPPED if left else DONE
            connection.execute(update(JOBS).where(*ours).values(state=state, ended_at=now))
