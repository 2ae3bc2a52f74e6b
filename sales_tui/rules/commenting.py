"""Comments on an order, which may move its status within its state (RULES.md §1.1)."""

from __future__ import annotations

from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.guards import ensure
from sales_tui.rules.histories import note
from sales_tui.rules.records import History, Order
from sales_tui.rules.states import STATES, status_allowed
from sales_tui.rules.statuses import STATUSES, status_label


def why_not(order: Order, comment: str, status: str | None = None) -> Refusal | None:
    """Why the comment can't be made, or None: it needs words or a new status, and one of the order's present state.

    RULES.md §1.1; M2 Controller/Adminhtml/Order/AddComment.php.
    """
    number = order.increment_id
    if status is None or status == order.status:
        return None if comment.strip() else Refusal("comment.missing", f"Order {number}: the comment is missing.")
    if status_allowed(order.state, status):
        return None
    return Refusal(
        "comment.status",
        f"Order {number}: a comment can't set the status {status_label(status)} now. Possible: {_possible(order)}.",
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


def other_statuses(order: Order) -> tuple[str, ...]:
    """The statuses of the order's present state that it hasn't now."""
    possible = STATES[order.state].statuses if order.state in STATES else ()
    return tuple(status for status in possible if status != order.status)


def why_not_status(order: Order) -> Refusal | None:
    """Why the order can't get another status, or None: its present state has one (RULES.md §1.1)."""
    if other_statuses(order):
        return None
    return Refusal(
        "status.only",
        f"Order {order.increment_id} is {status_label(order.status)}; there is no other status for it now.",
    )


def set_status(order: Order, status: str, reason: str = "") -> None:
    """Another status of the present state, by its code or label in any case; the state stays. Raises Refused."""
    wanted = _code(status)
    if wanted == order.status:
        number, label = order.increment_id, status_label(wanted)
        raise Refused("status.same", f"Order {number} has the status {label} already.")
    if not status_allowed(order.state, wanted):
        label = status_label(wanted)
        message = f"Order {order.increment_id} can't have the status {label} now. Possible: {_possible(order)}."
        raise Refused("status.not_allowed", message)
    before = status_label(order.status)
    order.status = wanted
    note(order, reason or f"Status set by hand; it was {before}.")


def put_back(order: Order, status: str) -> None:
    """The status as it was before a comment that was taken back. Raises Refused where the state has left it behind."""
    if status != order.status:
        set_status(order, status, "The comment that had set another status was taken back.")


def _code(written: str) -> str:
    wanted = " ".join(written.split()).casefold()
    named = (code for code, label in STATUSES.items() if wanted in (code, label.casefold()))
    return next(named, written.strip())


def _possible(order: Order) -> str:
    return ", ".join(status_label(code) for code in STATES[order.state].statuses) if order.state in STATES else "none"
