"""Returns (RMA) with their items, tracking numbers and comments, and the ledger of pieces that went back to stock."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, Instant, exact, flag, key, moment, ref, sorted_text
from sales_tui.model.document import DocumentComment, DocumentHead


class Rma(DocumentHead, SQLModel, table=True):
    """A return: what a customer wants to send back, and how far that is. `created_at` is when it was requested."""

    __tablename__ = "rma"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_rma_created", "created_at", "id"),
        Index("ix_rma_updated", "updated_at", "id"),
        Index("ix_rma_status", "status", "id"),
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    status: str = sorted_text("pending")
    """Follows from its items (RULES.md §6)."""
    customer_custom_email: str | None = None
    return_address: str = ""
    """Where parcels are sent to, lines separated by line breaks; empty: the shop's own."""
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class RmaItem(SQLModel, table=True):
    """One line of a return: pieces of one order line with one fate."""

    __tablename__ = "rma_item"
    __table_args__ = (UniqueConstraint("source", "entity_id"),)

    id: int | None = key()
    parent_id: int = ref("rma.id")
    source: str | None = None
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """The id in the source; made here: None, and known by its own key."""
    order_item_id: int = ref("order_item.id")
    sku: str = ""
    name: str = ""
    qty_requested: Decimal = exact()
    qty_authorized: Decimal = exact()
    qty_returned: Decimal = exact()
    qty_approved: Decimal = exact()
    reason: str = ""
    reason_text: str = ""
    """What the customer says, where the reason is another one."""
    condition: str = ""
    """As the customer says."""
    resolution: str = ""
    status: str = "pending"
    found: str = ""
    """The condition it was found in when it arrived."""
    shelf: str = ""
    """Where it was put when it arrived."""
    note: str = ""
    """Why it was denied or rejected."""
    creditmemo_id: int | None = ref("creditmemo.id", nullable=True, cascade=False)
    """What settled it: a credit memo …"""
    exchange_order_id: int | None = ref("sales_order.id", nullable=True, cascade=False)
    """… or a replacement order."""


class RmaTrack(SQLModel, table=True):
    """A tracking number of a parcel on its way back."""

    __tablename__ = "rma_track"

    id: int | None = key()
    parent_id: int = ref("rma.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    created_at: datetime = moment()
    carrier_code: str = "custom"
    title: str = ""
    track_number: str = Field(default="", index=True)


class RmaComment(DocumentComment, SQLModel, table=True):
    """A comment on a return, with its status at that time."""

    __tablename__ = "rma_comment"

    id: int | None = key()
    parent_id: int = ref("rma.id")
    status: str = ""
    is_admin: bool = flag(True)
    """By the shop; else by the customer."""


class StockMovement(SQLModel, table=True):
    """Pieces that went back to stock; never changed."""

    __tablename__ = "stock_movement"
    __table_args__ = (Index("ix_stock_movement_sku", "sku", "id"),)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    order_item_id: int = ref("order_item.id", index=False)
    creditmemo_id: int | None = ref("creditmemo.id", nullable=True, cascade=False)
    rma_id: int | None = ref("rma.id", nullable=True, cascade=False)
    sku: str = ""
    qty: Decimal = exact()
    shelf: str = ""
    by: str = ""
    """Who did it."""
    created_at: datetime = moment()
