"""Billing agreements and the orders paid by them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, key, moment, number_tail, ref, sorted_text


class BillingAgreement(SQLModel, table=True):
    """A customer's consent to be charged again; status active or canceled."""

    __tablename__ = "billing_agreement"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_billing_agreement_created", "created_at", "id"),
        Index("ix_billing_agreement_updated", "updated_at", "id"),
        Index("ix_billing_agreement_status", "status", "id"),
        Index("ix_billing_agreement_email", "customer_email", "id"),
        Index("ix_billing_agreement_reference", "reference_id", "id"),
    )

    id: int | None = key()
    version: int = 1
    source: str | None = None
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    increment_id: str = sorted_text(unique=True)
    """The agreement's id as text: what people know it by."""
    number_tail: str = number_tail()
    reference_id: str = sorted_text()
    """The payment system's name for it."""
    customer_id: int | None = ref("customer.id", nullable=True, cascade=False)
    customer_email: str = sorted_text()
    customer_firstname: str = sorted_text()
    customer_lastname: str = sorted_text()
    method_code: str = ""
    agreement_label: str = ""
    status: str = "active"
    store_id: int | None = ref("store.id", nullable=True, index=False, cascade=False)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class BillingAgreementOrder(SQLModel, table=True):
    """An order paid by an agreement."""

    __tablename__ = "billing_agreement_order"

    agreement_id: int = Field(
        sa_type=KEY_TYPE, primary_key=True, foreign_key="billing_agreement.id", ondelete="CASCADE"
    )
    order_id: int = Field(
        sa_type=KEY_TYPE, primary_key=True, foreign_key="sales_order.id", ondelete="CASCADE", index=True
    )
