"""Credit memos with their lines and comments."""

from __future__ import annotations

from decimal import Decimal

from sqlmodel import Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import exact, flag, key, ref
from sales_tui.model.document import (
    DocumentComment,
    DocumentHead,
    DocumentItem,
    DocumentTotals,
)


class Creditmemo(DocumentTotals, DocumentHead, SQLModel, table=True):
    """A credit memo; state 1 open, 2 refunded, 3 canceled."""

    __tablename__ = "creditmemo"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_creditmemo_created", "created_at", "id"),
        Index("ix_creditmemo_state", "state", "id"),
        Index("ix_creditmemo_grand_total", "grand_total", "id"),
        Index("ix_creditmemo_base_grand_total", "base_grand_total", "id"),
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    invoice_id: int | None = ref("invoice.id", nullable=True, cascade=False)
    state: int = 2
    refund_to: str = "offline"
    paid_out: bool = flag()
    adjustment_positive: Decimal = exact()
    base_adjustment_positive: Decimal = exact()
    adjustment_negative: Decimal = exact()
    base_adjustment_negative: Decimal = exact()


class CreditmemoItem(DocumentItem, SQLModel, table=True):
    """A line of a credit memo."""

    __tablename__ = "creditmemo_item"

    id: int | None = key()
    parent_id: int = ref("creditmemo.id")
    order_item_id: int = ref("order_item.id", index=False)
    back_to_stock: bool = flag()


class CreditmemoComment(DocumentComment, SQLModel, table=True):
    """A comment on a credit memo."""

    __tablename__ = "creditmemo_comment"

    id: int | None = key()
    parent_id: int = ref("creditmemo.id")
