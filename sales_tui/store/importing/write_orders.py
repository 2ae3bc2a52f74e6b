"""Writes orders: new ones whole, changed ones in place their lines keeping their keys, never over work done here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from sales_tui import model
from sales_tui.model.columns import instant_to_stored
from sales_tui.store import keys, search_index
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import delete_where, insert_rows, update_rows
from sales_tui.store.importing.figures import opening_of
from sales_tui.store.importing.items import ITEM, PRODUCT_TAX
from sales_tui.store.importing.known import taken_item_ids, touched_orders
from sales_tui.store.importing.layout import Layout, Row
from sales_tui.store.importing.order import OrderRows
from sales_tui.store.importing.order_head import ORDER
from sales_tui.store.importing.parts import ADDRESS, GIFT, HISTORY, PAYMENT, TAX
from sales_tui.store.importing.tenders import TENDER
from sales_tui.store.importing.texts import texts_of
from sales_tui.store.importing.values import FieldError
from sales_tui.store.importing.write_lines import LinesBefore, write_lines
from sales_tui.store.importing.write_parties import write_parties
from sales_tui.store.mapping import table_of

Orders = list[Entry[OrderRows]]

_PARTS: Sequence[tuple[Layout, str]] = (
    (ADDRESS, "addresses"),
    (PAYMENT, "payments"),
    (TENDER, "tenders"),
    (TAX, "taxes"),
    (HISTORY, "histories"),
)
_DOCUMENT_LINES = tuple(
    table_of(entity)
    for entity in (model.InvoiceItem, model.ShipmentItem, model.CreditmemoItem, model.OrderCancellationItem)
)
_at = ORDER.index
_LINE_ID = ITEM.index["id"]


def write_orders(writing: Writing, entries: Iterable[Entry[OrderRows]]) -> Orders:
    """Bring orders in. Returns those that were written."""
    orders = _without_taken_lines(writing, _without_touched(writing, writing.sift("order", entries)))
    before = LinesBefore(writing.connection, [entry.stored.id for entry in orders if entry.stored])
    orders = [entry for entry in orders if _may_lose_lines(writing, entry, before)]
    if not orders:
        return []
    write_parties(writing, orders)
    _give_keys(writing, orders)
    new = [entry for entry in orders if entry.stored is None]
    changed = [entry for entry in orders if entry.stored is not None]
    insert_rows(writing.connection, ORDER, [entry.rows.head for entry in new])
    update_rows(writing.connection, ORDER, [entry.rows.head for entry in changed], keep=("touched_at", "source"))
    write_lines(writing, orders, before)
    _write_parts(writing, orders)
    search_index.write(writing.connection, {entry.id: texts_of(entry.rows).row() for entry in new})
    writing.renewed.update(entry.id for entry in changed)
    openings = {entry.id: opening_of(entry.rows.head, entry.rows.lines.rows) for entry in orders}
    writing.remember(orders, openings)
    return orders


def _without_touched(writing: Writing, orders: Orders) -> Orders:
    touched = touched_orders(writing.connection, [entry.stored.id for entry in orders if entry.stored])
    kept = []
    for entry in orders:
        if entry.stored is not None and entry.stored.id in touched:
            reason = f"order {entry.rows.number} was changed at the source, but it was worked on here since it came in"
            writing.outcome.refuse("order", entry.located, FieldError("", reason, "import.conflict"))
        else:
            kept.append(entry)
    return kept


def _without_taken_lines(writing: Writing, orders: Orders) -> Orders:
    wanted = {one for entry in orders for one in entry.rows.lines.item_ids if one is not None}
    taken = taken_item_ids(writing.connection, writing.source, wanted)
    seen: dict[int, Entry[OrderRows]] = {}
    kept = []
    for entry in orders:
        own = entry.stored.id if entry.stored else None
        for place, item_id in enumerate(entry.rows.lines.item_ids):
            if item_id is not None and (taken.get(item_id, own) != own or item_id in seen):
                error = FieldError(
                    f"items[{place}].item_id", f"{item_id} is a line of another order", "import.duplicate"
                )
                writing.outcome.refuse("order", entry.located, error)
                break
        else:
            seen.update((one, entry) for one in entry.rows.lines.item_ids if one is not None)
            kept.append(entry)
    return kept


def _may_lose_lines(writing: Writing, entry: Entry[OrderRows], before: LinesBefore) -> bool:
    """Lines of documents stay: an issued document never changes."""
    lost = before.lost(entry)
    for table in _DOCUMENT_LINES if lost else ():
        if writing.connection.scalar(select(table.c.id).where(table.c.order_item_id.in_(lost)).limit(1)):
            reason = "leaves out a line that is on an invoice, shipment or credit memo"
            writing.outcome.refuse("order", entry.located, FieldError("items", reason, "import.conflict"))
            return False
    return True


def _give_keys(writing: Writing, orders: Orders) -> None:
    """Our own keys for the orders, and what of their rows comes from us."""
    fresh = [entry for entry in orders if entry.stored is None]
    for entry, key in zip(fresh, keys.reserve(writing.connection, ORDER.table, len(fresh)), strict=True):
        entry.id = key
    now = instant_to_stored(writing.now)
    for entry in orders:
        head = entry.rows.head
        entry.id = entry.stored.id if entry.stored else entry.id
        head[_at["id"]], head[_at["source"]] = entry.id, writing.source
        if entry.stored is None and head[_at["created_at"]] is None:
            head[_at["created_at"]] = now
        head[_at["updated_at"]] = head[_at["updated_at"]] or head[_at["created_at"]] or now


def _write_parts(writing: Writing, orders: Orders) -> None:
    """What hangs on the orders; what changed orders had is replaced."""
    changed = [entry.id for entry in orders if entry.stored]
    for layout, name in _PARTS:
        delete_where(writing.connection, layout.table.c.order_id, changed)
        rows = []
        for entry in orders:
            for row in getattr(entry.rows, name):
                row[layout.index["order_id"]] = entry.id
                rows.append(row)
        if layout is HISTORY:
            _date(rows, writing)
        insert_rows(writing.connection, layout, rows)
    delete_where(writing.connection, GIFT.table.c.order_id, changed)
    insert_rows(writing.connection, GIFT, [row for entry in orders for row in _gifts(entry)])
    insert_rows(writing.connection, PRODUCT_TAX, [row for entry in orders for row in _product_taxes(entry)])


def _date(rows: Iterable[Row], writing: Writing) -> None:
    at = HISTORY.index["created_at"]
    for row in rows:
        if row[at] is None:
            row[at] = instant_to_stored(writing.now)


def _gifts(entry: Entry[OrderRows]) -> Iterable[Row]:
    at, lines = GIFT.index, entry.rows.lines.rows
    for place, row in entry.rows.gifts:
        row[at["order_id"]] = entry.id
        row[at["order_item_id"]] = None if place is None else lines[place][_LINE_ID]
        yield row


def _product_taxes(entry: Entry[OrderRows]) -> Iterable[Row]:
    for place, row in entry.rows.lines.product_taxes:
        row[PRODUCT_TAX.index["order_item_id"]] = entry.rows.lines.rows[place][_LINE_ID]
        yield row
