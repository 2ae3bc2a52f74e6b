"""Putting an order on hold and releasing it (RULES.md §1.2, §1.3)."""

from __future__ import annotations

from sales_tui.core.refusal import Refusal
from sales_tui.rules.guards import FINISHED, ensure, stopped
from sales_tui.rules.histories import note
from sales_tui.rules.records import Order
from sales_tui.rules.states import STATES, derive, set_state

_RESTORABLE = frozenset(STATES) - {"holded"}


def why_not_hold(order: Order) -> Refusal | None:
    """Why the order can't be held, or None (RULES.md §1.2 canHold; M2 Order.php)."""
    if order.state == "holded":
        return Refusal("order.held", f"Order {order.increment_id} is on hold already.")
    return stopped(order, FINISHED, "put on hold")


def hold(order: Order, reason: str = "") -> None:
    """Stop the order, and remember where it was. Raises Refused. RULES.md §1.3."""
    ensure(why_not_hold(order))
    order.touched = True
    order.hold_before_state, order.hold_before_status = order.state, order.status
    set_state(order, "holded")
    note(order, reason or "Put on hold.")


def why_not_unhold(order: Order) -> Refusal | None:
    """Why the order can't be released, or None (RULES.md §1.2 canUnhold)."""
    if order.state == "holded":
        return None
    return Refusal("order.not_held", f"Order {order.increment_id} isn't on hold.")


def unhold(order: Order, reason: str = "") -> None:
    """Put the order back where it was, with its status; imported without that, it starts as new. Raises Refused.

    RULES.md §1.3; the state then follows from the quantities as after every action.
    """
    ensure(why_not_unhold(order))
    order.touched = True
    before, status = order.hold_before_state, order.hold_before_status
    set_state(order, before if before and before in _RESTORABLE else _guessed(order))
    order.status = status or order.status
    order.hold_before_state = order.hold_before_status = None
    derive(order)
    note(order, reason or "Released from hold.")


def _guessed(order: Order) -> str:
    """The state of an order that came in on hold without its former state: whether its quantities show a start."""
    begun = any(line.qty_invoiced or line.qty_shipped for line in order.lines)
    return "processing" if begun else "new"
