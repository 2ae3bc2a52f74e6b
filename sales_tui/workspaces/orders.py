"""Orders."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, Workspace
from sales_tui.workspaces.common import (
    BILLING,
    GROUP_JOIN,
    ORDER_FACTS,
    SHIPPING,
    STORE,
    STORE_JOIN,
    currency_codes,
    optional,
    order_status,
)

WORKSPACE = Workspace(
    name="orders",
    title="Orders",
    kind="order",
    noun="order",
    beginning="sales-tui import FILE brings orders in; sales-tui demo shows some.",
    letter="o",
    digit="2",
    table="sales_order o",
    alias="o",
    joins=(STORE_JOIN, GROUP_JOIN),
    order_currency="o.order_currency_code",
    base_currency="o.base_currency_code",
    order_id="o.id",
    columns=(
        Column("increment_id", "Order", "o.increment_id", width=11),
        Column("created_at", "Purchased", "o.created_at", Show.INSTANT, 12),
        BILLING,
        SHIPPING,
        Column("grand_total", "Total", "o.grand_total", Show.MONEY, 12),
        Column("base_grand_total", "Base", "o.base_grand_total", Show.BASE_MONEY, 12, priority=3),
        order_status("status", default=True),
        STORE,
        *optional(
            Column("state", "State", "o.state", width=12),
            Column("subtotal", "Subtotal", "o.subtotal", Show.MONEY),
            Column("shipping_amount", "Shipping and handling", "o.shipping_amount", Show.MONEY),
            Column("total_paid", "Paid", "o.total_paid", Show.MONEY),
            Column("total_due", "Due", "o.total_due", Show.MONEY),
            Column("total_refunded", "Refunded", "o.total_refunded", Show.MONEY),
            Column("total_qty_ordered", "Pieces", "o.total_qty_ordered", Show.QUANTITY, 7),
            Column("coupon_code", "Coupon", "coalesce(o.coupon_code, '')"),
            Column("updated_at", "Changed", "o.updated_at", Show.INSTANT),
        ),
        *ORDER_FACTS,
        *currency_codes("o"),
    ),
)
