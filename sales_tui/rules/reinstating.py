"""Putting a cancelled invoice back in force, with its own figures: what takes its cancellation back."""

from __future__ import annotations

from copy import deepcopy

from sales_tui.core.refusal import Refusal
from sales_tui.rules import bookkeeping, invoice_books
from sales_tui.rules.book_limits import LINE_CHAIN, TOTAL_CHAIN, Chain
from sales_tui.rules.guards import STOPPED, can_ship, ensure, stopped
from sales_tui.rules.histories import amount, note, titled
from sales_tui.rules.invoice_totals import taken_with_tax
from sales_tui.rules.records import INVOICE_CANCELED, INVOICE_OPEN, Invoice, Order
from sales_tui.rules.states import begin, derive, set_state


def why_not(order: Order, invoice: Invoice) -> Refusal | None:
    """Why the invoice can't be put back in force, or None.

    Only one that was cancelled here while nobody had paid it, and only as long as its pieces and amounts are free.
    """
    if refusal := stopped(order, STOPPED, "changed"):
        return refusal
    name = f"{titled('Invoice', invoice.increment_id)} of order {order.increment_id}"
    if invoice.state != INVOICE_CANCELED:
        return Refusal("invoice.not_canceled", f"{name} isn't canceled.")
    if invoice.transaction_id:
        return Refusal("invoice.was_paid", f"{name} was charged before it was canceled. Make a new one.")
    if not invoice.made_here and invoice.opening_state is None:
        return Refusal("invoice.came_canceled", f"{name} was canceled before it came here. Make a new one.")
    if taken := _taken(order, invoice):
        return Refusal("invoice.pieces_taken", f"{name} can't come back: {taken} invoiced or canceled meanwhile.")
    return None


def reinstate(order: Order, invoice: Invoice, *, complete: bool = False) -> None:
    """Put the invoice back in force, open as it was. Raises Refused.

    `complete`: the order was so before the invoice was cancelled, which the quantities alone don't say as long as money
    is due (RULES.md §0.3): cancelling its rest made it complete. It is so again unless something can ship.
    """
    ensure(why_not(order, invoice))
    order.touched = True
    _enter(order, invoice)
    if complete and order.state == "processing" and not can_ship(order):
        set_state(order, "complete")
    note(
        order, f"{titled('Invoice', invoice.increment_id)} of {amount(order, invoice.money)} is open again.", "invoice"
    )


def _enter(order: Order, invoice: Invoice) -> None:
    invoice.state = INVOICE_OPEN
    if invoice.opening_state == INVOICE_OPEN:
        invoice.opening_state = None  # it is as it came
    invoice_books.enter(order, invoice)
    begin(order)
    derive(order)


def _taken(order: Order, invoice: Invoice) -> str:
    """What of the invoice was used for something else; empty: nothing was."""
    lines = {line.id: line for line in order.lines}
    for doc in invoice.lines:
        line = lines[doc.order_item_id]
        if doc.qty > line.qty_ordered - line.qty_invoiced - line.qty_canceled:
            return f"pieces of {line.sku} were"
    return "" if _balances(order, invoice) else "an amount on it was"


def _balances(order: Order, invoice: Invoice) -> bool:
    """Whether the books hold with it, too, and lines that are invoiced in full then are so to the cent.

    Other invoices made meanwhile may have taken the shipping, or a cent that only the last one of a line takes.
    """
    tried: Order = deepcopy(order)
    again = next(copy for own, copy in zip(order.invoices, tried.invoices, strict=True) if own is invoice)
    tried.touched = True
    _enter(tried, again)
    if not set(bookkeeping.faults(tried)) <= set(bookkeeping.faults(order)):
        return False
    return tried.opening is not None or _is_whole(tried)


def _is_whole(order: Order) -> bool:
    """Whether what is invoiced in full sums up to the whole, column by column."""
    full = [line for line in order.lines if not line.is_dummy and line.qty_invoiced == line.qty_ordered]
    parts: list[tuple[object, Chain]] = [(own, LINE_CHAIN) for line in full for own in (line.money, line.base)]
    if not any(line.qty_invoiced < line.qty_ordered for line in order.lines if not line.is_dummy):
        parts += [(order.money, TOTAL_CHAIN), (order.base, TOTAL_CHAIN)]
    if not all(getattr(own, invoiced) == getattr(own, whole) for own, chain in parts for _, invoiced, whole in chain):
        return False
    sides = (("money", order.digits), ("base", order.base_digits))
    return all(
        taken_with_tax(order, line, side, digits) == getattr(line, side).row_total_incl_tax
        for line in full
        for side, digits in sides
    )
