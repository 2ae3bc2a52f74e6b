"""A small catalog: products as far as quotes, returns and stock need them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, Exact, exact, flag, key, moment, ref, sorted_text


class Product(SQLModel, table=True):
    """A product. Prices and cost are in the shop's currency, without tax."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("source", "entity_id"),)

    id: int | None = key()
    version: int = 1
    source: str | None = None
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    sku: str = sorted_text(unique=True)
    name: str = sorted_text()
    type_id: str = "simple"
    price: Decimal = exact()
    cost: Decimal | None = Field(default=None, sa_type=Exact)
    """None: not known."""
    qty: Decimal = exact()
    """In stock, as last imported."""
    tax_class: str = ""
    tax_percent: Decimal = exact()
    weight: Decimal = exact()
    barcode: str = Field(default="", index=True)
    """EAN, UPC or what else is printed on it."""
    bin_location: str = ""
    is_active: bool = flag(True)
    is_returnable: bool = flag(True)
    """Magento's "Enable RMA"."""
    updated_at: datetime = moment()


class ProductPrice(SQLModel, table=True):
    """What one customer group pays, from a quantity on."""

    __tablename__ = "product_price"
    __table_args__ = (UniqueConstraint("product_id", "group_code", "qty"),)

    id: int | None = key()
    product_id: int = ref("product.id")
    group_code: str = ""
    """Code of the customer group; empty: all groups."""
    qty: Decimal = exact()
    price: Decimal = exact()
