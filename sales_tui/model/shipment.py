"""Shipments with their lines, tracking numbers and comments."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, exact, key, moment, ref
from sales_tui.model.document import DocumentComment, DocumentHead


class Shipment(DocumentHead, SQLModel, table=True):
    """A shipment: which pieces left the house."""

    __tablename__ = "shipment"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_shipment_created", "created_at", "id"),
        Index("ix_shipment_total_qty", "total_qty", "id"),
    )

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    shipment_status: int | None = None
    total_qty: Decimal = exact()
    total_weight: Decimal = exact()
    packages: str | None = None
    """JSON list, as it came."""


class ShipmentItem(SQLModel, table=True):
    """A line of a shipment."""

    __tablename__ = "shipment_item"

    id: int | None = key()
    parent_id: int = ref("shipment.id")
    order_item_id: int = ref("order_item.id", index=False)
    sku: str = ""
    name: str = ""
    qty: Decimal = exact()
    price: Decimal = exact()
    row_total: Decimal = exact()
    weight: Decimal = exact()


class ShipmentTrack(SQLModel, table=True):
    """A tracking number of a parcel."""

    __tablename__ = "shipment_track"

    id: int | None = key()
    parent_id: int = ref("shipment.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    created_at: datetime = moment()
    carrier_code: str = "custom"
    title: str = ""
    track_number: str = ""


class ShipmentComment(DocumentComment, SQLModel, table=True):
    """A comment on a shipment."""

    __tablename__ = "shipment_comment"

    id: int | None = key()
    parent_id: int = ref("shipment.id")
