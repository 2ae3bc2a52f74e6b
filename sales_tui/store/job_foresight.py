"""What would become of each record of a plan, found out by the very guards and handlers that run later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sales_tui.store.job_plan import Plan
from sales_tui.store.requests import Outcome
from sales_tui.store.runner import BATCH, Runner

FIRST = 20
"""Records of the first answer, which comes at once."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A record of a plan, and what each of its steps would come to; after one that is refused there is none."""

    position: int
    record_id: int | None
    outcomes: tuple[Outcome, ...]

    @property
    def outcome(self) -> Outcome:
        """What would become of it as a whole."""
        return self.outcomes[-1]

    @property
    def version(self) -> int | None:
        """What the record is now."""
        return self.outcomes[0].version


def foresee(runner: Runner, plan: Plan) -> Iterator[list[Foreseen]]:
    """The records of the plan, in order, a few at first and then batch by batch. Nothing is written.

    Raises DatabaseUnusable.
    """
    size, most = FIRST, max(1, BATCH // len(plan.steps))
    start = 0
    while start < len(plan.aims):
        yield _batch(runner, plan, start, min(size, most))
        start, size = start + min(size, most), 2 * size


def _batch(runner: Runner, plan: Plan, start: int, size: int) -> list[Foreseen]:
    aims = plan.aims[start : start + size]
    requests = [plan.request(aim, step) for step in range(len(plan.steps)) for aim in aims]
    outcomes = runner.run(requests, dry_run=True)
    found = []
    for at, aim in enumerate(aims):
        own: list[Outcome] = []
        for outcome in outcomes[at :: len(aims)]:
            own.append(outcome)
            if not outcome.ok:
                break
        found.append(Foreseen(start + at, aim.record_id, tuple(own)))
    return found
