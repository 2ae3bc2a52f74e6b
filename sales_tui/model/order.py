"""The order: who bought, where it stands, its totals in both currencies, its history and its cancellations."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import (
    KEY_TYPE,
    SORTED_TEXT,
    Instant,
    among_few,
    exact,
    flag,
    key,
    moment,
    number_tail,
    rate,
    ref,
    sorted_text,
)

GRID = (
    *("created_at", "id", "status", "state", "store_id"),
    *("base_currency_code", "base_grand_total", "base_total_paid", "base_total_due", "base_total_refunded"),
    *("grand_total", "total_paid", "total_due", "total_refunded"),
    *("payment_method", "customer_group_id", "qty_to_invoice", "qty_to_ship"),
)
"""What grids filter and sum up by, newest first: an index of all of it spares them the wide rows."""


class Order(SQLModel, table=True):
    """An order. Totals: plain names in the currency the customer paid, `base_` in the shop's."""

    __tablename__ = "sales_order"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_sales_order_grid", *GRID),
        Index("ix_sales_order_status", "status", "id"),
        Index("ix_sales_order_store", "store_id", "id"),
        Index("ix_sales_order_base_grand_total", "base_grand_total", "id"),
        Index("ix_sales_order_grand_total", "grand_total", "id"),
        Index("ix_sales_order_tags", "tags", "id", **among_few("tags <> ''")),
        Index("ix_sales_order_archived", "id", **among_few("archived_at IS NOT NULL")),
    )

    id: int | None = key()
    version: int = 1
    """Goes up with every change; a change made on an older one is refused."""
    source: str | None = None
    """Where it was imported from; None: made here."""
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """The id in the source."""
    touched_at: datetime | None = Field(default=None, sa_type=Instant)
    """When something was first done to it here."""
    increment_id: str = sorted_text(unique=True)
    number_tail: str = number_tail()
    store_id: int = ref("store.id", index=False, cascade=False)
    state: str = "new"
    status: str = sorted_text("pending")
    hold_before_state: str | None = None
    hold_before_status: str | None = None
    is_virtual: bool = flag()
    from_quote: bool = flag()
    tags: str = Field(default="", sa_type=SORTED_TEXT, sa_column_kwargs={"server_default": ""})
    """Words of the staff's own, in order, separated by commas."""
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it was put away with its documents; None: it is in the grids."""
    created_at: datetime = moment()
    updated_at: datetime = moment()

    customer_id: int | None = ref("customer.id", nullable=True, cascade=False)
    customer_group_id: int | None = ref("customer_group.id", nullable=True, index=False, cascade=False)
    customer_is_guest: bool = flag()
    customer_email: str = sorted_text()
    customer_prefix: str | None = None
    customer_firstname: str | None = None
    customer_middlename: str | None = None
    customer_lastname: str | None = None
    customer_suffix: str | None = None
    customer_taxvat: str | None = None
    customer_note: str | None = None
    billing_name: str = sorted_text()
    shipping_name: str = sorted_text()
    payment_method: str = ""
    remote_ip: str | None = None
    x_forwarded_for: str | None = None
    email_sent: bool = flag()
    coupon_code: str | None = None
    discount_description: str | None = None
    shipping_method: str | None = None
    shipping_description: str | None = None
    pickup_location_code: str | None = None
    """The shop where the customer fetches it."""
    weight: Decimal = exact()
    total_qty_ordered: Decimal = exact()
    total_item_count: int = 0
    qty_to_invoice: Decimal = exact()
    """Of all lines, whatever the state allows; kept by every writer."""
    qty_to_ship: Decimal = exact()
    """Likewise: what is offered to ship."""

    order_currency_code: str = "USD"
    base_currency_code: str = "USD"
    store_currency_code: str | None = None
    global_currency_code: str | None = None
    base_to_order_rate: Decimal = rate()
    base_to_global_rate: Decimal = rate()
    store_to_base_rate: Decimal = rate()
    store_to_order_rate: Decimal = rate()

    subtotal: Decimal = exact()
    base_subtotal: Decimal = exact()
    subtotal_incl_tax: Decimal = exact()
    base_subtotal_incl_tax: Decimal = exact()
    subtotal_invoiced: Decimal = exact()
    base_subtotal_invoiced: Decimal = exact()
    subtotal_refunded: Decimal = exact()
    base_subtotal_refunded: Decimal = exact()
    subtotal_canceled: Decimal = exact()
    base_subtotal_canceled: Decimal = exact()
    discount_amount: Decimal = exact()
    base_discount_amount: Decimal = exact()
    discount_invoiced: Decimal = exact()
    base_discount_invoiced: Decimal = exact()
    discount_refunded: Decimal = exact()
    base_discount_refunded: Decimal = exact()
    discount_canceled: Decimal = exact()
    base_discount_canceled: Decimal = exact()
    tax_amount: Decimal = exact()
    base_tax_amount: Decimal = exact()
    tax_invoiced: Decimal = exact()
    base_tax_invoiced: Decimal = exact()
    tax_refunded: Decimal = exact()
    base_tax_refunded: Decimal = exact()
    tax_canceled: Decimal = exact()
    base_tax_canceled: Decimal = exact()
    shipping_amount: Decimal = exact()
    base_shipping_amount: Decimal = exact()
    shipping_invoiced: Decimal = exact()
    base_shipping_invoiced: Decimal = exact()
    shipping_refunded: Decimal = exact()
    base_shipping_refunded: Decimal = exact()
    shipping_canceled: Decimal = exact()
    base_shipping_canceled: Decimal = exact()
    shipping_incl_tax: Decimal = exact()
    base_shipping_incl_tax: Decimal = exact()
    shipping_tax_amount: Decimal = exact()
    base_shipping_tax_amount: Decimal = exact()
    shipping_tax_refunded: Decimal = exact()
    base_shipping_tax_refunded: Decimal = exact()
    shipping_discount_amount: Decimal = exact()
    base_shipping_discount_amount: Decimal = exact()
    shipping_discount_tax_compensation_amount: Decimal = exact()
    base_shipping_discount_tax_compensation_amount: Decimal = exact()
    discount_tax_compensation_amount: Decimal = exact()
    base_discount_tax_compensation_amount: Decimal = exact()
    discount_tax_compensation_invoiced: Decimal = exact()
    base_discount_tax_compensation_invoiced: Decimal = exact()
    discount_tax_compensation_refunded: Decimal = exact()
    base_discount_tax_compensation_refunded: Decimal = exact()
    other_invoiced: Decimal = exact()
    base_other_invoiced: Decimal = exact()
    other_refunded: Decimal = exact()
    base_other_refunded: Decimal = exact()
    adjustment_positive: Decimal = exact()
    base_adjustment_positive: Decimal = exact()
    adjustment_negative: Decimal = exact()
    base_adjustment_negative: Decimal = exact()
    grand_total: Decimal = exact()
    base_grand_total: Decimal = exact()
    total_paid: Decimal = exact()
    base_total_paid: Decimal = exact()
    total_due: Decimal = exact()
    base_total_due: Decimal = exact()
    total_invoiced: Decimal = exact()
    base_total_invoiced: Decimal = exact()
    total_refunded: Decimal = exact()
    base_total_refunded: Decimal = exact()
    total_offline_refunded: Decimal = exact()
    base_total_offline_refunded: Decimal = exact()
    total_online_refunded: Decimal = exact()
    base_total_online_refunded: Decimal = exact()
    total_canceled: Decimal = exact()
    base_total_canceled: Decimal = exact()


class OrderStatusHistory(SQLModel, table=True):
    """One row for each comment and each change of status."""

    __tablename__ = "order_status_history"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    created_at: datetime = moment()
    status: str | None = None
    comment: str | None = None
    is_customer_notified: int | None = None
    """1 yes, 0 no, None not applicable."""
    is_visible_on_front: bool = flag()
    entity_name: str = "order"


class OrderCancellation(SQLModel, table=True):
    """One cancellation of what was still open, with what it added to the order's canceled figures."""

    __tablename__ = "order_cancellation"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    created_at: datetime = moment()
    subtotal_canceled: Decimal = exact()
    base_subtotal_canceled: Decimal = exact()
    discount_canceled: Decimal = exact()
    base_discount_canceled: Decimal = exact()
    tax_canceled: Decimal = exact()
    base_tax_canceled: Decimal = exact()
    shipping_canceled: Decimal = exact()
    base_shipping_canceled: Decimal = exact()
    total_canceled: Decimal = exact()
    base_total_canceled: Decimal = exact()


class OrderCancellationItem(SQLModel, table=True):
    """How many of an order line one cancellation ended."""

    __tablename__ = "order_cancellation_item"

    id: int | None = key()
    parent_id: int = ref("order_cancellation.id")
    order_item_id: int = ref("order_item.id", index=False)
    qty: Decimal = exact()
