"""Transactions here, and lines of settlement files, for tests that hold one against the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Engine, select
from sqlmodel import Session

from sales_tui import model
from sales_tui.store.actor import Actor
from sales_tui.store.reconcile import Reconciling, reconcile
from sales_tui.store.reconcile_lines import FileLine, Mismatch, Reconciled, SettlementFile

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
LAST = datetime(2026, 12, 1, tzinfo=UTC)


def add_transaction(
    engine: Engine,
    order: str,
    txn_id: str,
    amount: str | None,
    type: str = "capture",
    *,
    parent: str | None = None,
    at: datetime = NOW,
    method: str = "stripe",
) -> int:
    """A transaction of the order with that number; returns its key."""
    with Session(engine) as session:
        order_id = session.scalar(select(model.Order.id).where(model.Order.increment_id == order))  # type: ignore[call-overload]
        assert order_id is not None
        row = model.PaymentTransaction(
            order_id=order_id, txn_id=txn_id, number_tail=txn_id[::-1], parent_txn_id=parent, txn_type=type,
            method=method, amount=None if amount is None else Decimal(amount), created_at=at,
        )  # fmt: skip
        session.add(row)
        session.commit()
        assert row.id is not None
        return row.id


def line(
    number: int,
    own: str,
    amount: str,
    *parents: str,
    type: str = "capture",
    currency: str = "USD",
    fee: str = "0",
    takes_back: bool = False,
) -> FileLine:
    """A line of a file."""
    return FileLine(number, type, (own,), parents, Decimal(amount), Decimal(fee), currency, NOW, takes_back)


def micro(moment: datetime) -> int:
    """Microseconds since 1970."""
    return int(moment.timestamp()) * 1_000_000


@dataclass
class Compared:
    """What came of a file."""

    result: Reconciled
    mismatches: list[Mismatch] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """(id, outcome, note) of what doesn't match."""
        return [(one.txn_id, one.outcome, one.note) for one in self.mismatches]


def compare(
    engine: Engine,
    lines: Iterable[FileLine],
    *,
    digest: str = "d1",
    dry_run: bool = False,
    methods: tuple[str, ...] = ("stripe",),
    dated: bool = True,
) -> Compared:
    """Hold the lines against the transactions here."""
    first, last = (micro(FIRST), micro(LAST)) if dated else (None, None)
    file = SettlementFile("november.csv", digest, methods, first, last, lines)
    mismatches: list[Mismatch] = []
    result = reconcile(engine, file, Reconciling(Actor("ada", "", "desk-1"), NOW, dry_run), mismatches.append)
    return Compared(result, mismatches)


def stored(engine: Engine) -> list[tuple[str, str, int | None]]:
    """(id, outcome, line) of all lines that are kept."""
    table = model.SettlementLine
    with Session(engine) as session:
        rows = session.execute(select(table.increment_id, table.outcome, table.line).order_by(table.id))  # type: ignore[call-overload]
        return [tuple(row) for row in rows]
