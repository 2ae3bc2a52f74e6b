"""Credit memos."""

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
    order_status,
    order_steps_beside,
)

STATUSES = {"open": "Pending", "refunded": "Refunded", "canceled": "Canceled"}

PAYOUTS = {"owed": "owed", "done": "paid out"}
OWED = "(d.paid_out = 0 AND d.made_here = 1 AND d.refund_to = 'offline' AND d.grand_total > 0 AND d.state <> 3)"
"""Refunded offline here, and nobody has said yet that the customer has the money."""

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
    joins=(("o", ORDER_JOIN), SEARCH_JOIN, STORE_JOIN, GROUP_JOIN),
    order_currency="d.order_currency_code",
    base_currency="d.base_currency_code",
    order_id="d.order_id",
    sums=(("", "d.base_grand_total"),),
    leads=document_leads("creditmemo"),
    numbered=document_numbers("creditmemo"),
    columns=(
        Column("increment_id", "Credit memo", "d.increment_id", width=11, aliases=("number", "memo")),
        Column("created_at", "Created", "d.created_at", Show.INSTANT, 12, aliases=("date", "refunded_on")),
        *OF_ORDER,
        BILLING,
        Column(
            "status",
            "Status",
            "CASE d.state WHEN 1 THEN 'open' WHEN 2 THEN 'refunded' ELSE 'canceled' END",
            Show.CODE,
            10,
            words=STATUSES,
            tests={"open": "d.state = 1", "refunded": "d.state = 2", "canceled": "d.state = 3"},
            key="d.state",
        ),
        Column("grand_total", "Refunded", "d.grand_total", Show.MONEY, 12, aliases=("total", "amount", "refunded")),
        Column("base_grand_total", "Base", "d.base_grand_total", Show.BASE_MONEY, 12, priority=3, aliases=("base",)),
        *optional(
            Column("state", "State", "d.state", Show.INTEGER, 5),
            Column(
                "payout",
                "Paid out",
                f"CASE WHEN {OWED} THEN 'owed' WHEN d.paid_out = 1 THEN 'done' ELSE '' END",
                Show.CODE,
                8,
                words=PAYOUTS,
                tests={"owed": OWED, "done": "d.paid_out = 1"},
                help="whether an offline refund made here is paid out to the customer",
            ),
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
    fields=(*DOCUMENT_TEXTS, *order_steps_beside("refunded_on"), archived_of("d.order_id")),
    views=(
        View("all", "All credit memos"),
        View("owed", "Owed to customers", "payout:owed", (("created_at", False),)),
        View("today", "Today", "date:today"),
        View("week", "This week", "date:week"),
        View("month", "This month", "date:month"),
        ARCHIVED_VIEW,
    ),
)
