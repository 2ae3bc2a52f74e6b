"""Writes back what actions changed on loaded orders: keys, numbers, documents, history; a batch by executemany."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.quantities import offered_to_ship, to_invoice
from sales_tui.rules.records import Order
from sales_tui.store import keys, numbers
from sales_tui.store.load import Loaded
from sales_tui.store.mapping import (
    CANCELLATION,
    CANCELLATION_LINE,
    CREDITMEMO,
    CREDITMEMO_LINE,
    INVOICE,
    INVOICE_LINE,
    LINE,
    ORDER,
    RETURN,
    RETURN_ITEM,
    SHIPMENT,
    SHIPMENT_LINE,
    TRACK,
    Mapping,
    table_of,
)
from sales_tui.store.placed_facts import facts_of
from sales_tui.store.prints import collect_prints, remove_prints
from sales_tui.store.rows import Row, Rows
from sales_tui.store.save_credits import book, collect_tenders
from sales_tui.store.save_payments import collect_transactions, has_new_transactions, update_payments
from sales_tui.store.save_placed import collect_heads, give_keys
from sales_tui.store.save_returns import save_returns
from sales_tui.store.search_index import reindex


@dataclass(frozen=True, slots=True)
class Numbering:
    """How documents are numbered (setting `[numbers]`)."""

    per_store: bool = False
    prefixes: tuple[tuple[str, str], ...] = ()
    """(kind, prefix) pairs."""


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """Where one kind of document is kept."""

    kind: str
    attribute: str
    head: Mapping[Any]
    line: Mapping[Any]
    comments: type[Any]
    has_money: bool = True


DOCUMENTS = (
    DocumentShape("invoice", "invoices", INVOICE, INVOICE_LINE, model.InvoiceComment),
    DocumentShape("shipment", "shipments", SHIPMENT, SHIPMENT_LINE, model.ShipmentComment, has_money=False),
    DocumentShape("creditmemo", "creditmemos", CREDITMEMO, CREDITMEMO_LINE, model.CreditmemoComment),
)
_HISTORY = table_of(model.OrderStatusHistory)
_OF_HISTORY = (
    "order_id",
    "created_at",
    "status",
    "comment",
    "is_customer_notified",
    "is_visible_on_front",
    "entity_name",
)
_RETURNS = DocumentShape("return", "returns", RETURN, RETURN_ITEM, model.RmaComment, has_money=False)


def save(
    connection: Connection,
    changed: Sequence[Loaded],
    now: datetime,
    numbering: Numbering,
    others: Sequence[Order] = (),
    *,
    by: str = "",
) -> None:
    """Write what changed on these orders, the orders placed because of them, and `others` that were placed.

    New orders and documents get their keys and numbers. Raises VersionConflict where an order isn't the one that was
    read.
    """
    placed = give_keys(connection, [*others, *(order for loaded in changed for order in loaded.order.new_orders)])
    _give_numbers(connection, changed, placed, numbering)
    rows = Rows()
    collect_heads(rows, placed, facts_of(connection, [one.order for one in placed]), now, left_to_do)
    for loaded in changed:
        if loaded.order.stays:
            continue
        lines = [(line.id, values) for line in loaded.order.lines if (values := _changed(LINE, loaded, line))]
        _collect_head(rows, loaded, now, left=left_to_do(loaded.order) if lines else {})
        for key, values in lines:
            rows.change(LINE.table, key, values)
    for loaded in (*changed, *placed):
        for shape in DOCUMENTS:
            for document in getattr(loaded.order, shape.attribute):
                _collect_document(rows, shape, loaded, document, now)
        _collect_cancellations(rows, loaded, now)
        _collect_history(rows, loaded.order, now)
        collect_transactions(rows, loaded, now)
        collect_tenders(rows, loaded)
        collect_prints(rows, loaded.order, now, by)
    rows.write(connection)
    book(connection, [loaded.order for loaded in (*changed, *placed)], now, by)
    update_payments(connection, changed)
    remove_prints(connection, [loaded.order for loaded in changed], now, by)
    retracked = [loaded.order.id for loaded in placed] + save_returns(connection, changed, now, by)
    retracked += [loaded.order.id for loaded in changed if _has_new_tracks(loaded) or has_new_transactions(loaded)]
    retracked += [loaded.order.id for loaded in changed if _remove_tracks(connection, loaded)]
    if retracked:
        reindex(connection, sorted(set(retracked)))


def _give_numbers(
    connection: Connection, changed: Sequence[Loaded], placed: Sequence[Loaded], numbering: Numbering
) -> None:
    """Numbers for new orders, keys and numbers for new documents, in the order in which they were made."""
    marks = _store_marks(connection) if numbering.per_store else {}
    _number(connection, "order", [(one.order.store_id, one.order) for one in placed], numbering, marks)
    for shape in (*DOCUMENTS, _RETURNS):
        new = [
            (loaded.order.store_id, document)
            for loaded in (*changed, *placed)
            for document in getattr(loaded.order, shape.attribute)
            if document.id is None
        ]
        _give_keys(connection, shape.head, [document for _, document in new])
        _number(connection, shape.kind, new, numbering, marks)
    cancellations = [one for loaded in changed for one in loaded.order.cancellations if one.id is None]
    _give_keys(connection, CANCELLATION, cancellations)


def _number(
    connection: Connection,
    kind: str,
    new: Sequence[tuple[int, Any]],
    numbering: Numbering,
    marks: dict[int, str],
) -> None:
    """Give each record the next number of its store's series; `new`: (key of the store, record)."""
    by_store: dict[int, list[Any]] = defaultdict(list)
    for store, record in new:
        by_store[store if numbering.per_store else numbers.ALL_STORES].append(record)
    for store, records in sorted(by_store.items()):
        prefix = dict(numbering.prefixes).get(kind, "") + marks.get(store, "")
        given = numbers.give(connection, kind, len(records), store=store, prefix=prefix)
        for record, number in zip(records, given, strict=True):
            record.increment_id = number


