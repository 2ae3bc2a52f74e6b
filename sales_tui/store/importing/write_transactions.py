"""Writes payment transactions that came in: they tell where the money of an order is, and never move any."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from sales_tui import model
from sales_tui.model.columns import instant_to_stored
from sales_tui.store import keys
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks, insert_rows, update_rows
from sales_tui.store.importing.known import IMPORTED, Stored, touched_orders
from sales_tui.store.importing.transactions import TRANSACTION, TransactionRows
from sales_tui.store.importing.values import FieldError
from sales_tui.store.mapping import table_of

Transactions = list[Entry[TransactionRows]]

_ORDER = table_of(model.Order)
_table = TRANSACTION.table
_at = TRANSACTION.index


@dataclass(frozen=True, slots=True)
class _Order:
    """An order that transactions name."""

    id: int
    number: str
    method: str


@dataclass(slots=True)
class _Known:
    """Transactions of the database that those to import could be."""

    by_entity: dict[int, tuple[Stored, int]] = field(default_factory=dict)
    """With the key of their order."""
    by_name: dict[tuple[int, str], Stored] = field(default_factory=dict)
    """By order and the payment system's name."""


def write_transactions(writing: Writing, entries: Iterable[Entry[TransactionRows]]) -> Transactions:
    """Bring transactions in. Returns those that were written."""
    listed = list(entries)
    orders = _orders(writing, {entry.rows.order_entity for entry in listed})
    known = _known(writing, listed, [order.id for order in orders.values()])
    owners = {order.id for order in orders.values()} | {owner for _, owner in known.by_entity.values()}
    touched = touched_orders(writing.connection, owners)
    kept: Transactions = []
    for entry in listed:
        try:
            is_wanted = _is_wanted(writing, entry, orders.get(entry.rows.order_entity), known, touched)
        except FieldError as error:
            writing.outcome.refuse("transaction", entry.located, error)
        else:
            if is_wanted:
                kept.append(entry)
            else:
                writing.outcome.tallies.append(("transaction", "unchanged"))
    if kept:
        _write(writing, kept)
        writing.remember(kept)
        _name_parents(writing, {entry.rows.head[_at["order_id"]] for entry in kept})
    return kept


def _orders(writing: Writing, entities: Collection[int]) -> dict[int, _Order]:
    """The orders with these ids in the source."""
    query = select(_ORDER.c.entity_id, _ORDER.c.id, _ORDER.c.increment_id, _ORDER.c.payment_method)
    return {
        entity_id: _Order(*order)
        for some in chunks(entities)
        for entity_id, *order in writing.connection.execute(
            query.where(_ORDER.c.source == writing.source, _ORDER.c.entity_id.in_(some))
        )
    }


def _known(writing: Writing, entries: Transactions, order_ids: Collection[int]) -> _Known:
    known = _Known()
    for stored, order_id in _stored(writing, _table.c.order_id, order_ids):
        known.by_name[order_id, stored.number] = stored
    entities = [entry.rows.entity_id for entry in entries if entry.rows.entity_id is not None]
    for stored, order_id in _stored(writing, _table.c.entity_id, entities):
        if stored.source == writing.source and stored.entity_id is not None:
            known.by_entity[stored.entity_id] = (stored, order_id)
    return known


def _stored(writing: Writing, column: ColumnElement[Any], values: Collection[int]) -> Iterable[tuple[Stored, int]]:
    memory = and_(IMPORTED.c.kind == "transaction", IMPORTED.c.record_id == _table.c.id)
    columns = (_table.c.id, _table.c.source, _table.c.entity_id, _table.c.txn_id, IMPORTED.c.digest)
    query = select(_table.c.order_id, *columns).select_from(_table.outerjoin(IMPORTED, memory))
    for some in chunks(values):
        for order_id, *stored in writing.connection.execute(query.where(column.in_(some))):
            yield Stored(*stored), order_id


