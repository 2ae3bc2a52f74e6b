"""What an imported record came with beyond the columns, so that nothing of it is lost."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, moment


class Imported(SQLModel, table=True):
    """The import's memory of one record: whose it is, whether it changed, its unknown fields, its opening figures."""

    __tablename__ = "imported"
    __table_args__ = (UniqueConstraint("source", "kind", "entity_id"),)

    kind: str = Field(primary_key=True)
    """order, invoice, shipment, creditmemo."""
    record_id: int = Field(primary_key=True, sa_type=KEY_TYPE)
    source: str
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    digest: str
    """Fingerprint of the record as it came; equal means that nothing changed at the source."""
    extra: str | None = None
    """JSON: fields without a column, and numbers with more than four decimals as they came."""
    opening: str | None = None
    """JSON: figures an order came with (invoiced, paid, shipped, refunded, canceled); RULES.md §0.11."""
    imported_at: datetime = moment()
