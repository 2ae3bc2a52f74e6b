"""What runs by the clock: orders that nobody paid are cancelled, what payment systems owe an answer to is settled.

Several may run at once: each record is done by one of them, the others find it changed and leave it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, exists, func, select

from sales_tui import model
from sales_tui.rules.archiving import ArchiveTerms
from sales_tui.rules.quote_status import EXPIRING
from sales_tui.store import journal
from sales_tui.store.engine import reading, writing
from sales_tui.store.load_payments import as_record
from sales_tui.store.mapping import AGREEMENT, ORDER, QUOTE, table_of
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.runner import Runner

KIND = "task"
"""What a run is in the journal."""

NOT_PAID = "not paid in time"
"""The comment on orders that are cancelled."""

_attempts = table_of(model.PaymentAttempt)
_journal = table_of(model.Journal)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things wait before something is done about them."""

    pending: timedelta
    """An order for its payment."""
    archive: ArchiveTerms
    """A finished order for the archive."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do again and again."""

    name: str
    help: str
    find: Callable[[Connection, datetime, Waits], list[Request]]
    overtaken: frozenset[str]
    """Codes of refusals that say that somebody else was faster."""


@dataclass(slots=True)
class Run:
    """What became of one run of a task."""

    task: Task
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, word: str) -> int:
        """How many were done (ok), refused, failed, or overtaken by somebody else."""
        return sum(self.word(outcome) == word for outcome in self.outcomes)

    def word(self, outcome: Outcome) -> str:
        """What is said of one of them."""
        is_overtaken = outcome.outcome == "refused" and outcome.code in self.task.overtaken
        return "overtaken" if is_overtaken else outcome.outcome

    @property
    def outcome(self) -> str:
        """The worst that happened: ok, refused, failed."""
        return next((word for word in ("failed", "refused") if self.count(word)), "ok")

    @property
    def message(self) -> str:
        """The counts as a sentence."""
        if not self.outcomes:
            return "Nothing to do."
        words = {"ok": "done", "refused": "refused", "failed": "failed", "overtaken": "left to others"}
        counts = [(self.count(word), said) for word, said in words.items()]
        return ", ".join(f"{count:,} {said}" for count, said in counts if count or said == "done") + "."


@dataclass(frozen=True, slots=True)
class LastRun:
    """When a task last ran, and what it did."""

    at: datetime
    by: str
    host: str
    outcome: str
    message: str


def run_task(task: Task, runner: Runner, pending: timedelta) -> Iterator[Outcome | Run]:
    """Each outcome as it comes, and at the end the run, which the journal then has. Raises DatabaseUnusable."""
    run = Run(task)
    with reading(runner.engine) as connection:
        requests = task.find(connection, runner.clock(), Waits(pending, runner.terms.archive))
    for outcome in runner.stream(requests):
        run.outcomes.append(outcome)
        yield outcome
    _remember(runner, run)
    yield run


def _remember(runner: Runner, run: Run) -> None:
    request = Request(f"{KIND}.{run.task.name}", run.task.name)
    outcome = Outcome(request.action, request.target, run.outcome, run.message)  # type: ignore[arg-type]  # one of three words
    with writing(runner.engine) as connection:
        journal.write(connection, [journal.Entry(request, outcome, KIND, None, {}, "")], runner.actor, runner.clock())


def last_runs(engine: Engine) -> dict[str, LastRun]:
    """The last run of each task that ever ran, by its name."""
    with reading(engine) as connection:
        found = {name: _last_run(connection, name) for name in TASKS}
    return {name: run for name, run in found.items() if run}


