"""Compares a settlement file with the transactions here and keeps the result: all in one transaction, batch by batch.

Amounts here are in the shop's currency. What a file says is found again by its fingerprint: read again, it replaces
what was found before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, case, delete, exists, func, insert, select, text

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.core.text import storable
from sales_tui.model.columns import EPOCH
from sales_tui.rules.payment_records import CAPTURE, REFUND
from sales_tui.store import journal
from sales_tui.store.actor import Actor
from sales_tui.store.engine import writing
from sales_tui.store.mapping import table_of
from sales_tui.store.reconcile_lines import (
    MATCHED,
    MISSING_THERE,
    OUTCOMES,
    FileLine,
    Mismatch,
    Reconciled,
    SettlementFile,
    Sum,
)
from sales_tui.store.reconcile_match import LINE, ORDER, TRANSACTION, Matcher, Verdict, of_settlement
from sales_tui.store.reconcile_undo import undo
from sales_tui.store.requests import Outcome, Request

ACTION = "payments.reconcile"

BATCH = 1_000
"""Lines compared and written at once."""

CACHE = 24 * 1024
"""KiB that SQLite keeps of the database meanwhile."""

_ONE_AT_A_TIME = 0x7365746C
"""Key of PostgreSQL's lock that makes concurrent runs take turns."""

_SETTLEMENT = table_of(model.Settlement)

_WORDS = {outcome: outcome.replace("_", " ") for outcome in OUTCOMES}


class _DryRun(Exception):
    """Ends a transaction of which nothing is to stay."""


@dataclass(frozen=True, slots=True)
class Reconciling:
    """Who compares, when, and whether to keep nothing of it."""

    actor: Actor
    now: datetime
    dry_run: bool = False


def reconcile(engine: Engine, file: SettlementFile, how: Reconciling, tell: Callable[[Mismatch], None]) -> Reconciled:
    """Compare a file; `tell` is called for each line that isn't matched, in the order of the file, those that the file
    doesn't have last. It is called while the transaction is open: it must not wait. Raises DatabaseUnusable.
    """
    result: Reconciled | None = None
    with suppress(_DryRun), writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        else:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
        result = _Run(connection, file, how.now).go(tell)
        if how.dry_run:
            raise _DryRun
        _write_journal(connection, file, how, result)
    assert result is not None
    return result


