"""Loads what payment systems did for orders, and what they were asked and haven't answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.payment_records import ACTIVE, OpenAttempt
from sales_tui.store.mapping import AGREEMENT, TRANSACTION, table_of

PATIENCES = 2
"""What was asked may still arrive, and be answered, for so many times what the call was given."""


def load_payments(connection: Connection, loaded: dict[int, Any]) -> None:
    """Put transactions, the payment's facts and open attempts on the orders (`load.Loaded` by key)."""
    payment = table_of(model.OrderPayment)
    query = select(payment.c.order_id, payment.c.base_amount_authorized, payment.c.cc_last4).where(
        payment.c.order_id.in_(list(loaded)), (payment.c.base_amount_authorized != ZERO) | (payment.c.cc_last4 != "")
    )
    for order_id, authorized, card in connection.execute(query):
        loaded[order_id].order.amount_authorized = authorized
        loaded[order_id].order.card = card or ""
    table = TRANSACTION.table
    rows = select(table.c.order_id, *TRANSACTION.columns).where(table.c.order_id.in_(list(loaded))).order_by(table.c.id)
    for order_id, *values in connection.execute(rows):
        transaction = TRANSACTION.build(values)
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
    table = AGREEMENT.table
    query = select(*AGREEMENT.columns).where(table.c.customer_id.in_(list(orders)), table.c.status == ACTIVE)
    for row in connection.execute(query.order_by(table.c.id)) if orders else ():
        agreement = AGREEMENT.build(tuple(row))
        assert agreement.customer_id is not None
        for order in orders[agreement.customer_id]:
            order.agreements.append(agreement)


def open_attempts(connection: Connection, kind: str, keys: Iterable[int]) -> dict[int, OpenAttempt]:
    """What is being asked about records of that kind (order, agreement), by their keys."""
    table = table_of(model.PaymentAttempt)
    query = select(table).where(
        table.c.is_open == True,  # noqa: E712  # SQL
        table.c.subject_kind == kind,
        table.c.subject_id.in_(list(keys)),
    )
    return {row.subject_id: as_record(row) for row in connection.execute(query)}


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
