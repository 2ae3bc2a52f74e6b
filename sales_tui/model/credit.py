"""Accounts kept here: customers' store credit and companies' credit, each with all its movements."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint
from sqlmodel import Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import exact, key, moment, number_tail, ref, sorted_text


class CreditAccount(SQLModel, table=True):
    """The balance of one customer or company in one currency; the database itself lets none be overdrawn."""

    __tablename__ = "credit_account"
    __table_args__ = (
        UniqueConstraint("kind", "customer_id", "currency"),
        UniqueConstraint("kind", "company_id", "currency"),
        CheckConstraint("balance + credit_limit >= 0", name="ck_credit_account_covered"),
        Index("ix_credit_account_created", "created_at", "id"),
        Index("ix_credit_account_updated", "updated_at", "id"),
        Index("ix_credit_account_owner", "owner", "id"),
        Index("ix_credit_account_balance", "balance", "id"),
    )

    id: int | None = key()
    version: int = 1
    increment_id: str = sorted_text(unique=True)
    """Its number: what people know it by."""
    number_tail: str = number_tail()
    kind: str
    """store_credit or company_credit."""
    customer_id: int | None = ref("customer.id", nullable=True, cascade=False)
    company_id: int | None = ref("company.id", nullable=True, cascade=False)
    owner: str = sorted_text()
    """Name of the customer or company."""
    owner_email: str = sorted_text()
    currency: str = "USD"
    balance: Decimal = exact()
    credit_limit: Decimal = exact()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CreditEntry(SQLModel, table=True):
    """One movement on an account; never changed."""

    __tablename__ = "credit_entry"

    id: int | None = key()
    account_id: int = ref("credit_account.id")
    order_id: int | None = ref("sales_order.id", nullable=True, cascade=False)
    amount: Decimal = exact()
    """Positive adds to the balance."""
    balance: Decimal = exact()
    """The account's balance after it."""
    reason: str = ""
    """payment, refund, cancel, reimburse, correction, opening."""
    reference: str = ""
    comment: str = ""
    by: str = ""
    """Who did it."""
    created_at: datetime = moment()
