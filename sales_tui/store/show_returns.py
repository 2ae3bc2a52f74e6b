"""Returns in Magento's REST shape, with what is known beside it: what was found, and what settled each item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from sales_tui import model
from sales_tui.actions.base import Context, Target
from sales_tui.core.money import plain
from sales_tui.rules.records import Order
from sales_tui.rules.return_records import Return
from sales_tui.rules.return_status import next_step
from sales_tui.rules.return_terms import ReturnTerms
from sales_tui.store.allowed import allowed_actions
from sales_tui.store.mapping import CREDITMEMO, ORDER, RETURN, RETURN_ITEM, RETURN_TRACK, table_of
from sales_tui.store.rest import grouped_by, iso

Record = dict[str, Any]

_COMMENT = table_of(model.RmaComment)
_QTYS = ("qty_requested", "qty_authorized", "qty_approved", "qty_returned")
_TEXTS = ("reason", "condition", "resolution", "status", "sku", "name", "reason_text", "found", "shelf", "note")


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What records of returns say of their order."""

    row: Row[Any]
    """Of sales_order."""
    entity_id: int
    """The source's id, else our own key."""
    store_id: int | None
    customer_id: int | None
    item_ids: Mapping[int, int]
    """Key of a line -> the source's id, else our own key."""


def return_records(
    connection: Connection, order: Order, facts: OrderFacts, context: Context, only: int | None = None
) -> list[Record]:
    """The order's returns, oldest first, or the one with that key."""
    chosen = [rma for rma in order.returns if only is None or rma.id == only]
    if not chosen:
        return []
    keys = [rma.id for rma in chosen if rma.id is not None]
    rows = {row.id: row for row in _rows(connection, RETURN.table, "id", keys)}
    items = grouped_by(_rows(connection, RETURN_ITEM.table, "parent_id", keys), "parent_id")
    tracks = grouped_by(_rows(connection, RETURN_TRACK.table, "parent_id", keys), "parent_id")
    comments = grouped_by(_rows(connection, _COMMENT, "parent_id", keys), "parent_id")
    everything = [item for some in items.values() for item in some]
    settled, barcodes = _Settled(connection, everything), _barcodes(connection, everything)
    return [
        _head(rows[rma.id], order, rma, facts, context)
        | {
            "items": [
                _item(item, rows[rma.id], facts, settled)
                | _labels(item, context.terms.returns)
                | {"barcode": barcodes.get(item.sku, "")}
                for item in items.get(rma.id, [])
            ],
            "comments": [_comment(comment, rows[rma.id]) for comment in comments.get(rma.id, [])],
            "tracks": [_track(track, rows[rma.id]) for track in tracks.get(rma.id, [])],
        }
        for rma in chosen
        if rma.id is not None
    ]


def _barcodes(connection: Connection, items: Iterable[Row[Any]]) -> dict[str, str]:
    """What is printed on the products, by SKU."""
    product = table_of(model.Product)
    skus = {item.sku for item in items}
    query = select(product.c.sku, product.c.barcode).where(product.c.sku.in_(skus), product.c.barcode != "")
    return {row.sku: row.barcode for row in connection.execute(query)}


class _Settled:
    """Numbers of the credit memos and orders that settled items."""

    def __init__(self, connection: Connection, items: list[Row[Any]]) -> None:
        self.memos = _numbers(connection, CREDITMEMO.table, {item.creditmemo_id for item in items})
        self.orders = _numbers(connection, ORDER.table, {item.exchange_order_id for item in items})


def _numbers(connection: Connection, table: Table, keys: Iterable[int | None]) -> dict[int, str]:
    wanted = sorted(key for key in keys if key is not None)
    if not wanted:
        return {}
    query = select(table.c.id, table.c.increment_id).where(table.c.id.in_(wanted))
    return {row.id: row.increment_id for row in connection.execute(query)}


def _rows(connection: Connection, table: Table, owner: str, keys: list[int]) -> list[Row[Any]]:
    return list(connection.execute(select(table).where(table.c[owner].in_(keys)).order_by(table.c.id)))


def _head(row: Row[Any], order: Order, rma: Return, facts: OrderFacts, context: Context) -> Record:
    head = facts.row
    name = " ".join(part for part in (head.customer_firstname, head.customer_lastname) if part)
    return {
        "increment_id": row.increment_id,
        "entity_id": row.entity_id or row.id,
        "order_id": facts.entity_id,
        "order_increment_id": order.increment_id,
        "store_id": facts.store_id,
        "customer_id": facts.customer_id,
        "date_requested": iso(row.created_at),
        "customer_custom_email": row.customer_custom_email,
        "status": row.status,
        "extension_attributes": {},
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "closed_at": iso(row.closed_at) if row.closed_at else None,
        "customer_name": name or head.billing_name,
        "order_date": iso(head.created_at),
        "order_status": head.status,
        "return_address": row.return_address,
        "allowed_actions": allowed_actions("return", Target(order, rma), context),
        "next_step": next_step(rma),
    }


def _item(row: Row[Any], rma: Row[Any], facts: OrderFacts, settled: _Settled) -> Record:
    return {
        "entity_id": row.entity_id or row.id,
        "rma_entity_id": rma.entity_id or rma.id,
        "order_item_id": facts.item_ids[row.order_item_id],
        **{name: plain(row._mapping[name]) for name in _QTYS},
        **{name: row._mapping[name] for name in _TEXTS},
        "creditmemo_increment_id": settled.memos.get(row.creditmemo_id),
        "exchange_order_increment_id": settled.orders.get(row.exchange_order_id),
    }


def _labels(row: Row[Any], terms: ReturnTerms) -> Record:
    """The words of the codes, as the settings have them."""
    return {
        "reason_label": terms.reasons.get(row.reason, ""),
        "condition_label": terms.conditions.get(row.condition, ""),
        "found_label": terms.conditions.get(row.found, ""),
        "resolution_label": terms.resolutions.get(row.resolution, ""),
    }


def _comment(row: Row[Any], rma: Row[Any]) -> Record:
    return {
        "comment": row.comment,
        "rma_entity_id": rma.entity_id or rma.id,
        "created_at": iso(row.created_at),
        "entity_id": row.entity_id or row.id,
        "customer_notified": bool(row.is_customer_notified),
        "visible_on_front": bool(row.is_visible_on_front),
        "status": row.status,
        "admin": bool(row.is_admin),
    }


def _track(row: Row[Any], rma: Row[Any]) -> Record:
    return {
        "entity_id": row.entity_id or row.id,
        "track_number": row.track_number,
        "track_title": row.title,
        "carrier_code": row.carrier_code,
        "rma_entity_id": rma.entity_id or rma.id,
    }
