"""Invoices."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import (
    ARCHIVED_VIEW,
    BILLING,
    DOCUMENT_TEXTS,
    GROUP_JOIN,
    OF_ORDER,
    ORDER_FACTS,
    ORDER_JOIN,
    SEARCH_JOIN,
    STORE,
    STORE_JOIN,
    archived_of,
    currency_codes,
    document_leads,
    document_numbers,
    optional,
    order_steps_beside,
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
    joins=(("o", ORDER_JOIN), SEARCH_JOIN, STORE_JOIN, GROUP_JOIN),
    order_currency="d.order_currency_code",
    base_currency="d.base_currency_code",
    order_id="d.order_id",
    sums=(("", "d.base_grand_total"),),
    leads=document_leads("invoice"),
    numbered=document_numbers("invoice"),
    columns=(
        Column("increment_id", "Invoice", "d.increment_id", width=11, aliases=("number", "invoice")),
        Column("created_at", "Invoiced", "d.created_at", Show.INSTANT, 12, aliases=("date", "invoiced")),
        *OF_ORDER,
        BILLING,
        Column(
            "status",
            "Status",
            "CASE d.state WHEN 1 THEN 'open' WHEN 2 THEN 'paid' ELSE 'canceled' END",
            Show.CODE,
            10,
            words=STATUSES,
            tests={"open": "d.state = 1", "paid": "d.state = 2", "canceled": "d.state = 3"},
            key="d.state",
        ),
        Column("grand_total", "Amount", "d.grand_total", Show.MONEY, 12, aliases=("total", "amount")),
        Column("base_grand_total", "Base", "d.base_grand_total", Show.BASE_MONEY, 12, priority=3, aliases=("base",)),
        *optional(
            Column("state", "State", "d.state", Show.INTEGER, 5),
            STORE,
            Column("subtotal", "Subtotal", "d.subtotal", Show.MONEY),
            Column("shipping_amount", "Shipping and handling", "d.shipping_amount", Show.MONEY),
            Column("total_qty", "Pieces", "d.total_qty", Show.QUANTITY, 7, aliases=("pieces", "qty")),
        ),
        *ORDER_FACTS,
        *currency_codes("d"),
    ),
    fields=(*DOCUMENT_TEXTS, *order_steps_beside("invoiced"), archived_of("d.order_id")),
    views=(
        View("all", "All invoices"),
        View("open", "Not paid", "status:open", (("created_at", False),)),
        View("today", "Today", "date:today"),
        View("week", "This week", "date:week"),
        View("month", "This month", "date:month"),
        ARCHIVED_VIEW,
    ),
)
