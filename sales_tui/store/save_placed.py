"""Writes orders that were placed here: their number and keys first, then the order with all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.payment_records import CAPTURE
from sales_tui.rules.records import Order
from sales_tui.store import keys
from sales_tui.store.load import Loaded
from sales_tui.store.mapping import LINE, ORDER, TENDER, table_of
from sales_tui.store.placed_facts import Facts
from sales_tui.store.rows import Row, Rows

_ADDRESS, _PAYMENT = table_of(model.OrderAddress), table_of(model.OrderPayment)
_LINK = table_of(model.BillingAgreementOrder)


def give_keys(connection: Connection, placed: Sequence[Order]) -> list[Loaded]:
    """Keys for new orders and their lines; what names a line by the number it had before names its key now."""
    for order, key in zip(placed, keys.reserve(connection, ORDER.table, len(placed)), strict=True):
        order.id = key
    lines = [line for order in placed for line in order.lines]
    reserved = iter(keys.reserve(connection, LINE.table, len(lines)))
    for order in placed:
        _rename_lines(order, {line.id: next(reserved) for line in order.lines})
    return [Loaded(order) for order in placed]


def _rename_lines(order: Order, names: Mapping[int, int]) -> None:
    for line in order.lines:
        line.id = names[line.id]
        line.parent_id = names[line.parent_id] if line.parent_id is not None else None
    for invoice in order.invoices:
        for item in invoice.lines:
            item.order_item_id = names[item.order_item_id]
    assert order.origin is not None
    order.origin.lines = {names[made]: like for made, like in order.origin.lines.items()}


def collect_heads(rows: Rows, placed: Iterable[Loaded], facts: Mapping[int, Facts], now: datetime, left: Any) -> None:
    """The orders themselves, with lines, addresses and payment. `left`: what is left to do of an order, as columns."""
    for loaded in placed:
        order, known = loaded.order, facts[loaded.order.id]
        rows.add(ORDER.table, _head(order, known, now) | left(order))
        for position, line in enumerate(order.lines, 1):
            rows.add(LINE.table, _line(order, line, known) | {"position": position})
        for address in known.addresses:
            rows.add(_ADDRESS, address | {"order_id": order.id})
        rows.add(_PAYMENT, _payment(order))
        for tender in order.tenders:
            rows.add(TENDER.table, TENDER.row(tender) | {"order_id": order.id})
        assert order.origin is not None
        if order.origin.agreement_id is not None:
            rows.add(_LINK, {"agreement_id": order.origin.agreement_id, "order_id": order.id})


def _head(order: Order, known: Facts, now: datetime) -> Row:
    counted = [line for line in order.lines if not line.is_dummy]
    row = {**known.head, **ORDER.row(order), "id": order.id, "version": 1, "number_tail": order.increment_id[::-1]}
    return row | {
        "created_at": now,
        "updated_at": now,
        "touched_at": now if order.touched else None,
        "weight": sum((line.weight * line.qty_ordered for line in counted), ZERO),
        "total_qty_ordered": sum((line.qty_ordered for line in counted), ZERO),
        "total_item_count": sum(1 for line in order.lines if line.parent_id is None),
    }


def _line(order: Order, line: Any, known: Facts) -> Row:
    assert order.origin is not None
    like = known.lines.get(order.origin.lines.get(line.id, 0), {})
    return {**like, **LINE.row(line), "id": line.id, "order_id": order.id, "row_weight": line.weight * line.qty_ordered}


def _payment(order: Order) -> Row:
    assert order.origin is not None
    taken = [one.amount or ZERO for one in order.transactions if one.txn_type == CAPTURE]
    return {
        "order_id": order.id,
        "method": order.payment_method,
        "po_number": order.origin.po_number or None,
        "cc_last4": order.card or None,
        "amount_ordered": order.money.grand_total,
        "base_amount_ordered": order.base.grand_total,
        "amount_authorized": order.money.grand_total if order.amount_authorized else ZERO,
        "base_amount_authorized": order.amount_authorized,
        "amount_paid": order.money.total_paid,
        "base_amount_paid": order.base.total_paid,
        "base_amount_paid_online": sum(taken, ZERO),
    }
