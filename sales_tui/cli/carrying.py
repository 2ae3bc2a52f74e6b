"""Carries out jobs for commands, and says what becomes of each record as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sales_tui.cli.exits import DONE, SOME_REFUSED, say
from sales_tui.core.text import literal
from sales_tui.runtime import Runtime, now
from sales_tui.store import jobs
from sales_tui.store.holder import myself
from sales_tui.store.job_findings import Findings
from sales_tui.store.job_foresight import Foreseen, foresee
from sales_tui.store.job_plan import Plan
from sales_tui.store.job_run import JobRun
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.requests import Outcome, Place


def carry_out_plan(runtime: Runtime, plan: Plan, *, dry_run: bool, as_json: bool) -> int:
    """Try a plan, or make it a job and do it; returns the exit status."""
    if dry_run or not plan.aims:
        findings = Findings(plan)
        foreseen = (_told(plan, one) for batch in _noted(foresee(runtime.runner, plan), findings) for one in batch)
        status = tell_all(foreseen, as_json=as_json, done="would be done" if dry_run else "done")
        if not as_json:
            _sum_up(findings)
        return status
    job_id = jobs.make(runtime.engine, plan, runtime.actor, now(), myself())
    return carry_out(runtime, job_id, as_json=as_json)


def _noted(ahead: Iterator[list[Foreseen]], findings: Findings) -> Iterator[list[Foreseen]]:
    """The same, put together by what would become of them on the way."""
    for batch in ahead:
        findings.add(batch)
        yield batch


def _sum_up(findings: Findings) -> None:
    """What the screens show before they ask: the money, and why some wouldn't be done."""
    for amount, what in findings.sums():
        print(f"{literal(amount):>16}  {what}")
    for group in findings.ordered():
        if not group.is_done:
            more = " …" if group.count > len(group.examples) else ""
            print(f"{group.count:>6,}  {literal(group.words)}  {literal(' '.join(group.examples))}{more}")


def _told(plan: Plan, one: Foreseen) -> Outcome:
    """What all steps would come to; where one isn't possible, which."""
    if len(plan.steps) == 1:
        return one.outcome
    if one.outcome.ok:
        return replace(one.outcome, message=" ".join(outcome.message for outcome in one.outcomes))
    place = Place(0, one.position, len(one.outcomes) - 1, len(plan.steps))
    return place.told(one.outcome, plan.steps[place.step].title)


def carry_out(runtime: Runtime, job_id: int, *, as_json: bool) -> int:
    """Do what waits of a job; returns the exit status. Whatever stops it, it can be taken up again."""
    with _says_how_to_go_on(job_id):
        ended = (one.outcome for batch in JobRun(runtime.runner, job_id).stream() for one in batch)
        status = tell_all(ended, as_json=as_json, job_id=job_id)
    found = jobs.read(runtime.engine, job_id)
    if found is not None and found.left:
        say(f"sales-tui: {found.left:,} still wait; sales-tui jobs resume {job_id} goes on.")
        return SOME_REFUSED
    return status


@contextmanager
def _says_how_to_go_on(job_id: int) -> Iterator[None]:
    try:
        yield
    except (DatabaseUnusable, KeyboardInterrupt, OSError):
        say(f"sales-tui: job {job_id} isn't through; sales-tui jobs resume {job_id} goes on where it is.")
        raise


def tell_all(outcomes: Iterable[Outcome], *, as_json: bool, done: str = "done", job_id: int | None = None) -> int:
    """Say each outcome as it comes, or all as JSON, and how many there were; returns the exit status."""
    told = Told(as_json, job_id)
    for outcome in outcomes:
        told.add(outcome)
    told.end(done)
    return DONE if told.counts["ok"] == told.count else SOME_REFUSED


class Told:
    """Outcomes on their way to standard output: what was done there, what wasn't on standard error."""

    def __init__(self, as_json: bool, job_id: int | None = None) -> None:
        self.as_json = as_json
        self.job_id = job_id
        self.counts = dict.fromkeys(("ok", "refused", "failed"), 0)

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    def add(self, outcome: Outcome) -> None:
        """One more."""
        self.counts[outcome.outcome] += 1
        if self.as_json:
            self._print_result(outcome)
            return
        sentence = f"{literal(outcome.target)}  {literal(outcome.message)}"
        print(sentence, flush=True) if outcome.ok else say(sentence)

    def _print_result(self, outcome: Outcome) -> None:
        """All together are one JSON object on one line, of which nothing has to be kept."""
        before = '{"results": [' if self.count == 1 else ", "
        print(before + json.dumps({"line": self.count, **outcome.result()}, ensure_ascii=False), end="")

    def end(self, done: str) -> None:
        """These were all."""
        if self.as_json:
            counts = {"done": self.counts["ok"], "refused": self.counts["refused"], "failed": self.counts["failed"]}
            job = {} if self.job_id is None else {"job": self.job_id}
            start = "]" if self.count else '{"results": []'
            print(f"{start}, {json.dumps({**counts, **job})[1:]}")
        elif self.count != 1:
            left = self.count - self.counts["ok"]
            more = f" sales-tui jobs show {self.job_id} tells more." if self.job_id and left else ""
            print(f"{self.counts['ok']:,} {done}, {left:,} not.{more}")
