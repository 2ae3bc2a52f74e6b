"""The workspaces, one file each; this registry is all that grids, command line and keys know of them."""

from __future__ import annotations

from sales_tui.workspaces import (
    accounts,
    agreements,
    creditmemos,
    invoices,
    jobs,
    journal,
    orders,
    outcomes,
    quotes,
    returns,
    settlement,
    shipments,
    transactions,
)
from sales_tui.workspaces.base import Workspace

WORKSPACES: dict[str, Workspace] = {
    workspace.name: workspace
    for workspace in (
        quotes.WORKSPACE,
        orders.WORKSPACE,
        invoices.WORKSPACE,
        shipments.WORKSPACE,
        creditmemos.WORKSPACE,
        returns.WORKSPACE,
        agreements.WORKSPACE,
        transactions.WORKSPACE,
        accounts.WORKSPACE,
        settlement.WORKSPACE,
        jobs.WORKSPACE,
        outcomes.WORKSPACE,
        journal.WORKSPACE,
    )
}
"""Every workspace by its name, in the order of the menu; those without a tab at the end."""

PLACES: dict[str, Workspace] = {workspace.kind: workspace for workspace in WORKSPACES.values()}
"""The same by the kind of their records."""

TABS: dict[str, Workspace] = {name: workspace for name, workspace in WORKSPACES.items() if workspace.has_tab}
"""Those in the menu."""
