"""Writes returns that came in, with the order lines and the documents that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from sales_tui import model
from sales_tui.model.columns import instant_to_stored
from sales_tui.store import keys
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks, delete_where, insert_rows, update_rows
from sales_tui.store.importing.known import HEADS, ITEM, touched_orders
from sales_tui.store.importing.layout import Layout, Row
from sales_tui.store.importing.returns import COMMENT, RETURN, TRACK, ReturnRows
from sales_tui.store.importing.returns import ITEM as RETURN_ITEM
from sales_tui.store.importing.values import FieldError
from sales_tui.store.mapping import table_of

Returns = list[Entry[ReturnRows]]

_ORDER = table_of(model.Order)
_at, _item_at = RETURN.index, RETURN_ITEM.index


@dataclass(slots=True)
class _Line:
    """An order line; a configurable product's variant stands for its parent, which counts."""

    id: int
    sku: str
    name: str
    parent_id: int | None
    is_dummy: bool


@dataclass(slots=True)
class _Order:
    """An order that returns name."""

    id: int
    lines: dict[int, _Line] = field(default_factory=dict)
    """By the source's id."""


def write_returns(writing: Writing, entries: Iterable[Entry[ReturnRows]]) -> Returns:
    """Bring returns in. Returns those that were written."""
    returns = writing.sift("return", entries)
    orders = _orders(writing, {entry.rows.order_entity for entry in returns})
    touched = touched_orders(writing.connection, [order.id for order in orders.values()])
    kept = []
    for entry in returns:
        try:
            _link(entry.rows, orders.get(entry.rows.order_entity), touched, changed=entry.stored is not None)
        except FieldError as error:
            writing.outcome.refuse("return", entry.located, error)
        else:
            kept.append(entry)
    if kept:
        _name_settled(writing.connection, kept)
        _write(writing, kept)
        writing.remember(kept)
    return kept


def _orders(writing: Writing, entities: Collection[int]) -> dict[int, _Order]:
    """The orders with these ids in the source."""
    found: dict[int, _Order] = {}
    query = select(_ORDER.c.entity_id, _ORDER.c.id).where(_ORDER.c.source == writing.source)
    for some in chunks(entities):
        for entity_id, key in writing.connection.execute(query.where(_ORDER.c.entity_id.in_(some))):
            found[entity_id] = _Order(key)
    by_key = {order.id: order for order in found.values()}
    columns = (ITEM.c.id, ITEM.c.sku, ITEM.c.name, ITEM.c.parent_id, ITEM.c.is_dummy)
    lines = select(ITEM.c.order_id, ITEM.c.item_id, *columns)
    for keys_of_some in chunks(by_key):
        for order_id, item_id, *values in writing.connection.execute(lines.where(ITEM.c.order_id.in_(keys_of_some))):
            by_key[order_id].lines[item_id] = _Line(*values)
    return found


def _link(rows: ReturnRows, order: _Order | None, touched: Collection[int], *, changed: bool) -> None:
    """Point a return and its items to the order. Raises FieldError."""
    if order is None:
        reason = f"order {rows.order_entity} is not in the database: import the order first"
        raise FieldError("order_id", reason, "import.unknown_order")
    if changed and order.id in touched:
        reason = f"{rows.number} was changed at the source, but its order was worked on here since it came in"
        raise FieldError("", reason, "import.conflict")
    rows.head[_at["order_id"]] = order.id
    by_key = {line.id: line for line in order.lines.values()}
    for place, (row, names) in enumerate(zip(rows.items, rows.names, strict=True)):
        line = order.lines.get(names.order_item)
        if line is None:
            reason = f"order {rows.order_entity} has no line with the item_id {names.order_item}"
            raise FieldError(f"items[{place}].order_item_id", reason, "import.unknown_item")
        parent = by_key.get(line.parent_id or 0)
        counting = parent if line.is_dummy and parent is not None and not parent.is_dummy else line
        row[_item_at["order_item_id"]] = counting.id
        row[_item_at["sku"]] = row[_item_at["sku"]] or counting.sku
        row[_item_at["name"]] = row[_item_at["name"]] or counting.name


