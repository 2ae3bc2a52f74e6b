"""Writes what payment systems did for orders, and keeps the payments' own figures in step with the orders'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.payment_records import CAPTURE, REFUND
from sales_tui.store.driver import add_to_rows
from sales_tui.store.load import Loaded
from sales_tui.store.mapping import TRANSACTION, table_of
from sales_tui.store.rows import Rows

_PAYMENT = {
    prefix + ours: prefix + theirs
    for ours, theirs in (("amount_paid", "total_paid"), ("amount_refunded", "total_refunded"))
    for prefix in ("", "base_")
}
"""Column of the payment -> the order's total that it follows."""

_ONLINE = {"base_amount_paid_online": CAPTURE, "base_amount_refunded_online": REFUND}
"""Column of the payment -> the type of the transactions that it sums up."""


def collect_transactions(rows: Rows, loaded: Loaded, now: datetime) -> None:
    """New transactions, and those that were closed or asked about."""
    for transaction in loaded.order.transactions:
        if transaction.id is None:
            row = TRANSACTION.row(transaction) | {"order_id": loaded.order.id, "version": 1, "source": None}
            row |= {"number_tail": transaction.txn_id[::-1], "created_at": transaction.created_at or now}
            rows.add(TRANSACTION.table, row)
        else:
            before = loaded.before[TRANSACTION.table.name][transaction.id]
            changed = TRANSACTION.changed(before, transaction)
            rows.change(TRANSACTION.table, transaction.id, changed)


def has_new_transactions(loaded: Loaded) -> bool:
    """Whether the order is to be found by ids that it didn't have before."""
    return any(transaction.id is None for transaction in loaded.order.transactions)


def update_payments(connection: Connection, changed: Sequence[Loaded]) -> None:
    """The payments follow what the orders say was paid and refunded."""
    moved = [row for loaded in changed if (row := _changes(loaded))]
    if moved:
        add_to_rows(connection, table_of(model.OrderPayment), (*_PAYMENT, *_ONLINE), moved, "order_id")


def _changes(loaded: Loaded) -> tuple[Any, ...]:
    """What to add to each figure of the order's payment, and the order's key; nothing where nothing moved."""
    changes = loaded.changes()
    made = loaded.order.transactions and [one for one in loaded.order.transactions if one.id is None]
    moved = [changes[total][1] - changes[total][0] if total in changes else ZERO for total in _PAYMENT.values()]
    moved += [
        sum((one.amount or ZERO for one in made if one.txn_type == kind), ZERO) if made else ZERO
        for kind in _ONLINE.values()
    ]
    return (*moved, loaded.order.id) if any(moved) else ()
