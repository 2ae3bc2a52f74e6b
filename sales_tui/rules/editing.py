"""Whether an order can be edited, that is canceled and placed anew (RULES.md §1.2, §1.3)."""

from __future__ import annotations

from sales_tui.core.refusal import Refusal
from sales_tui.rules.guards import FINISHED, stopped
from sales_tui.rules.records import Order


def why_not(order: Order) -> Refusal | None:
    """Why the order can't be edited, or None (RULES.md §1.2 canEdit; M2 Order.php: no invoice exists)."""
    if refusal := stopped(order, FINISHED, "edited"):
        return refusal
    number = order.increment_id
    if order.from_quote:
        return Refusal("edit.from_quote", f"Order {number} comes from a negotiated quote and can't be edited.")
    if order.invoices or any(line.qty_invoiced for line in order.lines):
        return Refusal("edit.invoiced", f"Order {number} has been invoiced and can't be edited. Refund it instead.")
    return None
