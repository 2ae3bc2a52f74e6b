"""Writes order lines: those that came in before keep their keys, those that are gone go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select

from sales_tui.store import keys
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks, delete_where, insert_rows, update_rows
from sales_tui.store.importing.items import ITEM, PRODUCT_TAX
from sales_tui.store.importing.layout import Row
from sales_tui.store.importing.order import OrderRows

_ID, _ORDER_ID, _PARENT = (ITEM.index[name] for name in ("id", "order_id", "parent_id"))
_ITEM_ID, _POSITION, _SOURCE = (ITEM.index[name] for name in ("item_id", "position", "source"))


class LinesBefore:
    """The lines that changed orders have in the database."""

    def __init__(self, connection: Connection, order_ids: Collection[int]) -> None:
        self.by_order: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
        table = ITEM.table
        for some in chunks(order_ids):
            query = select(table.c.id, table.c.order_id, table.c.item_id, table.c.position)
            for row in connection.execute(query.where(table.c.order_id.in_(some))):
                self.by_order[row.order_id][_name(row.item_id, row.position)] = row.id

    def lost(self, entry: Entry[OrderRows]) -> list[int]:
        """Keys of lines that the changed order doesn't have any more."""
        if entry.stored is None:
            return []
        named = {_name(row[_ITEM_ID], row[_POSITION]) for row in entry.rows.lines.rows}
        return [key for name, key in self.by_order[entry.stored.id].items() if name not in named]


def _name(item_id: int | None, position: int) -> tuple[str, int]:
    return ("position", position) if item_id is None else ("item", item_id)


def write_lines(writing: Writing, orders: Collection[Entry[OrderRows]], before: LinesBefore) -> None:
    """Give the lines of these orders (which have their keys) theirs, and write them.

    New lines go before changed ones, which may belong to them; lost ones go last.
    """
    changed = [entry for entry in orders if entry.stored]
    kept = {key for entry in changed for key in before.by_order[entry.id].values()}
    lost = [key for entry in changed for key in before.lost(entry)]
    _give_keys(writing, orders, before)
    rows = [row for entry in orders for row in entry.rows.lines.rows]
    new = [row for row in rows if row[_ID] not in kept] if kept else rows
    if any(row[_PARENT] is not None for row in new):
        new = _parents_first(new)
    insert_rows(writing.connection, ITEM, new)
    if kept:
        update_rows(writing.connection, ITEM, [row for row in rows if row[_ID] in kept])
        delete_where(writing.connection, PRODUCT_TAX.table.c.order_item_id, kept)
        delete_where(writing.connection, ITEM.table.c.id, lost)


def _give_keys(writing: Writing, orders: Iterable[Entry[OrderRows]], before: LinesBefore) -> None:
    unkeyed: list[Row] = []
    for entry in orders:
        existing = before.by_order[entry.id] if entry.stored else {}
        for row in entry.rows.lines.rows:
            row[_ORDER_ID], row[_SOURCE] = entry.id, writing.source
            row[_ID] = existing.get(_name(row[_ITEM_ID], row[_POSITION]))
            if row[_ID] is None:
                unkeyed.append(row)
    for row, key in zip(unkeyed, keys.reserve(writing.connection, ITEM.table, len(unkeyed)), strict=True):
        row[_ID] = key
    for entry in orders:
        rows = entry.rows.lines.rows
        for row, parent in zip(rows, entry.rows.lines.parents, strict=True):
            row[_PARENT] = None if parent is None else rows[parent][_ID]


def _parents_first(rows: Iterable[Row]) -> list[Row]:
    """Rows ordered so that each stands behind its parent."""
    parents = {row[_ID]: row[_PARENT] for row in rows}

    def depth(key: Any) -> int:
        steps = 0
        while (key := parents.get(key)) is not None:
            steps += 1
        return steps

    return sorted(rows, key=lambda row: depth(row[_ID]))
