"""What imported transactions are over, as far as their details or the order's payment tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select, update

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.importing.details import exact_amount, told_amount
from sales_tui.store.mapping import table_of

TRANSACTION, ORDER = table_of(model.PaymentTransaction), table_of(model.Order)
_PAYMENT, _IMPORTED = table_of(model.OrderPayment), table_of(model.Imported)
_OF_ORDER = tuple(ORDER.c[name] for name in ("id", "base_currency_code", "base_grand_total", "touched_at"))
_OF_PAYMENT = tuple(_PAYMENT.c[f"base_amount_{name}"] for name in ("ordered", "authorized", "paid_online", "paid"))


def settle_amounts(connection: Connection, order_ids: Collection[int]) -> None:
    """Give the imported transactions of these orders their amounts, in the shop's currency; None: nothing tells it.

    What was settled here, by work on the order or by asking the payment system, stays.
    """
    for some in chunks(order_ids):
        found = list(connection.execute(_transactions().where(TRANSACTION.c.order_id.in_(some))))
        if not found:
            continue
        captures = Counter(one.order_id for one in found if one.txn_type == CAPTURE)
        orders = _orders(connection, {one.order_id for one in found})
        changed = []
        for one in found:
            amount = _amount(one, orders[one.order_id], captures[one.order_id])
            if not one.made_here and amount != one.amount:
                changed.append({"key": one.id, "new": amount})
        if changed:
            statement = update(TRANSACTION).where(TRANSACTION.c.id == bindparam("key"))
            connection.execute(statement.values(amount=bindparam("new")), changed)


def _transactions() -> Any:
    memory = and_(_IMPORTED.c.kind == "transaction", _IMPORTED.c.record_id == TRANSACTION.c.id)
    return select(TRANSACTION, _IMPORTED.c.extra).select_from(TRANSACTION.outerjoin(_IMPORTED, memory))


def _orders(connection: Connection, keys: Collection[int]) -> dict[int, Row[Any]]:
    joined = ORDER.outerjoin(_PAYMENT, _PAYMENT.c.order_id == ORDER.c.id)
    query = select(*_OF_ORDER, *_OF_PAYMENT).select_from(joined).where(ORDER.c.id.in_(keys))
    return {row.id: row for row in connection.execute(query)}


def _amount(one: Row[Any], order: Row[Any], captures: int) -> Decimal | None:
    is_settled = order.touched_at is not None or one.fetched_at is not None
    if is_settled and one.amount is not None:
        return Decimal(one.amount)
    told = _told(one, order)
    return told if told is not None or is_settled else _from_payment(one.txn_type, order, captures)


def _told(one: Row[Any], order: Row[Any]) -> Decimal | None:
    """What the record itself says."""
    extra: Mapping[str, Any] = json.loads(one.extra) if one.extra else {}
    whole = max(order.base_grand_total, order.base_amount_ordered or ZERO, order.base_amount_authorized or ZERO)
    said = exact_amount(extra["amount"]) if "amount" in extra else None
    return told_amount(one.details, order.base_currency_code, whole) if said is None else said


def _from_payment(txn_type: str, order: Row[Any], captures: int) -> Decimal | None:
    """What the order's payment says: all that was reserved, or all that was taken where it was taken at once."""
    if txn_type == AUTHORIZATION:
        return order.base_amount_authorized or None
    if txn_type == CAPTURE and captures == 1:
        return order.base_amount_paid_online or order.base_amount_paid or None
    return None
