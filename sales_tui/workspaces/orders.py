"""Orders."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import (
    ARCHIVED_VIEW,
    BILLING,
    GROUP_JOIN,
    ORDER_FACTS,
    ORDER_LEADS,
    ORDER_STEPS,
    ORDER_TEXTS,
    SEARCH_JOIN,
    SHIPPING,
    STORE,
    STORE_JOIN,
    archived_of,
    currency_codes,
    optional,
    order_status,
)

_STATES = {
    "new": "New",
    "pending_payment": "Pending payment",
    "processing": "Processing",
    "complete": "Complete",
    "closed": "Closed",
    "canceled": "Canceled",
    "holded": "On hold",
    "payment_review": "Payment review",
}

_OLDEST_FIRST = (("created_at", False),)

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
    joins=(SEARCH_JOIN, STORE_JOIN, GROUP_JOIN),
    leads=ORDER_LEADS,
    numbered=(
        ("sales_order", "id", "o.id"),
        *((document, "order_id", "o.id") for document in ("invoice", "shipment", "creditmemo", "rma")),
    ),
    order_currency="o.order_currency_code",
    base_currency="o.base_currency_code",
    order_id="o.id",
    sums=(
        ("", "o.base_grand_total"),
        ("paid", "o.base_total_paid"),
        ("due", "o.base_total_due"),
        ("refunded", "o.base_total_refunded"),
    ),
    columns=(
        Column("increment_id", "Order", "o.increment_id", width=11, aliases=("number", "order")),
        Column("created_at", "Purchased", "o.created_at", Show.INSTANT, 12, aliases=("date", "ordered", "purchased")),
        BILLING,
        SHIPPING,
        Column("grand_total", "Total", "o.grand_total", Show.MONEY, 12, aliases=("total",)),
        Column("base_grand_total", "Base", "o.base_grand_total", Show.BASE_MONEY, 12, priority=3, aliases=("base",)),
        order_status("status", default=True),
        STORE,
        *optional(
            Column("state", "State", "o.state", Show.CODE, 12, words=_STATES),
            Column("subtotal", "Subtotal", "o.subtotal", Show.MONEY),
            Column("shipping_amount", "Shipping and handling", "o.shipping_amount", Show.MONEY),
            Column("total_paid", "Paid", "o.total_paid", Show.MONEY),
            Column("total_due", "Due", "o.total_due", Show.MONEY, aliases=("due",)),
            Column("total_refunded", "Refunded", "o.total_refunded", Show.MONEY, aliases=("refunded",)),
            Column("total_qty_ordered", "Pieces", "o.total_qty_ordered", Show.QUANTITY, 7, aliases=("pieces", "qty")),
            Column(
                "coupon_code", "Coupon", "coalesce(o.coupon_code, '')", aliases=("coupon",), found_by="s.coupon_code"
            ),
            Column("updated_at", "Changed", "o.updated_at", Show.INSTANT, aliases=("changed",)),
            Column(
                "refunded_to_store_credit",
                "Refunded to store credit",
                "CAST(coalesce((SELECT sum(t.amount_refunded) FROM order_tender t "
                "WHERE t.order_id = o.id AND t.kind = 'store_credit'), 0) + coalesce((SELECT sum(m.grand_total) "
                "FROM creditmemo m WHERE m.order_id = o.id AND m.refund_to = 'store_credit'), 0) AS BIGINT)",
                Show.MONEY,
            ),
            Column(
                "pickup_location_code", "Pickup location", "coalesce(o.pickup_location_code, '')", aliases=("pickup",)
            ),
        ),
        *ORDER_FACTS,
        *currency_codes("o"),
    ),
    fields=(*ORDER_TEXTS, *ORDER_STEPS, archived_of("o.id")),
    views=(
        View("all", "All orders"),
        View("to-invoice", "To invoice", "todo:invoice", _OLDEST_FIRST),
        View("to-ship", "To ship", "todo:ship", _OLDEST_FIRST),
        View("partly-shipped", "Partly shipped", "shipped:partly", _OLDEST_FIRST),
        View("on-hold", "On hold", "state:holded", _OLDEST_FIRST),
        View("to-review", "Payment to review", "state:payment_review", _OLDEST_FIRST),
        View("today", "Today", "date:today"),
        View("week", "This week", "date:week"),
        View("unpaid", "Unpaid, older than 7 days", "todo:pay date:..-7d", _OLDEST_FIRST),
        View("noted", "With a note of the customer", "has:note"),
        View("in-doubt", "Payment without an answer", "has:doubt", _OLDEST_FIRST),
        ARCHIVED_VIEW,
    ),
)
