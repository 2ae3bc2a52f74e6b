"""A parcel that came back, opened and judged in one go: authorized, received, approved or rejected (RULES.md §6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO, plain
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.composites import whole
from sales_tui.rules.guards import ensure
from sales_tui.rules.records import Order
from sales_tui.rules.return_records import APPROVED, AUTHORIZED, PENDING, RECEIVED, REJECTED, Return, ReturnItem
from sales_tui.rules.return_status import name, why_not_change
from sales_tui.rules.return_steps import Moves, Named, conclude, count_returned, find, move, pick, present, split

AWAITED = (PENDING, AUTHORIZED)
"""Statuses of items that may still arrive."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was found in a parcel of one item of the return."""

    pieces: Named
    """`entity_id` or `sku`, and `qty`: how many arrived (missing: all that is awaited)."""
    accepted: Decimal | None = None
    """How many of them are taken back; None: all."""
    found: str = ""
    """Code of the condition they were found in."""
    shelf: str = ""
    """Where they were put."""
    note: str = ""
    """Why the others are rejected."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a parcel."""

    accepted: Moves
    rejected: Moves


def why_not_parcel(rma: Return) -> Refusal | None:
    """Why no parcel is awaited, or None."""
    if refusal := why_not_change(rma):
        return refusal
    if any(item.status in AWAITED for item in rma.lines):
        return None
    return Refusal("return.nothing_to_receive", f"{name(rma)} awaits no parcel: all of it has arrived or was denied.")


def receive_parcel(order: Order, rma: Return, arrivals: Iterable[Arrival], note: str, now: datetime) -> Opened:
    """Take a parcel in as one step: what arrived is received, and accepted or rejected as it was found.

    Without arrivals all that is awaited came and is accepted. `note` says why pieces are rejected where the arrival
    doesn't. Raises Refused: for pieces that aren't on the return, for more than were asked for (nothing is counted
    then), and for more accepted than arrived.
    """
    ensure(why_not_parcel(rma))
    opened = Opened([], [])
    listed = list(arrivals)
    for arrival in listed:
        _take_in(order, rma, _arrived(order, rma, arrival), arrival, note, opened)
    if not listed:
        awaited = [(item, present(item)) for item in rma.lines if item.status in AWAITED]
        _take_in(order, rma, awaited, Arrival({}), note, opened)
    count_returned(order, opened.accepted)
    conclude(order, rma, now)
    return opened


def _arrived(order: Order, rma: Return, arrival: Arrival) -> Moves:
    """The pieces that one entry of the parcel means. Raises Refused for strangers and for surplus."""
    _check_surplus(order, rma, find(order, rma, arrival.pieces), arrival)
    return pick(order, rma, [arrival.pieces], lambda item: _why_not_awaited(order, rma, item))


def _take_in(order: Order, rma: Return, moves: Moves, arrival: Arrival, note: str, opened: Opened) -> None:
    """Receive pieces, and judge them."""
    arrived = sum((qty for _, qty in moves), ZERO)
    accepted = arrived if arrival.accepted is None else arrival.accepted
    first = moves[0][0]
    if not ZERO <= accepted <= arrived or whole(order.line(first.order_item_id), accepted) != accepted:
        where = _where(order, rma, first)
        raise Refused("return.accepted", f"{where}: {plain(arrived)} arrived; {plain(accepted)} can't be accepted.")
    move(rma, [(item, qty) for item, qty in moves if item.status == PENDING], AUTHORIZED)
    for item in move(rma, moves, RECEIVED):
        item.found, item.shelf = arrival.found, arrival.shelf.strip()
    for item, qty in moves:
        part = min(qty, accepted)
        accepted -= part
        _judge(rma, item, part, arrival.note or note, opened)


def _judge(rma: Return, item: ReturnItem, accepted: Decimal, note: str, opened: Opened) -> None:
    """Approve so many pieces of a received item, and reject the others."""
    rejected = present(item) - accepted
    if accepted and rejected:
        split(rma, item, accepted)
        place = next(place for place, one in enumerate(rma.lines) if one is item)
        _reject(rma, rma.lines[place + 1], rejected, note, opened)
    elif rejected:
        _reject(rma, item, rejected, note, opened)
    if accepted:
        move(rma, [(item, accepted)], APPROVED)
        opened.accepted.append((item, accepted))


def _reject(rma: Return, item: ReturnItem, qty: Decimal, note: str, opened: Opened) -> None:
    move(rma, [(item, qty)], REJECTED)
    item.note = note.strip()
    opened.rejected.append((item, qty))


def _check_surplus(order: Order, rma: Return, named: list[ReturnItem], arrival: Arrival) -> None:
    """More than was asked for is refused aloud: nobody knows whose it is."""
    awaited = sum((present(item) for item in named if item.status in AWAITED), ZERO)
    qty = arrival.pieces.get("qty")
    if not awaited or (isinstance(qty, Decimal) and qty > awaited):
        came = "it" if qty is None else plain(qty)
        left = f"only {plain(awaited)} more" if awaited else "nothing more of it"
        raise Refused("return.surplus", f"{_where(order, rma, named[0])}: {came} arrived, but {left} is awaited.")


def _why_not_awaited(order: Order, rma: Return, item: ReturnItem) -> Refusal | None:
    if item.status in AWAITED:
        return None
    return Refusal("return.item_status", f"{_where(order, rma, item)} is {item.status} already.")


def _where(order: Order, rma: Return, item: ReturnItem) -> str:
    return f"{name(rma)}, {order.line(item.order_item_id).sku}"