def _give_keys(connection: Connection, mapping: Mapping[Any], records: Sequence[Any]) -> None:
    for record, key in zip(records, keys.reserve(connection, mapping.table, len(records)), strict=True):
        record.id = key


def _store_marks(connection: Connection) -> dict[int, str]:
    """What sets the numbers of one store's series apart: its own prefix, else its key, as Magento does it."""
    stores = table_of(model.Store)
    rows = connection.execute(select(stores.c.id, stores.c.number_prefix))
    return {key: prefix or str(key) for key, prefix in rows}


def left_to_do(order: Order) -> Row:
    """What grids find orders by that are to be invoiced or shipped."""
    return {
        "qty_to_invoice": sum(map(to_invoice, order.lines), ZERO),
        "qty_to_ship": sum(map(offered_to_ship, order.lines), ZERO),
    }


def _collect_head(rows: Rows, loaded: Loaded, now: datetime, left: Row) -> None:
    order = loaded.order
    values = {name: new for name, (_, new) in loaded.changes().items()} | left
    values |= {"version": order.version + 1, "updated_at": now}
    if not loaded.was_touched:
        values["touched_at"] = now
    rows.change(ORDER.table, order.id, values, version=order.version)


def _changed(mapping: Mapping[Any], loaded: Loaded, record: Any) -> Row:
    before = loaded.before[mapping.table.name][record.id]
    return mapping.changed(before, record)


def _collect_change(rows: Rows, mapping: Mapping[Any], loaded: Loaded, record: Any) -> None:
    rows.change(mapping.table, record.id, _changed(mapping, loaded, record))


def _collect_document(rows: Rows, shape: DocumentShape, loaded: Loaded, document: Any, now: datetime) -> None:
    if loaded.is_new(shape.head, document):
        _collect_new_document(rows, shape, loaded.order, document, now)
    else:
        _collect_change(rows, shape.head, loaded, document)
    for track in getattr(document, "tracks", ()):
        if track.id is None:
            rows.add(TRACK.table, TRACK.row(track) | {"parent_id": document.id, "created_at": now})
    for comment in document.new_comments:
        rows.add(table_of(shape.comments), _comment_row(comment, now) | {"parent_id": document.id})


def _comment_row(comment: Any, now: datetime) -> Row:
    return {
        "comment": comment.comment,
        "is_customer_notified": comment.is_customer_notified,
        "is_visible_on_front": comment.is_visible_on_front,
        "created_at": now,
    }


def _collect_new_document(rows: Rows, shape: DocumentShape, order: Order, document: Any, now: datetime) -> None:
    document.created_at = document.created_at or now
    own: Row = {"id": document.id, "order_id": order.id}
    own |= {"updated_at": document.created_at, "number_tail": document.increment_id[::-1]}
    if shape.has_money:
        own["order_currency_code"] = order.order_currency_code
        own["base_currency_code"] = order.base_currency_code
        own["base_to_order_rate"] = order.base_to_order_rate
    if shape.kind == "creditmemo":
        own["invoice_id"] = document.invoice.id if document.invoice else None
    rows.add_values(shape.head.table, (*shape.head.new_names, *own), (*shape.head.new_values(document), *own.values()))
    lines = {line.id: line for line in order.lines}
    names = (*shape.line.new_names, "parent_id", "sku", "name", *(() if shape.has_money else ("weight",)))
    for item in document.lines:
        ordered = lines[item.order_item_id]
        weight = () if shape.has_money else (ordered.weight,)
        values = (*shape.line.new_values(item), document.id, ordered.sku, ordered.name, *weight)
        rows.add_values(shape.line.table, names, values)


def _collect_cancellations(rows: Rows, loaded: Loaded, now: datetime) -> None:
    for cancellation in loaded.order.cancellations:
        if loaded.is_new(CANCELLATION, cancellation):
            row = CANCELLATION.row(cancellation) | {"id": cancellation.id, "order_id": loaded.order.id}
            rows.add(CANCELLATION.table, row | {"created_at": cancellation.created_at or now})
            for line in cancellation.lines:
                rows.add(CANCELLATION_LINE.table, CANCELLATION_LINE.row(line) | {"parent_id": cancellation.id})


def _collect_history(rows: Rows, order: Order, now: datetime) -> None:
    for entry in order.new_history:
        notified = None if entry.is_customer_notified is None else int(entry.is_customer_notified)
        said = (entry.status, entry.comment or None, notified, entry.is_visible_on_front, entry.entity_name)
        rows.add_values(_HISTORY, _OF_HISTORY, (order.id, now, *said))


def _has_new_tracks(loaded: Loaded) -> bool:
    return any(track.id is None for shipment in loaded.order.shipments for track in shipment.tracks)


def _remove_tracks(connection: Connection, loaded: Loaded) -> bool:
    """Tracks that were taken off a shipment go. Returns whether there were any."""
    kept = {track.id for shipment in loaded.order.shipments for track in shipment.tracks}
    gone = [key for key in loaded.before[TRACK.table.name] if key not in kept]
    if gone:
        connection.execute(delete(TRACK.table).where(TRACK.table.c.id.in_(gone)))
    return bool(gone)
