"""What a screen asks the database, as plain calls for worker threads; loaded late, after the first rows are painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from sales_tui.actions.base import Context, Target
from sales_tui.rules.records import Order
from sales_tui.store.engine import glancing
from sales_tui.store.mapping import TRANSACTION
from sales_tui.store.remarks import load_remarks
from sales_tui.store.roots import group_of, load
from sales_tui.store.show import show
from sales_tui.store.show_transactions import TransactionFamily
from sales_tui.store.targets import find_records, target_of

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record, ready for panes and forms."""

    record: Record
    """REST shape of the record itself."""
    order: Record
    """REST shape of the order that it is or belongs to; empty where it belongs to none."""
    aim: Target | None
    """The same for the rules; None where nothing can be done to it."""

    @property
    def target(self) -> Target:
        """What actions work on."""
        assert self.aim is not None
        return self.aim


def open_record(engine: Engine, kind: str, number: str, context: Context, key: int | None = None) -> Opened | None:
    """The record of that kind with that number, in one consistent reading; None where there is none.

    `key` tells which one where several have the number, as transactions of two orders may.
    """
    with glancing(engine) as connection:
        if opener := _OPENERS.get(kind):
            return opener(connection, number, context)
        found = find_records(connection, kind, [number]).get(number)
        if found is None:
            return None
        root_id, record_id = found
        if kind == "transaction":
            root_id, record_id = _same_named(connection, number, key) or found
        root = load(connection, group_of(kind), [root_id], lock=False)[root_id].root
        load_remarks(connection, root)
        target = target_of(root, kind, record_id)
        if not isinstance(root, Order):
            return Opened(_shown(connection, kind, number, context), {}, target)
        order = _shown(connection, "order", root.increment_id, context)
        if kind == "order":
            return Opened(order, order, target)
        if kind == "transaction":
            return Opened(_transaction(connection, root, number, record_id, context), order, target)
        return Opened(_shown(connection, kind, number, context), order, target)


def _shown(connection: Connection, kind: str, number: str, context: Context) -> Record:
    record = show(connection, kind, number, context)
    assert record is not None
    return record


def _same_named(connection: Connection, txn_id: str, key: int | None) -> tuple[int, int] | None:
    """Order and key of the transaction with that key, if it has that name."""
    table = TRANSACTION.table
    query = select(table.c.order_id, table.c.id).where(table.c.id == key, table.c.txn_id == txn_id)
    found = connection.execute(query).first()
    return (found.order_id, found.id) if found else None


def _transaction(connection: Connection, order: Order, txn_id: str, key: int, context: Context) -> Record:
    """With what followed from it, the sums of its order, and how many of other orders have its name."""
    family = TransactionFamily(connection, order, context)
    table = TRANSACTION.table
    others = connection.scalar(select(func.count()).where(table.c.txn_id == txn_id, table.c.id != key))
    return family.tree(key) | {"others": others or 0, "sums": family.sums()}


def _open_settlement_line(connection: Connection, number: str, context: Context) -> Opened | None:
    """With its order, where it is known."""
    record = show(connection, "settlement_line", number, context)
    if record is None:
        return None
    number = record["order_increment_id"] or ""
    found = find_records(connection, "order", [number]).get(number)
    if found is None:
        return Opened(record, {}, None)
    order = load(connection, group_of("order"), [found[0]], lock=False)[found[0]].root
    return Opened(record, _shown(connection, "order", number, context), Target(order))


def _open_alone(kind: str, connection: Connection, number: str, context: Context) -> Opened | None:
    """What nothing can be done to by an action, and what belongs to no order."""
    record = show(connection, kind, number, context)
    return None if record is None else Opened(record, {}, None)


_OPENERS: dict[str, Callable[[Connection, str, Context], Opened | None]] = {
    "settlement_line": _open_settlement_line,
    **{kind: partial(_open_alone, kind) for kind in ("journal_entry", "job", "job_record")},
}
"""Kinds of record that the runner doesn't load for themselves."""