def _name_settled(connection: Connection, returns: Returns) -> None:
    """Items point to the credit memos of their order and the orders that settled them, where these are here."""
    memo = HEADS["creditmemo"]
    memos = _numbered(connection, memo, memo.c.order_id, {one.creditmemo for one in _named(returns)})
    orders = _numbered(connection, _ORDER, _ORDER.c.id, {one.exchange for one in _named(returns)})
    for entry in returns:
        order_id = entry.rows.head[_at["order_id"]]
        for row, names in zip(entry.rows.items, entry.rows.names, strict=True):
            key, owner = memos.get(names.creditmemo or "", (None, None))
            row[_item_at["creditmemo_id"]] = key if owner == order_id else None
            row[_item_at["exchange_order_id"]] = orders.get(names.exchange or "", (None, None))[0]


def _named(returns: Returns) -> Iterable[Any]:
    return (one for entry in returns for one in entry.rows.names)


def _numbered(
    connection: Connection, table: Table, owner: Any, numbers: Collection[str | None]
) -> dict[str, tuple[int | None, int | None]]:
    """Number -> (key, key of the order)."""
    found: dict[str, tuple[int | None, int | None]] = {}
    query = select(table.c.increment_id, table.c.id, owner.label("owner"))
    for some in chunks([number for number in numbers if number]):
        for number, key, order_id in connection.execute(query.where(table.c.increment_id.in_(some))):
            found[number] = (key, order_id)
    return found


def _write(writing: Writing, returns: Returns) -> None:
    connection, now = writing.connection, instant_to_stored(writing.now)
    fresh = [entry for entry in returns if entry.stored is None]
    changed = [entry for entry in returns if entry.stored is not None]
    for entry, key in zip(fresh, keys.reserve(connection, RETURN.table, len(fresh)), strict=True):
        entry.id = key
    for entry in returns:
        head = entry.rows.head
        entry.id = entry.stored.id if entry.stored else entry.id
        head[_at["id"]], head[_at["source"]] = entry.id, writing.source
        if entry.stored is None and head[_at["created_at"]] is None:
            head[_at["created_at"]] = now
        head[_at["updated_at"]] = head[_at["updated_at"]] or head[_at["created_at"]] or now
        for rows, layout in ((entry.rows.comments, COMMENT), (entry.rows.tracks, TRACK)):
            for row in rows:
                row[layout.index["created_at"]] = row[layout.index["created_at"]] or now
        for row in entry.rows.items:
            row[_item_at["source"]] = writing.source
        writing.renewed.add(head[_at["order_id"]])
    insert_rows(connection, RETURN, [entry.rows.head for entry in fresh])
    writing.renewed.update(_orders_so_far(connection, changed))
    update_rows(connection, RETURN, [entry.rows.head for entry in changed])
    for layout, name in ((RETURN_ITEM, "items"), (COMMENT, "comments"), (TRACK, "tracks")):
        delete_where(connection, layout.table.c.parent_id, [entry.id for entry in changed])
        insert_rows(connection, layout, [row for entry in returns for row in _owned(entry, layout, name)])


def _orders_so_far(connection: Connection, changed: Returns) -> Iterable[int]:
    """Orders that were found by the tracking numbers of these returns."""
    table = RETURN.table
    for some in chunks([entry.id for entry in changed]):
        yield from connection.scalars(select(table.c.order_id).where(table.c.id.in_(some)))


def _owned(entry: Entry[ReturnRows], layout: Layout, name: str) -> Iterable[Row]:
    rows: list[Row] = getattr(entry.rows, name)
    for row in rows:
        row[layout.index["parent_id"]] = entry.id
    return rows
