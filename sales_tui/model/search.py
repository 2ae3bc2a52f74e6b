"""What an order is found by: the texts that people know it by, folded, so that neither case nor accents matter."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlmodel import Field, Index, SQLModel

from sales_tui.model.columns import KEY_TYPE, SORTED_TEXT

SORTED_BY = ("billing_name", "shipping_name", "customer_name", "customer_email")
"""Columns by whose index grids sort."""


def _texts() -> Any:
    """Folded texts, each its own line, as `core.folding.search_field` makes them."""
    return Field(default="", sa_type=SORTED_TEXT, sa_column_kwargs={"server_default": ""})


class OrderSearch(SQLModel, table=True):
    """One row for each order, made of the order and its parts by every writer; nothing is kept only here."""

    __tablename__ = "order_search"
    __table_args__ = tuple(Index(f"ix_order_search_{name}", name, "order_id") for name in SORTED_BY)

    order_id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=KEY_TYPE,
        sa_column_args=(ForeignKey("sales_order.id", ondelete="CASCADE"),),
    )
    billing_name: str = _texts()
    shipping_name: str = _texts()
    customer_name: str = _texts()
    customer_email: str = _texts()
    """The order's; those of its addresses where they are others."""
    company: str = _texts()
    """Of both addresses, like what follows."""
    telephone: str = _texts()
    """As written, and as digits alone."""
    street: str = _texts()
    city: str = _texts()
    postcode: str = _texts()
    sku: str = _texts()
    po_number: str = _texts()
    coupon_code: str = _texts()
    tracking: str = _texts()
    """Of all shipments; as written, and without blanks."""
    transaction_id: str = _texts()
    shipping: str = _texts()
    """How it is shipped."""
    text: str = _texts()
    """All of it but the shipping, each once: what bare words are looked for in, by an index of three-letter pieces."""
