"""Transactions of payment systems, and what they were asked before anybody knew the answer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import (
    KEY_TYPE,
    Exact,
    Facts,
    Instant,
    among_few,
    exact,
    flag,
    key,
    moment,
    number_tail,
    ref,
    sorted_text,
)


class PaymentTransaction(SQLModel, table=True):
    """What a payment system did: order, authorization, capture, void, refund. Amounts are in the shop's currency."""

    __tablename__ = "payment_transaction"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        UniqueConstraint("order_id", "txn_id"),
        Index("ix_payment_transaction_created", "created_at", "id"),
        Index("ix_payment_transaction_txn_id", "txn_id", "id"),
        Index("ix_payment_transaction_parent", "parent_txn_id", "id"),
        Index("ix_payment_transaction_type", "txn_type", "id"),
        Index("ix_payment_transaction_method", "method", "id"),
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    version: int = 1
    source: str | None = None
    """Where it was imported from; None: made here."""
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """Magento's transaction_id."""
    txn_id: str = sorted_text()
    number_tail: str = number_tail()
    parent_txn_id: str | None = Field(default=None)
    txn_type: str = ""
    method: str = ""
    is_closed: bool = flag()
    amount: Decimal | None = Field(default=None, sa_type=Exact)
    """None: an imported one didn't tell."""
    details: dict[str, str] = Field(default_factory=dict, sa_type=Facts)
    """What the payment system said of it."""
    made_here: bool = flag(True)
    created_at: datetime = moment()
    fetched_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the payment system was last asked about it."""


class PaymentAttempt(SQLModel, table=True):
    """Something that a payment system was asked, written down before it was: nothing is asked twice.

    It is open until the answer and its effect are recorded; a record has one open attempt at most.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        Index(
            "ix_payment_attempt_open",
            "subject_kind",
            "subject_id",
            unique=True,
            **among_few("is_open = 1"),
        ),
        Index("ix_payment_attempt_subject", "subject_kind", "subject_id", "id"),
    )

    id: int | None = key()
    key: str = Field(unique=True)
    """Idempotency key given to the payment system."""
    subject_kind: str
    """order or agreement."""
    subject_id: int = Field(sa_type=KEY_TYPE)
    order_id: int | None = ref("sales_order.id", nullable=True)
    operation: str
    method: str
    amount: Decimal = exact()
    currency: str
    call: str
    """JSON: the whole of what was asked."""
    verdict: str = ""
    """done, declined, unknown; empty: no answer yet."""
    answer: str = "{}"
    """JSON: the whole answer."""
    reason: str = ""
    is_open: bool = flag(True)
    action: str
    target: str
    parameters: str
    """JSON: with action and target what is done again once the answer is known."""
    request_key: str | None = None
    """Idempotency key that came with the action."""
    system_user: str = ""
    operator: str = ""
    host: str = ""
    asked_at: datetime = moment()
    patience: int = 0
    """Seconds in which an answer may still come."""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