def _is_wanted(
    writing: Writing, entry: Entry[TransactionRows], order: _Order | None, known: _Known, touched: Collection[int]
) -> bool:
    """Whether it is new or changed; then it points to its order. Raises FieldError where it can't come in."""
    rows = entry.rows
    entry.stored, owner = known.by_entity.get(rows.entity_id or 0, (None, None))
    same_name = known.by_name.get((order.id, rows.txn_id)) if order else None
    if entry.stored is None and same_name is not None:
        entry.stored = _same(writing, rows, same_name)
    if entry.stored is not None and entry.stored.digest == rows.digest:
        return False
    if order is None:
        reason = f"order {rows.order_entity} is not in the database: import the order first"
        raise FieldError("order_id", reason, "import.unknown_order")
    if entry.stored is not None and (order.id in touched or owner in touched):
        reason = f"{rows.txn_id} was changed at the source, but its order was worked on here since it came in"
        raise FieldError("", reason, "import.conflict")
    if entry.stored is not None and same_name is not None and same_name.id != entry.stored.id:
        raise _duplicate(rows, same_name)
    if owner is not None:
        writing.renewed.add(owner)
    rows.head[_at["order_id"]] = order.id
    rows.head[_at["method"]] = rows.head[_at["method"]] or order.method
    return True


def _same(writing: Writing, rows: TransactionRows, other: Stored) -> Stored:
    """The transaction of that name, where it can be this one. Raises FieldError where it is another."""
    if other.source != writing.source or (rows.entity_id is not None and other.entity_id is not None):
        raise _duplicate(rows, other)
    return other


def _duplicate(rows: TransactionRows, other: Stored) -> FieldError:
    name = f"transaction {rows.txn_id} of order {rows.order_entity}"
    if other.source is None:
        return FieldError("txn_id", f"{name} was made here and is another one", "import.duplicate")
    reason = f"{name} came in before with the transaction_id {other.entity_id}"
    return FieldError("txn_id", reason, "import.duplicate")


def _write(writing: Writing, transactions: Transactions) -> None:
    fresh = [entry for entry in transactions if entry.stored is None]
    changed = [entry for entry in transactions if entry.stored is not None]
    for entry, key in zip(fresh, keys.reserve(writing.connection, _table, len(fresh)), strict=True):
        entry.id = key
    for entry in transactions:
        head = entry.rows.head
        entry.id = entry.stored.id if entry.stored else entry.id
        head[_at["id"]], head[_at["source"]] = entry.id, writing.source
        if entry.stored is None and head[_at["created_at"]] is None:
            head[_at["created_at"]] = instant_to_stored(writing.now)
        writing.renewed.add(head[_at["order_id"]])
    insert_rows(writing.connection, TRANSACTION, [entry.rows.head for entry in fresh])
    update_rows(writing.connection, TRANSACTION, [entry.rows.head for entry in changed], keep=("fetched_at",))


def _name_parents(writing: Writing, order_ids: Collection[int]) -> None:
    """Records may name their parent by its id alone, and come before it."""
    for some in chunks(order_ids):
        family = list(writing.connection.execute(_with_extra().where(_table.c.order_id.in_(some))))
        names = {(one.order_id, one.entity_id): one.txn_id for one in family}
        named = []
        for one in family:
            parent = json.loads(one.extra).get("parent_id") if one.extra and one.parent_txn_id is None else None
            if parent is not None and (one.order_id, parent) in names:
                named.append({"key": one.id, "parent": names[one.order_id, parent]})
        if named:
            statement = update(_table).where(_table.c.id == bindparam("key"))
            writing.connection.execute(statement.values(parent_txn_id=bindparam("parent")), named)


def _with_extra() -> Any:
    columns = (_table.c.id, _table.c.order_id, _table.c.entity_id, _table.c.txn_id, _table.c.parent_txn_id)
    memory = and_(IMPORTED.c.kind == "transaction", IMPORTED.c.record_id == _table.c.id)
    tells = or_(_table.c.entity_id.is_not(None), IMPORTED.c.extra.is_not(None))
    return select(*columns, IMPORTED.c.extra).select_from(_table.outerjoin(IMPORTED, memory)).where(tells)
