"""The workspaces, one file each; this registry is all that grids, command line and keys know of them."""

from __future__ import annotations

from sales_tui.workspaces import creditmemos, invoices, orders, shipments
from sales_tui.workspaces.base import Workspace

WORKSPACES: dict[str, Workspace] = {
    workspace.name: workspace
    for workspace in (orders.WORKSPACE, invoices.WORKSPACE, shipments.WORKSPACE, creditmemos.WORKSPACE)
}
"""Every workspace by its name, in the order of the menu."""
