"""One import: records are read one by one, written batch by batch, and told apart only by what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from sales_tui.core.memory import rarely_collected
from sales_tui.store import numbers
from sales_tui.store.actor import Actor
from sales_tui.store.engine import writing as writing_transaction
from sales_tui.store.importing.agreements import read_agreement
from sales_tui.store.importing.batch import Entry, Outcome, Writing, refused
from sales_tui.store.importing.catalog import read_company, read_product
from sales_tui.store.importing.credits import read_credit
from sales_tui.store.importing.documents import read_document
from sales_tui.store.importing.kinds import kind_of
from sales_tui.store.importing.located import KINDS, ImportReport, Located, RefusedRecord
from sales_tui.store.importing.order import read_order
from sales_tui.store.importing.quotes import read_quote
from sales_tui.store.importing.replies import read_reply, told
from sales_tui.store.importing.returns import read_return
from sales_tui.store.importing.transaction_amounts import settle_amounts
from sales_tui.store.importing.transactions import read_transaction, unfolded
from sales_tui.store.importing.values import FieldError, named
from sales_tui.store.importing.write_agreements import write_agreements
from sales_tui.store.importing.write_catalog import write_companies, write_products
from sales_tui.store.importing.write_credits import write_credits
from sales_tui.store.importing.write_documents import write_documents
from sales_tui.store.importing.write_orders import write_orders
from sales_tui.store.importing.write_quotes import write_quotes
from sales_tui.store.importing.write_returns import write_returns
from sales_tui.store.importing.write_transactions import write_transactions
from sales_tui.store.requests import Request
from sales_tui.store.runner import Runner
from sales_tui.store.search_index import reindex

RECORDS = 500
"""Records that share a commit, at most."""

ROWS = 4_000
"""Rows that share a commit, about, so that memory doesn't grow with the length of orders."""

CACHE = 24 * 1024
"""KiB that SQLite keeps of the database while an import runs: more makes it no faster."""

_ONE_IMPORT_AT_A_TIME = 0x73616C65
"""Key of PostgreSQL's lock that makes concurrent imports take turns, batch by batch."""

_NUMBERED = ("order", "invoice", "shipment", "creditmemo", "return")
"""Kinds that get numbers here, too."""

_TOO_DEEP = FieldError("", "is nested too deeply", "import.json")

Transactions = Callable[[], AbstractContextManager[Connection]]
AnyEntry = Entry[Any]


class _DryRun(Exception):
    """Ends a transaction of which nothing is to stay."""


