"""Prints how long many online captures take at a slow payment system, against the same calls one after another.

    python -m tests.benchmarks.captures [CAPTURES] [MILLISECONDS]

The calls one after another are measured on 50 of them, and scaled.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from itertools import chain
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, event

from sales_tui.payments.base import Gateway
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.gateway import Answer, Call, done
from sales_tui.store import jobs
from sales_tui.store.asking import AT_ONCE
from sales_tui.store.check import check_database
from sales_tui.store.holder import myself
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.store.job_run import JobRun
from sales_tui.store.requests import Outcome, Request
from tests.store.payment_desk import PaymentDesk, reserved_order

SAMPLE = 50
"""Calls that are made one after another."""

AIM = 1 / 8


class Slow(Gateway):
    """Does whatever it is asked, after a while; notes how many were waiting at once."""

    method = SANDBOX

    def __init__(self, seconds: float) -> None:
        self.calls: list[Call] = []
        self.most = 0
        self._seconds = seconds
        self._waiting = 0
        self._lock = threading.Lock()

    def perform(self, call: Call, seconds: float) -> Answer:
        with self._lock:
            self.calls.append(call)
            self._waiting += 1
            self.most = max(self.most, self._waiting)
        threading.Event().wait(self._seconds)
        with self._lock:
            self._waiting -= 1
        return done(f"slow-{call.key}")


class Commits:
    """Counts what is committed, and by how many threads."""

    def __init__(self, desk: PaymentDesk) -> None:
        self.count = 0
        self.threads: set[int] = set()
        event.listen(desk.engine, "commit", self._note)

    def _note(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("reading", False):
            self.count += 1
            self.threads.add(threading.get_ident())


def ok(outcomes: list[Outcome]) -> list[Outcome]:
    """The same, all of which have to be done."""
    assert all(one.ok for one in outcomes), next(one for one in outcomes if not one.ok)
    return outcomes


def open_invoices(desk: PaymentDesk, count: int) -> list[str]:
    """Numbers of new invoices whose money is reserved, and not charged yet."""
    desk.bring(*chain.from_iterable(reserved_order(number) for number in range(1, count + 1)))
    requests = [Request("order.invoice", f"{number:09}", {"capture": "none"}) for number in range(1, count + 1)]
    return [one.created["invoices"][0] for one in ok(desk.runner().run(requests))]


def as_job(desk: PaymentDesk, invoices: list[str]) -> list[Outcome]:
    """Capture them all as one job, as the screens do it."""
    plan = Plan("Capture", (Doing("invoice.capture", {"capture": "online"}),), Aims(map(Aim, invoices)))
    runner = desk.runner()
    job_id = jobs.make(desk.engine, plan, runner.actor, runner.clock(), myself())
    return [one.outcome for batch in JobRun(runner, job_id).stream() for one in batch]


def main(count: int, milliseconds: int) -> None:
    """Capture them all, then call one after another, and print the ratio."""
    gateway = Slow(milliseconds / 1000)
    with tempfile.TemporaryDirectory() as folder:
        desk = PaymentDesk(f"sqlite:///{Path(folder, 'captures.db')}", Path(folder))
        desk.sandbox = gateway
        invoices = open_invoices(desk, count)
        assert not gateway.calls
        commits = Commits(desk)
        start = perf_counter()
        ok(as_job(desk, invoices))
        together, written = perf_counter() - start, commits.count
        assert list(check_database(desk.engine)) == []
        desk.engine.dispose()
    most, calls = gateway.most, [*gateway.calls]
    assert len({call.key for call in calls}) == len(calls) == count
    assert most <= AT_ONCE
    assert len(commits.threads) == 1
    sample = calls[:SAMPLE]
    start = perf_counter()
    for call in sample:
        gateway.perform(call, 30)
    apart = (perf_counter() - start) * count / len(sample)
    print(f"{count} captures of {milliseconds} ms each: {together:.2f} s ({count / together:,.0f}/s),")
    print(f"at most {most} calls at once, {written} commits, all of one thread")
    print(f"the calls alone, one after another: {apart:.1f} s (scaled from {len(sample)})")
    print(f"ratio {together / apart:.3f} = 1/{apart / together:.1f}, aim at most {AIM:.3f} = 1/{1 / AIM:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, int(sys.argv[2]) if len(sys.argv) > 2 else 200)