def _last_run(connection: Connection, name: str) -> LastRun | None:
    query = (
        select(_journal)
        .where(_journal.c.target_kind == KIND, _journal.c.target_id.is_(None), _journal.c.target == name)
        .order_by(_journal.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return LastRun(row.at, row.operator or row.system_user, row.host, row.outcome, row.message) if row else None


def _unpaid(connection: Connection, now: datetime, waits: Waits) -> list[Request]:
    """Orders that waited too long for their payment; not those that a payment system owes an answer about."""
    orders = ORDER.table
    is_asked = exists().where(_attempts.c.order_id == orders.c.id, _open())
    query = (
        select(orders.c.increment_id, orders.c.version)
        .where(orders.c.status == "pending_payment", orders.c.updated_at < now - waits.pending, ~is_asked)
        .order_by(orders.c.id)
    )
    parameters = {"comment": NOT_PAID}
    return [
        Request("order.cancel", number, parameters, expected_version=version)
        for number, version in connection.execute(query)
    ]


def _in_doubt(connection: Connection, now: datetime, _: Waits) -> list[Request]:
    """What payment systems were asked, and no answer is to be expected any more."""
    orders, agreements, quotes = ORDER.table, AGREEMENT.table, QUOTE.table
    kind, key = _attempts.c.subject_kind, _attempts.c.subject_id
    number = func.coalesce(orders.c.increment_id, agreements.c.increment_id, quotes.c.increment_id).label("number")
    query = (
        select(_attempts, number)
        .outerjoin(orders, (kind == "order") & (orders.c.id == key))
        .outerjoin(agreements, (kind == "agreement") & (agreements.c.id == key))
        .outerjoin(quotes, (kind == "quote") & (quotes.c.id == key))
        .where(_open())
        .order_by(_attempts.c.id)
    )
    rows = [row for row in connection.execute(query) if row.number and as_record(row).is_in_doubt(now)]
    return [Request(f"{row.subject_kind}.settle", row.number) for row in rows]


def _past_their_day(connection: Connection, now: datetime, _: Waits) -> list[Request]:
    """Quotes that are valid no longer: with the buyer, or in review here."""
    quotes = QUOTE.table
    query = (
        select(quotes.c.increment_id, quotes.c.version)
        .where(quotes.c.status.in_(EXPIRING), quotes.c.expires_at <= now)
        .order_by(quotes.c.id)
    )
    return [Request("quote.expire", number, expected_version=version) for number, version in connection.execute(query)]


def _finished(connection: Connection, now: datetime, waits: Waits) -> list[Request]:
    """Orders for the archive: old, and left alone since, so that what somebody brought back stays for a while."""
    terms, orders = waits.archive, ORDER.table
    if not terms.after_days:
        return []
    before = now - timedelta(days=terms.after_days)
    is_asked = exists().where(_attempts.c.order_id == orders.c.id, _open())
    query = (
        select(orders.c.increment_id, orders.c.version)
        .where(orders.c.status.in_(terms.statuses), orders.c.archived_at.is_(None), ~is_asked)
        .where(orders.c.created_at < before, orders.c.updated_at < before)
        .order_by(orders.c.id)
    )
    return [Request("order.archive", number, expected_version=version) for number, version in connection.execute(query)]


def _open() -> Any:
    return _attempts.c.is_open == True  # noqa: E712  # SQL


TASKS = {
    task.name: task
    for task in (
        Task(
            "settle-payments",
            "Ask payment systems again what became of what they gave no answer to, and finish it.",
            _in_doubt,
            frozenset({"settle.nothing", "payment.settled", "payment.under_way", "order.unknown", "agreement.unknown"}),
        ),
        Task(
            "expire-pending",
            "Cancel orders that waited too long for their payment (payments.pending_minutes), and release what is "
            "reserved for them.",
            _unpaid,
            frozenset({"order.changed", "payment.under_way", "payment.in_doubt", "order.unknown"}),
        ),
        Task(
            "expire-quotes",
            "End quotes that were sent and are past their day; those in review get more time (quotes.expiry_days).",
            _past_their_day,
            frozenset({"quote.changed", "quote.valid", "quote.unknown", "payment.under_way", "payment.in_doubt"}),
        ),
        Task(
            "archive-orders",
            "Archive finished orders that are older than archive.after_days; 0 archives none.",
            _finished,
            frozenset({"order.changed", "order.archived", "order.unknown", "payment.under_way", "payment.in_doubt"}),
        ),
    )
}
"""By name, in the order in which they run: what was settled may have been paid."""
