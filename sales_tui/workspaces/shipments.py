"""Shipments."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, Workspace
from sales_tui.workspaces.common import (
    GROUP_JOIN,
    OF_ORDER,
    ORDER_FACTS,
    ORDER_JOIN,
    STORE,
    STORE_JOIN,
    optional,
    order_status,
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
    joins=(("o", ORDER_JOIN), STORE_JOIN, GROUP_JOIN),
    order_currency="o.order_currency_code",
    base_currency="o.base_currency_code",
    order_id="d.order_id",
    columns=(
        Column("increment_id", "Shipment", "d.increment_id", width=11),
        Column("created_at", "Shipped", "d.created_at", Show.INSTANT, 12),
        *OF_ORDER,
        Column("shipping_name", "Ship-to", "o.shipping_name", width=16, flexible=True),
        Column("total_qty", "Pieces", "d.total_qty", Show.QUANTITY, 7),
        *optional(
            Column("status", "Status", "'shipped'", Show.CODE, 10, words={"shipped": "Shipped"}),
            order_status("order_status", default=False),
            STORE,
            Column("total_weight", "Weight", "d.total_weight", Show.QUANTITY, 8),
        ),
        *ORDER_FACTS,
    ),
)