class _Run:
    """One comparison, in one transaction."""

    def __init__(self, connection: Connection, file: SettlementFile, now: datetime) -> None:
        self.connection = connection
        self.file = file
        self.now = now
        self.id = self._begin()

    def go(self, tell: Callable[[Mismatch], None]) -> Reconciled:
        """Compare, keep and tell."""
        lines = iter(self.file.lines)
        while batch := list(islice(lines, BATCH)):
            matcher = Matcher(self.connection, self.id, batch)
            self.connection.execute(insert(LINE), [self._row(line, matcher) for line in batch])
        undone = undo(self.connection, self.id)
        for rows in self._missing_there():
            self.connection.execute(insert(LINE), rows)
        for mismatch in self._mismatches():
            tell(mismatch)
        return Reconciled(tuple(self._sums()), self._by_id_alone(), undone)

    def _begin(self) -> int:
        self.connection.execute(delete(_SETTLEMENT).where(_SETTLEMENT.c.digest == self.file.digest))
        values = {
            "file": storable(self.file.name),
            "digest": self.file.digest,
            "method": ",".join(self.file.methods),
            "created_at": self.now,
        }
        key = self.connection.scalar(insert(_SETTLEMENT).values(values).returning(_SETTLEMENT.c.id))
        assert key is not None
        return int(key)

    def _row(self, line: FileLine, matcher: Matcher) -> dict[str, Any]:
        """A row for a line. One that takes something back waits without an outcome until all others are there."""
        name = (line.parents or line.ids)[0] if line.takes_back and line.type == CAPTURE else line.ids[0]
        verdict = Verdict("") if line.takes_back else matcher.judge(line)
        found = verdict.found
        return {
            **_empty_row(self.id, name),
            "transaction_id": found.id if found else None,
            "order_id": verdict.order_id,
            "line": line.number,
            "txn_type": line.type,
            "amount": -line.amount if line.takes_back else line.amount,
            "amount_here": found.amount if found else None,
            "fee": line.fee,
            "currency": line.currency or (found.currency if found else ""),
            "outcome": verdict.outcome,
            "note": verdict.note,
            "created_at": line.at or self.now,
            "settled_at": line.at,
        }

    def _missing_there(self) -> Iterator[list[dict[str, Any]]]:
        """Charges and refunds here in the file's time that no line stands for."""
        if self.file.first is None or self.file.last is None:
            return
        listed = exists().where(LINE.c.transaction_id == TRANSACTION.c.id, of_settlement(self.id))
        first, last = (EPOCH + timedelta(microseconds=moment) for moment in (self.file.first, self.file.last))
        query = (
            select(TRANSACTION, ORDER.c.base_currency_code)
            .join(ORDER, ORDER.c.id == TRANSACTION.c.order_id)
            .where(TRANSACTION.c.method.in_(self.file.methods), TRANSACTION.c.txn_type.in_((CAPTURE, REFUND)))
            .where(TRANSACTION.c.created_at.between(first, last), ~listed)
            .order_by(TRANSACTION.c.id)
            .limit(BATCH)
        )
        behind = 0
        while rows := self.connection.execute(query.where(TRANSACTION.c.id > behind)).all():
            behind = rows[-1].id
            yield [self._row_missing(row) for row in rows]

    def _row_missing(self, row: Any) -> dict[str, Any]:
        return {
            **_empty_row(self.id, row.txn_id),
            "transaction_id": row.id,
            "order_id": row.order_id,
            "txn_type": row.txn_type,
            "amount_here": row.amount,
            "currency": row.base_currency_code,
            "outcome": MISSING_THERE,
            "created_at": row.created_at,
        }

    def _sums(self) -> Iterator[Sum]:
        sign = case((LINE.c.txn_type == REFUND, -1), else_=1)
        there, here = (
            func.coalesce(func.sum(sign * func.coalesce(column, ZERO)), ZERO).cast(LINE.c.amount.type)
            for column in (LINE.c.amount, LINE.c.amount_here)
        )
        query = (
            select(LINE.c.outcome, LINE.c.currency, func.count(), there, here, func.sum(LINE.c.fee))
            .where(LINE.c.settlement_id == self.id)
            .group_by(LINE.c.outcome, LINE.c.currency)
        )
        found = [Sum(*row) for row in self.connection.execute(query)]
        yield from sorted(found, key=lambda one: (OUTCOMES.index(one.outcome), one.currency))

    def _by_id_alone(self) -> int:
        query = select(func.count()).where(
            LINE.c.settlement_id == self.id, LINE.c.outcome == MATCHED, LINE.c.amount_here.is_(None)
        )
        return self.connection.scalar(query) or 0

    def _mismatches(self) -> Iterator[Mismatch]:
        number = func.coalesce(ORDER.c.increment_id, "").label("number")
        query = (
            select(LINE, number)
            .select_from(LINE.outerjoin(ORDER, ORDER.c.id == LINE.c.order_id))
            .where(LINE.c.settlement_id == self.id, LINE.c.outcome != MATCHED)
            .order_by(LINE.c.id)
        )
        for row in self.connection.execute(query, execution_options={"yield_per": BATCH}):
            amounts = (row.amount, row.amount_here, row.currency)
            at = row.settled_at or (row.created_at if row.line is None else None)
            yield Mismatch(row.outcome, row.line, row.increment_id, row.txn_type, *amounts, row.number, at, row.note)


def _empty_row(settlement_id: int, name: str) -> dict[str, Any]:
    """What all rows have, so that they share one statement."""
    nothing = dict.fromkeys(("transaction_id", "order_id", "line", "amount", "amount_here", "settled_at"))
    return {
        **nothing,
        "settlement_id": settlement_id,
        "increment_id": name,
        "number_tail": name[::-1],
        "fee": ZERO,
        "note": "",
    }


def _write_journal(connection: Connection, file: SettlementFile, how: Reconciling, result: Reconciled) -> None:
    counts = ", ".join(f"{result.count(outcome)} {words}" for outcome, words in _WORDS.items())
    key = connection.scalar(select(_SETTLEMENT.c.id).where(_SETTLEMENT.c.digest == file.digest))
    name = storable(file.name)
    request = Request(ACTION, name, {"method": ",".join(file.methods), "digest": file.digest})
    outcome = Outcome(ACTION, name, "ok", f"Compared {name}: {counts}.")
    journal.write(connection, [journal.Entry(request, outcome, "settlement", key, {}, "")], how.actor, how.now)