class Run:
    """One import into one database."""

    def __init__(self, source: str, now: datetime, on_refused: Callable[[RefusedRecord], None] | None) -> None:
        self.source = source
        self.now = now
        self.report = ImportReport()
        self._on_refused = on_refused or self.report.refused.append
        self._read = 0
        self._replies: list[tuple[Located, Request]] = []

    def go(
        self,
        engine: Engine,
        records: Iterable[Located],
        *,
        dry_run: bool,
        progress: Callable[[int], None] | None,
        runner: Runner | None = None,
    ) -> None:
        """Bring everything in; with `dry_run` in one transaction of which nothing stays.

        Buyers' replies come last: they are actions on quotes, and `runner` does them.
        """
        with rarely_collected(), _transactions(engine, dry_run) as transaction:
            for batch in self._batches(records):
                self._write(transaction, batch)
                if progress is not None:
                    progress(self._read)
        if self._replies:
            self._answer(runner or Runner(engine, Actor("import"), lambda: self.now), dry_run)
        self.report.kinds = {name: self.report.kinds[name] for name in _order(self.report.kinds)}

    def _answer(self, runner: Runner, dry_run: bool) -> None:
        requests = [request for _, request in self._replies]
        for (located, _), outcome in zip(self._replies, runner.stream(requests, dry_run=dry_run), strict=True):
            if outcome.ok:
                self._tell(Outcome([("quote_reply", told(outcome))]))
            else:
                self._refuse("quote_reply", refused(located, FieldError("", outcome.message, outcome.code or "fault")))

    def _batches(self, records: Iterable[Located]) -> Iterator[list[AnyEntry]]:
        """Records that can share a transaction: none of them names the same record as another."""
        batch: list[AnyEntry] = []
        names: set[tuple[str, object]] = set()
        rows = 0
        for entry in self._entries(records):
            own = {(entry.rows.kind, entry.rows.number), (entry.rows.kind, entry.rows.entity_id or entry.rows.number)}
            if len(batch) >= RECORDS or rows >= ROWS or not names.isdisjoint(own):
                yield batch
                batch, rows = [], 0
                names.clear()
            batch.append(entry)
            names |= own
            rows += entry.rows.size
        yield batch

    def _entries(self, records: Iterable[Located]) -> Iterator[AnyEntry]:
        """What can be read; a transaction is followed by those nested in it."""
        for located in records:
            self._read += 1
            kind = ""
            try:
                if located.problem is not None:
                    raise FieldError("", located.problem.message, located.problem.code)
                if not isinstance(located.record, dict):
                    raise FieldError("", f"a record is an object, not {named(located.record)}", "import.kind")
                kind = kind_of(located.record)
                if kind == "quote_reply":
                    self._replies.append((located, read_reply(located.record, self.source)))
                    continue
                parts = list(unfolded(located.record)) if kind == "transaction" else [("", located.record)]
            except FieldError as error:
                self._refuse(kind, refused(located, error))
            except RecursionError:
                self._refuse(kind, refused(located, _TOO_DEEP))
            else:
                yield from filter(None, (self._read_one(located, kind, path, record) for path, record in parts))

    def _read_one(self, located: Located, kind: str, path: str, record: Mapping[str, Any]) -> AnyEntry | None:
        try:
            return Entry(located, _read(kind, path, record))
        except FieldError as error:
            self._refuse(kind, refused(located, error))
        except RecursionError:
            self._refuse(kind, refused(located, _TOO_DEEP))
        return None

    def _refuse(self, kind: str, refusal: RefusedRecord) -> None:
        self.report.count(kind).refused += 1
        self._on_refused(refusal)

    def _write(self, transaction: Transactions, batch: list[AnyEntry]) -> None:
        """Write a batch; where the database won't take it as a whole, record by record."""
        if not batch:
            return
        try:
            with transaction() as connection:
                outcome = self._write_all(connection, batch)
        except (DBAPIError, OverflowError) as error:
            if isinstance(error, OperationalError):
                raise
            if len(batch) == 1:
                self._refuse(batch[0].rows.kind, refused(batch[0].located, _explained(error)))
                return
            for entry in batch:
                self._write(transaction, [entry])
        else:
            self._tell(outcome)

    def _write_all(self, connection: Connection, batch: list[AnyEntry]) -> Outcome:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_IMPORT_AT_A_TIME})
        else:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
        writing = Writing(connection, self.source, self.now, Outcome())
        for kind in KINDS:
            entries = [entry for entry in batch if entry.rows.kind == kind]
            if not entries:
                continue
            written = _write_kind(writing, kind, entries)
            if written and kind in _NUMBERED:
                numbers.seen(connection, kind, [one.rows.number for one in written])
        settle_amounts(connection, sorted(writing.renewed))
        reindex(connection, sorted(writing.renewed))
        return writing.outcome

    def _tell(self, outcome: Outcome) -> None:
        for kind, what in outcome.tallies:
            counts = self.report.count(kind)
            setattr(counts, what, getattr(counts, what) + 1)
        for refusal in outcome.refusals:
            self._on_refused(refusal)


def _read(kind: str, path: str, record: Mapping[str, Any]) -> Any:
    """The rows of a record. Raises FieldError."""
    if kind == "order":
        return read_order(record)
    if kind == "transaction":
        return read_transaction(record, path)
    if kind in _READERS:
        return _READERS[kind](record)
    return read_document(kind, record)


_READERS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "return": read_return,
    "agreement": read_agreement,
    "product": read_product,
    "company": read_company,
    "credit": read_credit,
    "quote": read_quote,
}


def _write_kind(writing: Writing, kind: str, entries: list[AnyEntry]) -> list[AnyEntry]:
    """Bring records of one kind in. Returns those that were written."""
    if kind == "order":
        return write_orders(writing, entries)
    if kind == "transaction":
        return write_transactions(writing, entries)
    if kind in _WRITERS:
        return _WRITERS[kind](writing, entries)
    return write_documents(writing, kind, entries)


_WRITERS: dict[str, Callable[[Writing, list[AnyEntry]], list[AnyEntry]]] = {
    "return": write_returns,
    "agreement": write_agreements,
    "product": write_products,
    "company": write_companies,
    "credit": write_credits,
    "quote": write_quotes,
}


def _order(names: Iterable[str]) -> list[str]:
    places = {name: place for place, name in enumerate(KINDS.values())}
    return sorted(names, key=lambda name: places.get(name, len(places)))


def _explained(error: Exception) -> FieldError:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return FieldError("", f"the database does not take it: {said[0] if said else error}", "import.database")


@contextmanager
def _transactions(engine: Engine, dry_run: bool) -> Iterator[Transactions]:
    """What opens a transaction for a batch: one each, or for a dry run always the same, rolled back at the end."""
    if not dry_run:
        yield lambda: writing_transaction(engine)
        return
    with suppress(_DryRun), writing_transaction(engine) as connection:
        yield lambda: _same(connection)
        raise _DryRun


@contextmanager
def _same(connection: Connection) -> Iterator[Connection]:
    with connection.begin_nested():
        yield connection
