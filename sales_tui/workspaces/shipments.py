"""Shipments."""

from __future__ import annotations

from dataclasses import replace

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import (
    ARCHIVED_VIEW,
    DOCUMENT_TEXTS,
    GROUP_JOIN,
    OF_ORDER,
    ORDER_FACTS,
    ORDER_JOIN,
    SEARCH_JOIN,
    SHIPPING,
    STORE,
    STORE_JOIN,
    archived_of,
    document_leads,
    document_numbers,
    optional,
    order_status,
    order_steps_beside,
)

WORKSPACE = Workspace(
    name="shipments",
    title="Shipments",
    kind="shipment",
    noun="shipment",
    beginning="s on an order makes one.",
    letter="s",
    digit="4",
    table="shipment d",
    alias="d",
    joins=(("o", ORDER_JOIN), SEARCH_JOIN, STORE_JOIN, GROUP_JOIN),
    order_currency="o.order_currency_code",
    base_currency="o.base_currency_code",
    order_id="d.order_id",
    gist=("created_at", "shipping_name", "", "status"),
    leads=document_leads("shipment"),
    numbered=document_numbers("shipment"),
    columns=(
        Column("increment_id", "Shipment", "d.increment_id", width=11, aliases=("number", "shipment")),
        Column("created_at", "Shipped", "d.created_at", Show.INSTANT, 12, aliases=("date", "shipped")),
        *OF_ORDER,
        replace(SHIPPING, priority=0),
        Column("total_qty", "Pieces", "d.total_qty", Show.QUANTITY, 7, aliases=("pieces", "qty")),
        *optional(
            Column("status", "Status", "'shipped'", Show.CODE, 10, words={"shipped": "Shipped"}),
            order_status("order_status", default=False),
            STORE,
            Column("total_weight", "Weight", "d.total_weight", Show.QUANTITY, 8),
        ),
        *ORDER_FACTS,
    ),
    fields=(*DOCUMENT_TEXTS, *order_steps_beside("shipped"), archived_of("d.order_id")),
    views=(
        View("all", "All shipments"),
        View("untracked", "Without tracking number", "tracking:none"),
        View("today", "Today", "date:today"),
        View("week", "This week", "date:week"),
        View("month", "This month", "date:month"),
        ARCHIVED_VIEW,
    ),
)
