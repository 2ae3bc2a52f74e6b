"""Transactions, agreements, accounts and an unanswered question, put into a database as another program would."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from sales_tui import model
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.store.mapping import table_of
from tests.tui.robot import NOW

CHARGED, RESERVED, IN_DOUBT = 201, 202, 203
"""Keys of the orders that money moved for, where there are many."""

TABLES = (
    model.PaymentTransaction,
    model.PaymentAttempt,
    model.BillingAgreementOrder,
    model.BillingAgreement,
    model.CreditEntry,
    model.CreditAccount,
)
"""They hold these records alone."""


def add_payments(url: str | Path, keys: tuple[int, int, int] = (CHARGED, RESERVED, IN_DOUBT)) -> None:
    """The first order was charged in two parts and some given back; the second is reserved; of the third nobody knows.

    In the books of the first 50.00 of the 60.00 are charged.
    """
    engine = make_engine(locate(str(url)))
    with Session(engine) as session:
        for table in TABLES:
            session.connection().execute(delete(table_of(table)))
        orders = [session.get_one(model.Order, key) for key in keys]
        for order in orders:
            order.payment_method = "sandbox"
        for row in _transactions(*keys[:2]):
            session.add(row)
        payment = session.exec(select(model.OrderPayment).where(col(model.OrderPayment.order_id) == keys[0])).one()
        payment.method, payment.base_amount_authorized = "sandbox", Decimal(60)
        payment.base_amount_paid_online, payment.base_amount_refunded_online = Decimal(50), Decimal(5)
        session.add(_attempt(orders[2]))
        _add_agreements(session, orders[0])
        _add_accounts(session, orders[0])
        session.commit()
    engine.dispose()


def _transactions(first: int, second: int) -> list[model.PaymentTransaction]:
    details = {"card": "visa •••• 4242", "risk": "low", "note": "[b]checked[/b]\x1b[2J"}
    charged: dict[str, Any] = {"order_id": first, "method": "sandbox"}
    return [
        transaction("sbx-auth-1", "authorization", "60", 0, is_closed=True, details=details, **charged),
        transaction("sbx-cap-1", "capture", "40", 1, parent_txn_id="sbx-auth-1", is_closed=True, **charged),
        transaction("sbx-cap-2", "capture", "20", 2, parent_txn_id="sbx-auth-1", **charged),
        transaction("sbx-back-1", "refund", "5", 3, parent_txn_id="sbx-cap-1", is_closed=True, **charged),
        transaction("sbx-auth-2", "authorization", "12.50", 4, order_id=second, method="sandbox"),
    ]


def transaction(txn_id: str, txn_type: str, amount: str | None, hours: int, **more: Any) -> model.PaymentTransaction:
    """A transaction made so many hours after yesterday's noon."""
    made = NOW - timedelta(days=1, hours=-hours)
    total = None if amount is None else Decimal(amount)
    return model.PaymentTransaction(
        txn_id=txn_id, number_tail=txn_id[::-1], txn_type=txn_type, amount=total, created_at=made, **more
    )


def _attempt(order: model.Order) -> model.PaymentAttempt:
    assert order.id is not None
    return model.PaymentAttempt(
        key="k1", subject_kind="order", subject_id=order.id, order_id=order.id, operation="capture", method="sandbox",
        amount=Decimal("37.89"), currency="USD", call="{}", verdict="unknown", reason="connection lost",
        action="order.invoice", target=order.increment_id, parameters="{}", operator="ada",
        asked_at=NOW - timedelta(minutes=10), patience=30,
    )  # fmt: skip


def _add_agreements(session: Session, order: model.Order) -> None:
    for number, first, last, status in (("7", "Łukasz", "Żółć", "active"), ("12", "Ana", "Silva", "canceled")):
        row = model.BillingAgreement(
            increment_id=number, number_tail=number[::-1], reference_id=f"B-77{number}X", status=status,
            customer_email=f"{first[0].lower()}{number}@example.com", customer_firstname=first, customer_lastname=last,
            method_code="sandbox", agreement_label="test card", created_at=NOW - timedelta(days=30), updated_at=NOW,
        )  # fmt: skip
        session.add(row)
        session.flush()
        assert row.id is not None
        assert order.id is not None
        if number == "7":
            session.add(model.BillingAgreementOrder(agreement_id=row.id, order_id=order.id))


def _add_accounts(session: Session, order: model.Order) -> None:
    owners = (
        ("store_credit", "Łukasz Żółć", "l@example.com", "17.50", "0"),
        ("company_credit", "Groß & Söhne", "", "-120", "500"),
    )
    for place, (kind, owner, email, balance, limit) in enumerate(owners, 1):
        number = f"{place:09}"
        account = model.CreditAccount(
            increment_id=number, number_tail=number[::-1], kind=kind, owner=owner, owner_email=email,
            balance=Decimal(balance), credit_limit=Decimal(limit), created_at=NOW - timedelta(days=9), updated_at=NOW,
        )  # fmt: skip
        session.add(account)
        session.flush()
        assert account.id is not None
        total = Decimal(0)
        for reason, amount, order_id in (("opening", Decimal(20), None), ("payment", Decimal(balance) - 20, order.id)):
            total += amount
            session.add(
                model.CreditEntry(
                    account_id=account.id, order_id=order_id, amount=amount, balance=total, reason=reason,
                    reference=order.increment_id if order_id else "", by="ada", created_at=NOW,
                )
            )  # fmt: skip
