"""Writes invoices, shipments and credit memos that came in: they explain an order's figures and never add to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sales_tui import model
from sales_tui.model.columns import instant_to_stored
from sales_tui.store import keys
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks, delete_where, insert_rows, update_rows
from sales_tui.store.importing.documents import SHAPES, TRACK, DocumentRows, Shape
from sales_tui.store.importing.known import HEADS, ITEM, touched_orders
from sales_tui.store.importing.layout import Layout, Row
from sales_tui.store.importing.values import FieldError
from sales_tui.store.mapping import table_of

Documents = list[Entry[DocumentRows]]

_ORDER = table_of(model.Order)
_CURRENCIES = ("order_currency_code", "base_currency_code")


@dataclass(frozen=True, slots=True)
class _Order:
    """An order that documents name."""

    id: int
    currencies: tuple[str, str]
    lines: dict[int, tuple[int, str, str]]
    """By the source's id: our key, SKU, name."""


def write_documents(writing: Writing, kind: str, entries: Iterable[Entry[DocumentRows]]) -> Documents:
    """Bring documents of one kind in. Returns those that were written."""
    shape = SHAPES[kind]
    documents = writing.sift(kind, entries)
    orders = _orders(writing, {entry.rows.order_entity for entry in documents})
    touched = touched_orders(writing.connection, [order.id for order in orders.values()])
    kept = []
    for entry in documents:
        try:
            _link(entry.rows, orders.get(entry.rows.order_entity), touched, changed=entry.stored is not None)
        except FieldError as error:
            writing.outcome.refuse(kind, entry.located, error)
        else:
            kept.append(entry)
    if kept:
        _write(writing, shape, kept)
        writing.remember(kept)
    return kept


def _orders(writing: Writing, entities: Collection[int]) -> dict[int, _Order]:
    """The orders with these ids in the source."""
    found: dict[int, _Order] = {}
    query = select(_ORDER.c.entity_id, _ORDER.c.id, *(_ORDER.c[name] for name in _CURRENCIES))
    for some in chunks(entities):
        ours = query.where(_ORDER.c.source == writing.source, _ORDER.c.entity_id.in_(some))
        for entity_id, order_id, order_code, base_code in writing.connection.execute(ours):
            found[entity_id] = _Order(order_id, (order_code, base_code), {})
    _add_lines(writing.connection, {order.id: order for order in found.values()})
    return found


def _add_lines(connection: Connection, orders: dict[int, _Order]) -> None:
    query = select(ITEM.c.order_id, ITEM.c.item_id, ITEM.c.id, ITEM.c.sku, ITEM.c.name)
    for some in chunks(orders):
        for order_id, item_id, *line in connection.execute(query.where(ITEM.c.order_id.in_(some))):
            orders[order_id].lines[item_id] = (line[0], line[1], line[2])


def _link(document: DocumentRows, order: _Order | None, touched: Collection[int], *, changed: bool) -> None:
    """Point a document and its lines to the order. Raises FieldError."""
    if order is None:
        reason = f"order {document.order_entity} is not in the database: import the order first"
        raise FieldError("order_id", reason, "import.unknown_order")
    if changed and order.id in touched:
        reason = f"{document.number} was changed at the source, but its order was worked on here since it came in"
        raise FieldError("", reason, "import.conflict")
    at = document.shape.head.index
    document.head[at["order_id"]] = order.id
    if not document.says_currencies:
        for name, code in zip(_CURRENCIES, order.currencies, strict=True):
            document.head[at[name]] = code
    at = document.shape.item.index
    for place, (row, item_id) in enumerate(zip(document.items, document.item_ids, strict=True)):
        if item_id not in order.lines:
            reason = f"order {document.order_entity} has no line with the item_id {item_id}"
            raise FieldError(f"items[{place}].order_item_id", reason, "import.unknown_item")
        row[at["order_item_id"]], sku, name = order.lines[item_id]
        row[at["sku"]] = row[at["sku"]] or sku
        row[at["name"]] = row[at["name"]] or name


def _write(writing: Writing, shape: Shape, documents: Documents) -> None:
    connection = writing.connection
    fresh = [entry for entry in documents if entry.stored is None]
    for entry, key in zip(fresh, keys.reserve(connection, shape.head.table, len(fresh)), strict=True):
        entry.id = key
    for entry in documents:
        entry.id = entry.stored.id if entry.stored else entry.id
        _complete(writing, entry)
    if shape.kind == "creditmemo":
        _name_invoices(writing, documents)
    insert_rows(connection, shape.head, [entry.rows.head for entry in fresh])
    changed = [entry for entry in documents if entry.stored is not None]
    if shape.kind == "shipment":
        writing.renewed.update(_orders_of_parcels(connection, documents))
    update_rows(connection, shape.head, [entry.rows.head for entry in changed], keep=("paid_out",))
    children = [(shape.item, "items"), (shape.comment, "comments")]
    if shape.kind == "shipment":
        children.append((TRACK, "tracks"))
    for layout, name in children:
        delete_where(connection, layout.table.c.parent_id, [entry.id for entry in changed])
        insert_rows(connection, layout, [row for entry in documents for row in _owned(entry, layout, name)])


def _orders_of_parcels(connection: Connection, shipments: Documents) -> Iterable[int]:
    """Orders that are found by the tracking numbers of these shipments, and those that were so far."""
    place = SHAPES["shipment"].head.index["order_id"]
    yield from (entry.rows.head[place] for entry in shipments)
    table = HEADS["shipment"]
    for some in chunks([entry.id for entry in shipments if entry.stored]):
        yield from connection.scalars(select(table.c.order_id).where(table.c.id.in_(some)))


def _complete(writing: Writing, entry: Entry[DocumentRows]) -> None:
    """Our own key, the source, and now where no date was told."""
    head, at, now = entry.rows.head, entry.rows.shape.head.index, instant_to_stored(writing.now)
    head[at["id"]], head[at["source"]] = entry.id, writing.source
    if entry.stored is None and head[at["created_at"]] is None:
        head[at["created_at"]] = now
    head[at["updated_at"]] = head[at["updated_at"]] or head[at["created_at"]] or now
    for rows, layout in ((entry.rows.comments, entry.rows.shape.comment), (entry.rows.tracks, TRACK)):
        for row in rows:
            row[layout.index["created_at"]] = row[layout.index["created_at"]] or now


def _owned(entry: Entry[DocumentRows], layout: Layout, name: str) -> Iterable[Row]:
    rows: list[Row] = getattr(entry.rows, name)
    for row in rows:
        row[layout.index["parent_id"]] = entry.id
    return rows


def _name_invoices(writing: Writing, memos: Documents) -> None:
    """Credit memos of an invoice point to it, where it is here and of the same order."""
    invoice = HEADS["invoice"]
    query = select(invoice.c.entity_id, invoice.c.id, invoice.c.order_id).where(invoice.c.source == writing.source)
    wanted = {entry.rows.invoice_entity for entry in memos if entry.rows.invoice_entity}
    found: dict[tuple[Any, Any], int] = {
        (entity_id, order_id): key
        for some in chunks(wanted)
        for entity_id, key, order_id in writing.connection.execute(query.where(invoice.c.entity_id.in_(some)))
    }
    for entry in memos:
        head, at = entry.rows.head, entry.rows.shape.head.index
        head[at["invoice_id"]] = found.get((entry.rows.invoice_entity, head[at["order_id"]]))
