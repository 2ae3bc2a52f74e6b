"""Columns that several workspaces share, over the aliases `o` (order), `st` (store), `cg` (customer group)."""

from __future__ import annotations

from sales_tui.rules.statuses import STATUSES
from sales_tui.workspaces.base import Column, Show

ORDER_JOIN = "JOIN sales_order o ON o.id = d.order_id"
STORE_JOIN = ("st", "JOIN store st ON st.id = o.store_id")
GROUP_JOIN = ("cg", "LEFT JOIN customer_group cg ON cg.id = o.customer_group_id")

STORE = Column("store_name", "Purchase point", "st.name", Show.STORE, 14, priority=5, flexible=True)
BILLING = Column("billing_name", "Bill-to", "o.billing_name", width=16, flexible=True)
SHIPPING = Column("shipping_name", "Ship-to", "o.shipping_name", width=16, priority=4, flexible=True)
CUSTOMER_NAME = Column(
    "customer_name",
    "Customer",
    "trim(coalesce(o.customer_firstname, '') || ' ' || coalesce(o.customer_lastname, ''))",
    width=16,
    default=False,
)


def optional(*columns: Column) -> tuple[Column, ...]:
    """The same columns, not shown by default."""
    return tuple(
        Column(c.name, c.label, c.sql, c.show, c.width, False, c.priority, c.flexible, c.words) for c in columns
    )


ORDER_FACTS = optional(
    Column("customer_email", "E-mail", "o.customer_email", width=24),
    Column("customer_group", "Customer group", "cg.code", width=14),
    CUSTOMER_NAME,
    Column("payment_method", "Payment method", "o.payment_method", width=16),
    Column("shipping_description", "Shipping information", "coalesce(o.shipping_description, '')", width=20),
)

OF_ORDER = (
    Column("order_increment_id", "Order", "o.increment_id", width=11, priority=2),
    Column("order_created_at", "Ordered", "o.created_at", Show.INSTANT, 12, priority=4),
)


def order_status(name: str, *, default: bool) -> Column:
    """The order's status, by its code, with Magento's words."""
    return Column(name, "Status", "o.status", Show.CODE, 15, default, words=STATUSES)


def currency_codes(alias: str) -> tuple[Column, ...]:
    """The codes of both currencies."""
    return optional(
        Column("order_currency_code", "Currency", f"{alias}.order_currency_code", width=8),
        Column("base_currency_code", "Shop currency", f"{alias}.base_currency_code", width=8),
    )
