"""Loads what payment systems did for orders, and what they were asked and haven't answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from sales_tui import model
from sales_tui.rules.payment_records import ACTIVE, OpenAttempt
from sales_tui.store.driver import select_rows, select_values
from sales_tui.store.load_rows import children
from sales_tui.store.mapping import AGREEMENT, TRANSACTION, table_of

_PAYMENT, _ATTEMPT = table_of(model.OrderPayment), table_of(model.PaymentAttempt)
_SAYS_MORE = """AND ("base_amount_authorized" <> 0 OR "cc_last4" <> '')"""

PATIENCES = 2
"""What was asked may still arrive, and be answered, for so many times what the call was given."""


def load_payments(connection: Connection, loaded: dict[int, Any]) -> None:
    """Put transactions, the payment's facts and open attempts on the orders (`load.Loaded` by key)."""
    columns = (_PAYMENT.c.order_id, _PAYMENT.c.base_amount_authorized, _PAYMENT.c.cc_last4)
    known = select_values(connection, columns, _PAYMENT.c.order_id, loaded, _SAYS_MORE)
    for order_id, authorized, card in known:
        loaded[order_id].order.amount_authorized = authorized
        loaded[order_id].order.card = card or ""
    table = TRANSACTION.table
    for order_id, transaction, values in children(connection, TRANSACTION, "order_id", loaded):
        assert transaction.id is not None
        loaded[order_id].order.transactions.append(transaction)
        loaded[order_id].before[table.name][transaction.id] = values
    for order_id, attempt in open_attempts(connection, "order", loaded).items():
        loaded[order_id].order.attempt = attempt
    _load_agreements(connection, loaded)


def _load_agreements(connection: Connection, loaded: dict[int, Any]) -> None:
    """Put the active billing agreements of their customers on the orders."""
    orders = defaultdict(list)
    for one in loaded.values():
        if one.order.customer_id is not None:
            orders[one.order.customer_id].append(one.order)
    for customer_id, agreement, _ in children(connection, AGREEMENT, "customer_id", orders):
        for order in orders[customer_id] if agreement.status == ACTIVE else ():
            order.agreements.append(agreement)


def open_attempts(connection: Connection, kind: str, keys: Collection[int]) -> dict[int, OpenAttempt]:
    """What is being asked about records of that kind (order, agreement), by their keys."""
    names = (_ATTEMPT.c.id, _ATTEMPT.c.subject_kind)
    found = select_rows(connection, names, _ATTEMPT.c.subject_id, keys, 'AND "is_open" = 1')
    wanted = [key for key, of in found if of == kind]
    query = select(_ATTEMPT).where(_ATTEMPT.c.id.in_(wanted))
    return {row.subject_id: as_record(row) for row in connection.execute(query)} if wanted else {}


def as_record(row: Row[Any]) -> OpenAttempt:
    """A row of payment_attempt for the rules."""
    return OpenAttempt(
        id=row.id,
        operation=row.operation,
        amount=row.amount,
        currency=row.currency,
        asked_at=row.asked_at,
        by=row.operator or row.system_user or "somebody",
        answer_by=row.asked_at + timedelta(seconds=PATIENCES * row.patience),
        reason=row.reason or ("no answer" if row.verdict == "unknown" else ""),
        request_key=row.request_key,
    )
