"""The workspaces whose records the shop of these tests has: orders and their documents."""

from __future__ import annotations

from sales_tui.workspaces import WORKSPACES

PLACES = {name: WORKSPACES[name] for name in ("orders", "invoices", "shipments", "creditmemos", "returns")}
