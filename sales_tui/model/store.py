"""Stores (purchase points), number sequences and what the database knows about itself."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, key


class Store(SQLModel, table=True):
    """A purchase point: where an order was placed, its currency, its time zone, its number series."""

    __tablename__ = "store"
    __table_args__ = (UniqueConstraint("source", "store_id"), Index("ix_store_name", "name", "id"))

    id: int | None = key()
    source: str = ""
    store_id: int = 1
    """The id in the source; unique per source."""
    code: str = "default"
    name: str = ""
    """Website, store and store view, one a line, as Magento writes it."""
    currency_code: str = "USD"
    base_currency_code: str = "USD"
    timezone: str = "UTC"
    number_prefix: str = ""


class NumberSequence(SQLModel, table=True):
    """The next number of one kind of document (of one store where the setting asks for it; else store 0)."""

    __tablename__ = "number_sequence"

    kind: str = Field(primary_key=True)
    store_id: int = Field(primary_key=True)
    prefix: str = ""
    next_number: int = Field(default=1, sa_type=KEY_TYPE)
    issued: int = 0
    """How many numbers were given out here: as many documents made here must exist."""


class Meta(SQLModel, table=True):
    """What the database knows about itself, such as that it is a demo."""

    __tablename__ = "meta"

    name: str = Field(primary_key=True)
    value: str = ""
