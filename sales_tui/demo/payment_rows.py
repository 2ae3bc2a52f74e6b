"""Rows of how an order is paid: the payment with its sums, and what the payment system did."""

from __future__ import annotations

import json
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.demo.draft import Draft
from sales_tui.rules.payment_records import CAPTURE, REFUND, Transaction
from sales_tui.rules.records import Order
from sales_tui.store.seed_rows import Row, RowBatch, amount, amounts, instant


def add_payment(batch: RowBatch, draft: Draft, order: int) -> None:
    """Add the order's payment and transactions; `order` is its key in the batch."""
    record = draft.order
    texts = [record.payment_method, draft.payment_title, draft.po_number, last_transaction(record)]
    card = [draft.card_type, record.card or None]
    authorized = (record.money.grand_total if record.amount_authorized else ZERO, record.amount_authorized)
    sums: list[Decimal] = []
    for side, reserved in zip((record.money, record.base), authorized, strict=True):
        sums += (side.grand_total, reserved, side.total_paid, side.total_refunded, side.total_canceled)
    sums += (_moved(record, CAPTURE), _moved(record, REFUND))
    batch.add("order_payment", [order, *texts, *card, *amounts(sums)])
    for transaction in record.transactions:
        batch.add("payment_transaction", _transaction(transaction, draft, order))


def last_transaction(order: Order) -> str | None:
    """What the payment system calls the newest of the order's transactions."""
    return order.transactions[-1].txn_id if order.transactions else None


def _moved(order: Order, txn_type: str) -> Decimal:
    return sum((one.amount or ZERO for one in order.transactions if one.txn_type == txn_type), ZERO)


def _transaction(one: Transaction, draft: Draft, order: int) -> Row:
    names = [one.txn_id, one.txn_id[::-1], one.parent_txn_id, one.txn_type, one.method]
    details = json.dumps(one.details, ensure_ascii=False)
    at = instant(one.created_at or draft.updated_at)
    return [order, 1, *names, int(one.is_closed), amount(one.amount or ZERO), details, at]
