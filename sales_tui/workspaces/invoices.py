"""Invoices."""

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
)

STATUSES = {"open": "Pending", "paid": "Paid", "canceled": "Canceled"}

WORKSPACE = Workspace(
    name="invoices",
    title="Invoices",
    kind="invoice",
    noun="invoice",
    beginning="i on an order makes one.",
    letter="i",
    digit="3",
    table="invoice d",
    alias="d",
    joins=(("o", ORDER_JOIN), STORE_JOIN, GROUP_JOIN),
    order_currency="d.order_currency_code",
    base_currency="d.base_currency_code",
    order_id="d.order_id",
    columns=(
        Column("increment_id", "Invoice", "d.increment_id", width=11),
        Column("created_at", "Invoiced", "d.created_at", Show.INSTANT, 12),
        *OF_ORDER,
        BILLING,
        Column(
            "status",
            "Status",
            "CASE d.state WHEN 1 THEN 'open' WHEN 2 THEN 'paid' ELSE 'canceled' END",
            Show.CODE,
            10,
            words=STATUSES,
        ),
        Column("grand_total", "Amount", "d.grand_total", Show.MONEY, 12),
        Column("base_grand_total", "Base", "d.base_grand_total", Show.BASE_MONEY, 12, priority=3),
        *optional(
            Column("state", "State", "d.state", Show.INTEGER, 5),
            STORE,
            Column("subtotal", "Subtotal", "d.subtotal", Show.MONEY),
            Column("shipping_amount", "Shipping and handling", "d.shipping_amount", Show.MONEY),
            Column("total_qty", "Pieces", "d.total_qty", Show.QUANTITY, 7),
        ),
        *ORDER_FACTS,
        *currency_codes("d"),
    ),
)
