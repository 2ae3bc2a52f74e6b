"""What a payment system says it settled, read from its file, and how that compares with the transactions here."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel

from sales_tui.model.columns import Exact, Instant, exact, key, moment, number_tail, ref, sorted_text


class Settlement(SQLModel, table=True):
    """One file that was reconciled."""

    __tablename__ = "settlement"

    id: int | None = key()
    file: str = ""
    digest: str = Field(unique=True)
    """Fingerprint of the file: read again, it replaces what was found before."""
    method: str = ""
    created_at: datetime = moment()


class SettlementLine(SQLModel, table=True):
    """A line of a settlement file, or a transaction here that the file doesn't have."""

    __tablename__ = "settlement_line"
    __table_args__ = (
        Index("ix_settlement_line_created", "created_at", "id"),
        Index("ix_settlement_line_outcome", "outcome", "id"),
    )

    id: int | None = key()
    settlement_id: int = ref("settlement.id")
    transaction_id: int | None = ref("payment_transaction.id", nullable=True)
    order_id: int | None = ref("sales_order.id", nullable=True)
    line: int | None = None
    """Line in the file; None: it isn't there."""
    increment_id: str = sorted_text()
    """The payment system's id of the transaction."""
    number_tail: str = number_tail()
    txn_type: str = ""
    amount: Decimal | None = Field(default=None, sa_type=Exact)
    """What the file says; refunds are positive here too."""
    amount_here: Decimal | None = Field(default=None, sa_type=Exact)
    fee: Decimal = exact()
    currency: str = ""
    outcome: str = ""
    """matched, missing_here, missing_there, differing."""
    note: str = ""
    """What differs, in words."""
    created_at: datetime = moment()
    """When the payment system settled it."""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
