"""Invoices with their lines and comments."""

from __future__ import annotations

from decimal import Decimal

from sqlmodel import Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import exact, key, ref
from sales_tui.model.document import (
    DocumentComment,
    DocumentHead,
    DocumentItem,
    DocumentTotals,
)


class Invoice(DocumentTotals, DocumentHead, SQLModel, table=True):
    """An invoice; state 1 open, 2 paid, 3 canceled."""

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_invoice_created", "created_at", "id"),
        Index("ix_invoice_state", "state", "id"),
        Index("ix_invoice_grand_total", "grand_total", "id"),
        Index("ix_invoice_base_grand_total", "base_grand_total", "id"),
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    state: int = 1
    opening_state: int | None = None
    """The state it was imported with, once it was paid or canceled here."""
    total_qty: Decimal = exact()
    total_refunded: Decimal = exact()
    base_total_refunded: Decimal = exact()


class InvoiceItem(DocumentItem, SQLModel, table=True):
    """A line of an invoice."""

    __tablename__ = "invoice_item"

    id: int | None = key()
    parent_id: int = ref("invoice.id")
    order_item_id: int = ref("order_item.id", index=False)


class InvoiceComment(DocumentComment, SQLModel, table=True):
    """A comment on an invoice."""

    __tablename__ = "invoice_comment"

    id: int | None = key()
    parent_id: int = ref("invoice.id")
