"""The order line: what was ordered, how far it is, and its amounts in both currencies."""

from __future__ import annotations

from decimal import Decimal

from sqlmodel import Field, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, Exact, exact, flag, key, rate, ref


class OrderItem(SQLModel, table=True):
    """An order line; the children of configurable and bundle products point to their parent."""

    __tablename__ = "order_item"
    __table_args__ = (UniqueConstraint("source", "item_id"),)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    parent_id: int | None = ref("order_item.id", nullable=True, index=False)
    source: str | None = None
    item_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """The id in the source."""
    position: int = 0
    sku: str = ""
    name: str = ""
    description: str | None = None
    product_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    product_type: str = "simple"
    is_virtual: bool = flag()
    is_qty_decimal: bool = flag()
    is_dummy: bool = flag()
    """Its parent or its children count in its place (RULES.md §0.13)."""
    ships_with_parent: bool = flag()
    """A bundle's child that travels inside its parent's parcel."""
    ships_in_parts: bool = flag()
    """Its children are what ships."""
    free_shipping: bool = flag()
    no_discount: bool = flag()
    options: str | None = None
    """JSON: chosen product options, [[label, value], ...]."""
    weight: Decimal = exact()
    row_weight: Decimal = exact()
    qty_ordered: Decimal = exact()
    qty_invoiced: Decimal = exact()
    qty_shipped: Decimal = exact()
    qty_refunded: Decimal = exact()
    qty_canceled: Decimal = exact()
    qty_backordered: Decimal = exact()
    qty_returned: Decimal = exact()
    tax_percent: Decimal = rate("0")
    discount_percent: Decimal = rate("0")
    base_cost: Decimal | None = Field(default=None, sa_type=Exact)

    price: Decimal = exact()
    base_price: Decimal = exact()
    original_price: Decimal = exact()
    base_original_price: Decimal = exact()
    price_incl_tax: Decimal = exact()
    base_price_incl_tax: Decimal = exact()
    row_total: Decimal = exact()
    base_row_total: Decimal = exact()
    row_total_incl_tax: Decimal = exact()
    base_row_total_incl_tax: Decimal = exact()
    row_invoiced: Decimal = exact()
    base_row_invoiced: Decimal = exact()
    amount_refunded: Decimal = exact()
    base_amount_refunded: Decimal = exact()
    tax_amount: Decimal = exact()
    base_tax_amount: Decimal = exact()
    tax_invoiced: Decimal = exact()
    base_tax_invoiced: Decimal = exact()
    tax_refunded: Decimal = exact()
    base_tax_refunded: Decimal = exact()
    tax_canceled: Decimal = exact()
    base_tax_canceled: Decimal = exact()
    discount_amount: Decimal = exact()
    base_discount_amount: Decimal = exact()
    discount_invoiced: Decimal = exact()
    base_discount_invoiced: Decimal = exact()
    discount_refunded: Decimal = exact()
    base_discount_refunded: Decimal = exact()
    discount_tax_compensation_amount: Decimal = exact()
    base_discount_tax_compensation_amount: Decimal = exact()
    discount_tax_compensation_invoiced: Decimal = exact()
    base_discount_tax_compensation_invoiced: Decimal = exact()
    discount_tax_compensation_refunded: Decimal = exact()
    base_discount_tax_compensation_refunded: Decimal = exact()
    discount_tax_compensation_canceled: Decimal = exact()
    base_discount_tax_compensation_canceled: Decimal = exact()
    weee_tax_applied_amount: Decimal = exact()
    base_weee_tax_applied_amount: Decimal = exact()
    weee_tax_applied_row_amount: Decimal = exact()
    base_weee_tax_applied_row_amount: Decimal = exact()
