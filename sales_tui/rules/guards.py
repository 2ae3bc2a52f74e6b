"""Which actions an order allows: the guards of RULES.md §1.2, and the sentence for a state that forbids one."""

from __future__ import annotations

from sales_tui.core.money import round_half_up
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import tenders
from sales_tui.rules.quantities import to_invoice, to_refund, to_ship
from sales_tui.rules.records import Order

STOPPED = frozenset({"holded", "payment_review", "canceled"})
"""Nothing goes out of these states but what ends them."""

REVIEWED = frozenset({"payment_review"})
"""A payment system decides whether the money comes."""

FINISHED = STOPPED | {"complete", "closed"}

_WHY = {
    "holded": ("order.held", "is on hold", "Release it first."),
    "payment_review": ("order.in_review", "has a payment under review", "Accept or deny the payment first."),
    "canceled": ("order.canceled", "is canceled", "Place it again if it is still wanted."),
    "complete": ("order.complete", "is complete", "What is paid for can still be refunded."),
    "closed": ("order.closed", "is closed", "Nothing is left to do on it."),
}


def stopped(order: Order, states: frozenset[str], verb: str) -> Refusal | None:
    """The refusal if the order's state is one of `states`; `verb` completes "can't be …"."""
    if order.state not in states:
        return None
    code, why, what_helps = _WHY[order.state]
    return Refusal(code, f"Order {order.increment_id} {why} and can't be {verb}. {what_helps}")


def open_to_invoice(order: Order) -> bool:
    """Some line has pieces to invoice, whatever the state."""
    return any(map(to_invoice, order.lines))


def open_to_ship(order: Order) -> bool:
    """Some row has pieces that may still go into a parcel, whatever the state."""
    return not order.is_virtual and any(map(to_ship, order.lines))


def open_to_refund(order: Order) -> bool:
    """Some line has invoiced pieces that are not refunded, whatever the state."""
    return any(map(to_refund, order.lines))


def can_invoice(order: Order) -> bool:
    """RULES.md §1.2 canInvoice (M2 Order.php)."""
    return order.state not in FINISHED and open_to_invoice(order)


def can_ship(order: Order) -> bool:
    """RULES.md §1.2 canShip (M2 Order.php): complete and closed orders may still ship what is open."""
    return order.state not in STOPPED and open_to_ship(order)


def can_creditmemo(order: Order) -> bool:
    """RULES.md §1.2 canCreditmemo (M2 Order.php): money is left that isn't the fee kept on purpose."""
    return order.state not in STOPPED and order.state != "closed" and refundable_money(order)


def refundable_money(order: Order) -> bool:
    """Whether the money allows another credit memo, whatever the state (RULES.md §1.2, in the order's currency).

    What tenders paid can go back to them, as money can (Commerce: setForcedCanCreditmemo).
    """
    money, in_tenders = order.money, tenders.money_left(order)
    left = round_half_up(money.total_paid, order.digits) - money.total_refunded + in_tenders
    if money.grand_total or in_tenders:
        return bool(left) and left != money.adjustment_negative
    return _free_refundable(order) or _zero_total_refundable(order)


def _free_refundable(order: Order) -> bool:
    """Method "free" forces yes once the order was worked on (M2 SetForcedCanCreditmemo), while pieces are left."""
    return order.payment_method == "free" and order.touched and open_to_refund(order)


def _zero_total_refundable(order: Order) -> bool:
    """An order over 0: until it is invoiced there is nothing to refund, and one memo refunds it."""
    money = order.money
    if money.total_paid <= 0:
        return not can_invoice(order) and not (money.total_refunded == money.total_paid and order.creditmemos)
    left = money.total_paid - money.total_refunded
    return not (not left and order.creditmemos) and left != money.adjustment_negative


def ensure(refusal: Refusal | None) -> None:
    """Raise a refusal inside a calculation. Raises Refused."""
    if refusal is not None:
        raise Refused(refusal.code, refusal.message)
