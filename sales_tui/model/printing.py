"""Documents that wait to be printed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from sales_tui.model.columns import KEY_TYPE, Instant, key, moment, number_tail, ref, sorted_text


class Print(SQLModel, table=True):
    """One document to print, queued in the same transaction as what made it."""

    __tablename__ = "print"
    __table_args__ = (Index("ix_print_state", "state", "id"), Index("ix_print_number", "increment_id", "id"))

    id: int | None = key()
    queued_at: datetime = moment()
    who: str = sorted_text()
    kind: str = sorted_text()
    """order, invoice, shipment, creditmemo."""
    document_id: int = Field(sa_type=KEY_TYPE)
    order_id: int = ref("sales_order.id")
    increment_id: str = sorted_text()
    number_tail: str = number_tail()
    state: str = sorted_text("waiting")
    """waiting, printed or removed."""
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = ""
    """Where it was printed to, or why it couldn't be."""
