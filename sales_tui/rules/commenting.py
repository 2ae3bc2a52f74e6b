"""Comments on an order, which may move its status within its state (RULES.md §1.1)."""

from __future__ import annotations

from sales_tui.core.refusal import Refusal
from sales_tui.rules.guards import ensure
from sales_tui.rules.records import History, Order
from sales_tui.rules.states import STATES, status_allowed
from sales_tui.rules.statuses import status_label


def why_not(order: Order, comment: str, status: str | None = None) -> Refusal | None:
    """Why the comment can't be made, or None: it needs words or a new status, and one of the order's present state.

    RULES.md §1.1; M2 Controller/Adminhtml/Order/AddComment.php.
    """
    number = order.increment_id
    if status is None or status == order.status:
        return None if comment.strip() else Refusal("comment.missing", f"Order {number}: the comment is missing.")
    if status_allowed(order.state, status):
        return None
    allowed = (
        ", ".join(status_label(code) for code in STATES[order.state].statuses) if order.state in STATES else "none"
    )
    return Refusal(
        "comment.status",
        f"Order {number}: a comment can't set the status {status_label(status)} now. Possible: {allowed}.",
    )


def comment(
    order: Order,
    comment: str,
    status: str | None = None,
    *,
    is_visible_on_front: bool = False,
    is_customer_notified: bool = False,
) -> None:
    """Add a comment, and set the status if one is given; the state stays. Raises Refused. RULES.md §1.1."""
    ensure(why_not(order, comment, status))
    order.status = status or order.status
    order.new_history.append(History(order.status, comment, is_customer_notified, is_visible_on_front))
