"""Canceling what is still open of an order (RULES.md §1.2, §1.3)."""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter

from sales_tui.core.money import ZERO, plain, round_half_up, share
from sales_tui.core.refusal import Refusal
from sales_tui.rules import credits
from sales_tui.rules.composites import cancelable, counts, following
from sales_tui.rules.document_money import CanceledMoney
from sales_tui.rules.guards import FINISHED, ensure, open_to_invoice, open_to_refund, stopped
from sales_tui.rules.histories import note
from sales_tui.rules.quantities import to_ship
from sales_tui.rules.records import Cancellation, Line, Order, OrderMoney, ShipLine
from sales_tui.rules.states import derive, set_state

CANCELED = ("subtotal_canceled", "discount_canceled", "tax_canceled", "shipping_canceled", "total_canceled")
"""Columns of what was canceled of an order's money."""

_canceled = attrgetter(*CANCELED)


def why_not(order: Order) -> Refusal | None:
    """Why the order can't be canceled, or None: it looks at what isn't invoiced (RULES.md §1.2; M2 Order.php)."""
    if refusal := stopped(order, FINISHED, "canceled"):
        return refusal
    if open_to_invoice(order):
        return None
    message = f"Order {order.increment_id} is invoiced in full, so nothing is left to cancel. Refund it instead."
    return Refusal("cancel.invoiced", message)


def was_canceled(order: Order) -> bool:
    """Whether something of the order was canceled: pieces, or money alone where every piece had shipped."""
    if order.state == "canceled" or any(line.qty_canceled for line in order.lines):
        return True
    return any(_canceled(order.money)) or any(_canceled(order.base))


def cancel(order: Order) -> Cancellation:
    """Cancel what is neither invoiced nor shipped, and the money that isn't invoiced. Raises Refused.

    The rest of a part-invoiced order lives on (RULES.md §1.3; M2 Order.php registerCancellation). What accounts and
    tenders paid of it goes back to them.
    """
    ensure(why_not(order))
    asked = {line.id: qty for line in order.lines if (qty := cancelable(order, line))}
    moves = {**asked, **following(order, "qty_canceled", asked, counts)}
    unshipped = any(to_ship(line) > moves.get(line.id, ZERO) for line in order.lines)
    cancellation = Cancellation(lines=[ShipLine(line_id, qty) for line_id, qty in moves.items()])
    for line in order.lines:
        if line.id in moves:
            _cancel_pieces(order, line, moves[line.id])
    _cancel_money(order.money, cancellation.money)
    _cancel_money(order.base, cancellation.base)
    order.touched = True
    order.cancellations.append(cancellation)
    if not open_to_refund(order):
        set_state(order, "canceled")
    else:
        set_state(order, "processing" if unshipped else "complete")
    derive(order)
    cancellation.given_back = credits.cancel(order)
    note(order, " ".join((_words(sum(asked.values(), ZERO)), *cancellation.given_back)))
    return cancellation


def _cancel_pieces(order: Order, line: Line, qty: Decimal) -> None:
    """Cancel pieces of a line, and their share of its tax (M2 Order/Item.php cancel)."""
    line.qty_canceled += qty
    for own, digits in ((line.money, order.digits), (line.base, order.base_digits)):
        own.tax_canceled = canceled_share(own.tax_amount, line, digits)
        hidden_tax = own.discount_tax_compensation_amount
        own.discount_tax_compensation_canceled = canceled_share(hidden_tax, line, digits)


def canceled_share(amount: Decimal, line: Line, digits: int) -> Decimal:
    """The part of a line's amount that its canceled pieces make up."""
    return round_half_up(share(amount, line.qty_canceled, line.qty_ordered), digits) if amount else ZERO


def _cancel_money(own: OrderMoney, delta: CanceledMoney) -> None:
    """Count as canceled what isn't invoiced, and of the total what isn't paid; remember by how much that changed.

    The discount is the engine's: order and invoiced discount count up, being positive here and negative there.
    """
    rest = (
        own.subtotal - own.subtotal_invoiced,
        abs(own.discount_amount) - own.discount_invoiced,
        own.tax_amount - own.tax_invoiced,
        own.shipping_amount - own.shipping_invoiced,
        own.grand_total - own.total_paid,
    )
    for column, canceled in zip(CANCELED, rest, strict=True):
        setattr(delta, column, canceled - getattr(own, column))
        setattr(own, column, canceled)


def _words(pieces: Decimal) -> str:
    if not pieces:
        return "Canceled; every piece had shipped."
    return "Canceled: 1 piece." if pieces == 1 else f"Canceled: {plain(pieces)} pieces."
