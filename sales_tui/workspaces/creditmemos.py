"""Credit memos."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, Workspace
from sales_tui.workspaces.common import (
    BILLING,
    GROUP_JOIN,
    OF_ORDER,
    ORDER_FACTS,
    ORDER_JOIN,
    STORE,
    STORE_JOIN,
    currency_codes,
    optional,
    order_status,
)

STATUSES = {"open": "Pending", "refunded": "Refunded", "canceled": "Canceled"}

WORKSPACE = Workspace(
    name="creditmemos",
    title="Credit memos",
    kind="creditmemo",
    noun="credit memo",
    beginning="r on an order makes one.",
    letter="c",
    digit="5",
    table="creditmemo d",
    alias="d",
    joins=(("o", ORDER_JOIN), STORE_JOIN, GROUP_JOIN),
    order_currency="d.order_currency_code",
    base_currency="d.base_currency_code",
    order_id="d.order_id",
    columns=(
        Column("increment_id", "Credit memo", "d.increment_id", width=11),
        Column("created_at", "Created", "d.created_at", Show.INSTANT, 12),
        *OF_ORDER,
        BILLING,
        Column(
            "status",
            "Status",
            "CASE d.state WHEN 1 THEN 'open' WHEN 2 THEN 'refunded' ELSE 'canceled' END",
            Show.CODE,
            10,
            words=STATUSES,
        ),
        Column("grand_total", "Refunded", "d.grand_total", Show.MONEY, 12),
        Column("base_grand_total", "Base", "d.base_grand_total", Show.BASE_MONEY, 12, priority=3),
        *optional(
            Column("state", "State", "d.state", Show.INTEGER, 5),
            order_status("order_status", default=False),
            STORE,
            Column("subtotal", "Subtotal", "d.subtotal", Show.MONEY),
            Column("shipping_amount", "Shipping and handling", "d.shipping_amount", Show.MONEY),
            Column("adjustment_positive", "Adjustment refund", "d.adjustment_positive", Show.MONEY),
            Column("adjustment_negative", "Adjustment fee", "d.adjustment_negative", Show.MONEY),
            Column("order_grand_total", "Order total", "o.grand_total", Show.MONEY),
        ),
        *ORDER_FACTS,
        *currency_codes("d"),
    ),
)
