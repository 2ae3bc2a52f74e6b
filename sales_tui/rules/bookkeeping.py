"""Whether an order's books balance: what it came with plus what was done here is its own figures (INTERFACE §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import add
from typing import Any

from sales_tui.core.money import ZERO, plain
from sales_tui.rules import tallies, tenders
from sales_tui.rules.book_limits import document_faults, limit_faults
from sales_tui.rules.canceling import canceled_share
from sales_tui.rules.guards import open_to_invoice, refundable_money
from sales_tui.rules.invoice_books import due
from sales_tui.rules.records import Line, LineMoney, Order, OrderMoney
from sales_tui.rules.states import NOT_STARTED, STATES, derived_state, status_allowed
from sales_tui.rules.tallies import Columns, Sign, side_of

SIDES = (("money", ""), ("base", "base_"))
"""The order's currency and the base currency, and how the names of their fields begin."""

_OWNED = frozenset(status for state in STATES.values() for status in state.statuses)
"""Statuses that belong to states; an imported one that we don't know may stand anywhere."""


def faults(order: Order) -> list[str]:
    """What of INTERFACE §6 doesn't hold for this order, a sentence each; an empty list if its books balance.

    Opening figures plus documents made here must give the order's and its lines' own figures, within their limits; the
    state must follow where something was done here (RULES.md §0.11).
    """
    where = f"Order {order.increment_id}"
    return [
        f"{where}: {fault}"
        for found in (
            _total_faults(order),
            _line_faults(order),
            limit_faults(order),
            document_faults(order),
            tenders.faults(order),
            _state_faults(order),
        )
        for fault in found
    ]


def _total_faults(order: Order) -> Iterator[str]:
    """Totals of the order against its documents, and what is due against what is paid."""
    families: tuple[tuple[Columns, list[tuple[Sign, Any]]], ...] = (
        (tallies.INVOICED, [*tallies.invoices_in_force(order)]),
        (tallies.REFUNDED, [(add, memo) for memo in tallies.memos_made_here(order)]),
        (tallies.CANCELED, [(add, cancellation) for cancellation in order.cancellations]),
    )
    for side, prefix in SIDES:
        own: OrderMoney = getattr(order, side)
        opening: OrderMoney | None = getattr(order.opening, side) if order.opening else None
        for columns, documents in families:
            expected = columns.tally(opening, side_of(documents, side))
            if expected != columns.own(own):
                yield from _differences(columns.names, columns.own(own), expected, prefix)
        yield from _payment_faults(order, own, opening, side, prefix)


def _payment_faults(order: Order, own: OrderMoney, opening: OrderMoney | None, side: str, prefix: str) -> Iterator[str]:
    """Paid, due, and where refunds went."""
    came = opening or OrderMoney()
    paid_here = tallies.invoices_paid_here(order)
    paid = came.total_paid
    for sign, invoice in paid_here:
        paid = sign(paid, getattr(invoice, side).grand_total)
    to_pay = due(own, order.digits if side == "money" else order.base_digits)
    online, offline = came.total_online_refunded, came.total_offline_refunded
    for memo in tallies.memos_made_here(order):
        if memo.refund_to == "online":
            online += getattr(memo, side).grand_total
        else:
            offline += getattr(memo, side).grand_total
    names = ("total_paid", "total_online_refunded", "total_offline_refunded", "total_due")
    figures = (own.total_paid, own.total_online_refunded, own.total_offline_refunded, own.total_due)
    expected = (paid, online, offline, own.total_due if opening and not paid_here else to_pay)
    if figures != expected:
        yield from _differences(names, figures, expected, prefix)


def _line_faults(order: Order) -> Iterator[str]:
    """Quantities and amounts of every line against the documents' lines."""
    invoices: list[tuple[Sign, Any]] = [*tallies.invoices_in_force(order)]
    memos: list[tuple[Sign, Any]] = [(add, memo) for memo in tallies.memos_made_here(order)]
    shipments: list[tuple[Sign, Any]] = [(add, shipment) for shipment in order.shipments if shipment.made_here]
    cancellations: list[tuple[Sign, Any]] = [(add, cancellation) for cancellation in order.cancellations]
    for column, documents in (
        ("qty_invoiced", invoices),
        ("qty_refunded", memos),
        ("qty_shipped", shipments),
        ("qty_canceled", cancellations),
    ):
        expected = tallies.quantities(order, column, documents)
        for line in order.lines:
            own = getattr(line, column)
            if own != expected.get(line.id, ZERO):
                yield _differs(f"{line.sku} {column}", own, expected.get(line.id, ZERO))
    invoiced, refunded = tallies.rows_by_line(invoices), tallies.rows_by_line(memos)
    for line in order.lines:
        yield from _line_money_faults(order, line, tallies.LINE_INVOICED, invoiced.get(line.id, ()))
        yield from _line_money_faults(order, line, tallies.LINE_REFUNDED, refunded.get(line.id, ()))
        if line.qty_canceled:
            yield from _canceled_tax_faults(order, line)


def _line_money_faults(order: Order, line: Line, columns: Columns, rows: Iterable[tuple[Sign, Any]]) -> Iterator[str]:
    came = order.opening.lines.get(line.id) if order.opening else None
    for side, prefix in SIDES:
        expected = columns.tally(getattr(came, side) if came else None, side_of(rows, side))
        own = columns.own(getattr(line, side))
        if own != expected:
            yield from _differences(columns.names, own, expected, f"{line.sku} {prefix}")


def _canceled_tax_faults(order: Order, line: Line) -> Iterator[str]:
    """Tax of pieces that were canceled here is their share of the line's."""
    if order.opening and line.id in order.opening.lines:
        return
    for side, prefix in SIDES:
        own: LineMoney = getattr(line, side)
        digits = order.digits if side == "money" else order.base_digits
        figures = (own.tax_canceled, own.discount_tax_compensation_canceled)
        hidden_tax = own.discount_tax_compensation_amount
        expected = (canceled_share(own.tax_amount, line, digits), canceled_share(hidden_tax, line, digits))
        names = ("tax_canceled", "discount_tax_compensation_canceled")
        yield from _differences(names, figures, expected, f"{line.sku} {prefix}")


def _state_faults(order: Order) -> Iterator[str]:
    """The state of an order that was worked on here must follow from its quantities and amounts (RULES.md §1.4)."""
    if order.touched:
        follows = "processing" if _begun_in_vain(order) or _ended_too_early(order) else derived_state(order)
        if follows != order.state:
            yield f"state is {order.state}, but {follows} follows from what was invoiced, shipped and refunded."
        if order.status in _OWNED and not status_allowed(order.state, order.status):
            yield f"status is {order.status}, which the state {order.state} doesn't have."


def _begun_in_vain(order: Order) -> bool:
    """A state that work ends, and work was done."""
    return order.state in NOT_STARTED and any(line.qty_invoiced or line.qty_shipped for line in order.lines)


def _ended_too_early(order: Order) -> bool:
    """Pieces to invoice in a finished order, or money to refund in a closed one. A cancellation may leave pieces."""
    if order.state not in ("complete", "closed") or order.opening or order.cancellations:
        return False
    return open_to_invoice(order) or (order.state == "closed" and refundable_money(order))


def _differences(
    names: Iterable[str], own: Iterable[Decimal], expected: Iterable[Decimal], prefix: str
) -> Iterator[str]:
    for name, figure, other in zip(names, own, expected, strict=True):
        if figure != other:
            yield _differs(prefix + name, figure, other)


def _differs(name: str, own: Decimal, expected: Decimal) -> str:
    return f"{name} is {plain(own)}, but {plain(expected)} follows from its documents."
