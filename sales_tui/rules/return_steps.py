"""The steps of a return: pieces are authorized, received, approved or rejected, denied, taken back (RULES.md §6).

A step that takes only some pieces of an item splits it: the pieces that move keep the item's id, the rest stays as it
is in an item of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sales_tui.core.money import LIMIT, ZERO, plain
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.composites import whole
from sales_tui.rules.guards import ensure
from sales_tui.rules.records import Comment, Order
from sales_tui.rules.return_records import (
    APPROVED,
    AUTHORIZED,
    DENIED,
    PENDING,
    RECEIVED,
    REJECTED,
    Return,
    ReturnItem,
)
from sales_tui.rules.return_status import CLOSED, is_over, name, status_of, why_not_change

Named = Mapping[str, Any]
"""Pieces of a return: a mapping with `entity_id` (int) or `sku`, and `qty` (Decimal; missing: all that can)."""

Moves = list[tuple[ReturnItem, Decimal]]

_QTYS = ("qty_requested", "qty_authorized", "qty_returned", "qty_approved")
_COLUMN = {PENDING: _QTYS[0], AUTHORIZED: _QTYS[1], RECEIVED: _QTYS[2], APPROVED: _QTYS[3]}


@dataclass(frozen=True, slots=True)
class Step:
    """A step that items of a return can take."""

    verb: str
    sources: tuple[str, ...]
    """Statuses that it leads out of."""
    status: str
    """Status that it leads to."""
    past: str
    first: str
    """What has to come before it, said where nothing can take it."""


STEPS = {
    "authorize": Step("authorize", (PENDING,), AUTHORIZED, "authorized", "nothing is asked for that waits for it"),
    "receive": Step("receive", (AUTHORIZED,), RECEIVED, "received", "nothing is authorized that could arrive"),
    "approve": Step("approve", (RECEIVED,), APPROVED, "approved", "nothing is received yet; receive it first"),
    "reject": Step("reject", (RECEIVED,), REJECTED, "rejected", "nothing is received yet; receive it first"),
    "deny": Step("deny", (PENDING, AUTHORIZED), DENIED, "denied", "nothing waits for its parcel any more"),
    "take_back": Step("take back", (AUTHORIZED, PENDING), PENDING, "taken back", "nothing waits for its parcel"),
}
"""The steps by their names."""


def why_not(rma: Return, step: str) -> Refusal | None:
    """Why no item of the return can take that step, or None."""
    if refusal := why_not_change(rma):
        return refusal
    chosen = STEPS[step]
    if any(item.status in chosen.sources for item in rma.lines):
        return None
    return Refusal(f"return.nothing_to_{step}", f"{name(rma)} has nothing to {chosen.verb}: {chosen.first}.")


def chosen(order: Order, rma: Return, step: str, items: Iterable[Named] | None) -> Moves:
    """Which pieces take a step: those named, or all that can. Raises Refused where one of them can't."""
    ensure(why_not(rma, step))
    if items is None:
        return [(item, present(item)) for item in _ready(rma, step)]
    return pick(order, rma, items, lambda item: why_not_item(order, rma, item, step))


def pick(order: Order, rma: Return, items: Iterable[Named], refuse: Callable[[ReturnItem], Refusal | None]) -> Moves:
    """The pieces that are named, each item once. `refuse` says why an item can't be taken. Raises Refused."""
    taken: dict[int, Decimal] = {}
    found = {id(item): item for item in rma.lines}
    asked = list(items)
    if not asked:
        raise Refused("return.zero", f"{name(rma)}: no pieces are named; leave 'items' out for all that can.")
    for entry in asked:
        for item, qty in _named(order, rma, entry, refuse, taken):
            taken[id(item)] = taken.get(id(item), ZERO) + qty
    return [(found[key], qty) for key, qty in taken.items()]


def why_not_item(order: Order, rma: Return, item: ReturnItem, step: str) -> Refusal | None:
    """Why that item can't take the step, or None."""
    wanted = STEPS[step]
    if item.status in wanted.sources:
        return None
    where, helps = _where(order, rma, item), ""
    if item.status in (PENDING, AUTHORIZED) and step in ("receive", "approve", "reject"):
        helps = "; authorize it first" if item.status == PENDING else "; receive it first"
    return Refusal("return.item_status", f"{where} is {item.status} and can't be {wanted.past}{helps}.")


def present(item: ReturnItem) -> Decimal:
    """How many pieces the item stands for at its status: the latest of its quantities that counts."""
    return getattr(item, _COLUMN.get(item.status, "qty_requested"))  # type: ignore[no-any-return]


def move(rma: Return, moves: Moves, status: str) -> list[ReturnItem]:
    """Lead pieces to a status; parts of items leave the rest behind. Returns the items that moved."""
    moved = []
    for item, qty in moves:
        split(rma, item, qty)
        item.status = status
        if column := _COLUMN.get(status):
            setattr(item, column, qty)
        if status == PENDING:
            item.qty_authorized = ZERO
        moved.append(item)
    return moved


def split(rma: Return, item: ReturnItem, qty: Decimal) -> None:
    """Leave the item with so many of its pieces; the others go on in a new item after it, at its status."""
    if qty == present(item):
        return
    rest = replace(item, id=None, entity_id=None)
    for column in _QTYS:
        part = min(getattr(item, column), qty)
        setattr(rest, column, getattr(item, column) - part)
        setattr(item, column, part)
    rma.lines.insert(next(place for place, one in enumerate(rma.lines) if one is item) + 1, rest)


def advance(order: Order, rma: Return, step: str, items: Iterable[Named] | None, now: datetime) -> Moves:
    """Authorize, receive or approve pieces, or take the authorization back. Returns what moved.

    Raises Refused; RULES.md §6.
    """
    moves = chosen(order, rma, step, items)
    move(rma, moves, STEPS[step].status)
    if step == "approve":
        count_returned(order, moves)
    conclude(order, rma, now)
    return moves


def turn_down(order: Order, rma: Return, step: str, items: Iterable[Named] | None, note: str, now: datetime) -> Moves:
    """Deny what is asked for, or reject what arrived, with the reason. Raises Refused; RULES.md §6, §0.7."""
    moves = chosen(order, rma, step, items)
    for item in move(rma, moves, STEPS[step].status):
        item.note = note.strip()
    conclude(order, rma, now)
    return moves


def take_back(order: Order, rma: Return, items: Iterable[Named] | None, now: datetime) -> tuple[Moves, Moves]:
    """Undo what nothing arrived for: authorized pieces wait again, pending ones are no longer asked for.

    Without items all that is authorized; where nothing is, all that is pending. Returns both kinds. Raises Refused.
    """
    moves = chosen(order, rma, "take_back", items)
    back = [(item, qty) for item, qty in moves if item.status == AUTHORIZED]
    gone = [(item, qty) for item, qty in moves if item.status == PENDING]
    if items is None and back:
        gone = []
    move(rma, back, PENDING)
    for item, qty in gone:
        split(rma, item, qty)
        rma.lines[:] = [one for one in rma.lines if one is not item]
    conclude(order, rma, now)
    return back, gone


def close(order: Order, rma: Return, now: datetime) -> None:
    """End a return as it is: from now on it is read-only. Raises Refused where it is over already."""
    ensure(why_not_change(rma))
    rma.status = CLOSED
    rma.closed_at = now
    order.touched = True
    tell(rma, "Closed.")


def count_returned(order: Order, moves: Moves) -> None:
    """What was approved counts as returned on its order lines (RULES.md §6)."""
    for item, qty in moves:
        order.line(item.order_item_id).qty_returned += qty


def tell(rma: Return, comment: str) -> None:
    """Put what happened into the return's history."""
    rma.new_comments.append(Comment(comment))


def listed(order: Order, moves: Moves) -> str:
    """Pieces in words: "2 × MUG, 1 × TEE"."""
    total: dict[str, Decimal] = {}
    for item, qty in moves:
        sku = order.line(item.order_item_id).sku
        total[sku] = total.get(sku, ZERO) + qty
    return ", ".join(f"{plain(qty)} × {sku}" for sku, qty in total.items())


def conclude(order: Order, rma: Return, now: datetime) -> None:
    """After a step: the status follows from the items, and a return whose items are all final is over."""
    rma.status = status_of(rma.lines)
    if is_over(rma):
        rma.closed_at = now
    order.touched = True


def _ready(rma: Return, step: str) -> list[ReturnItem]:
    return [item for item in rma.lines if item.status in STEPS[step].sources]


def _named(
    order: Order,
    rma: Return,
    entry: Named,
    refuse: Callable[[ReturnItem], Refusal | None],
    taken: Mapping[int, Decimal],
) -> Moves:
    """The pieces that one entry means."""
    named = find(order, rma, entry)
    ready = [item for item in named if refuse(item) is None]
    if not ready:
        ensure(refuse(named[0]))
    left = {id(item): present(item) - taken.get(id(item), ZERO) for item in ready}
    qty = entry.get("qty")
    rest = sum(left.values(), ZERO) if qty is None else _checked(order, rma, ready[0], qty)
    moves = []
    for item in ready:
        if part := min(rest, left[id(item)]):
            moves.append((item, part))
            rest -= part
    if rest or not moves:
        most = plain(sum(left.values(), ZERO))
        where = _where(order, rma, ready[0])
        asked = most if qty is None else plain(qty)
        raise Refused("return.above_open", f"{where}: {asked} is more than the {most} that it is about.")
    return moves


def find(order: Order, rma: Return, entry: Named) -> list[ReturnItem]:
    """The items that an entry names by `entity_id` or by `sku`. Raises Refused for what isn't on the return."""
    wanted, sku = entry.get("entity_id"), entry.get("sku")
    if wanted is not None:
        named = [item for item in rma.lines if item.entity_id == wanted]
        what = f"item {wanted}"
    else:
        named = [item for item in rma.lines if order.line(item.order_item_id).sku == sku]
        what = f"item with the SKU {sku}"
    if not named:
        raise Refused("return.stranger", f"{name(rma)} has no {what}.")
    return named


def _checked(order: Order, rma: Return, item: ReturnItem, qty: Any) -> Decimal:
    """A quantity that is a number of whole pieces above 0 (RULES.md §0.7). Raises Refused."""
    where = _where(order, rma, item)
    if not isinstance(qty, Decimal) or not qty.is_finite() or not -LIMIT <= qty <= LIMIT:
        raise Refused("item.qty", f"{where}: {str(qty)[:40]} is not a quantity.")
    if qty < 0:
        raise Refused("item.qty", f"{where}: a quantity can't be negative ({plain(qty)}).")
    if not qty:
        raise Refused("return.zero", f"{where}: a step for 0 pieces is no step; leave it out.")
    if whole(order.line(item.order_item_id), qty) != qty:
        raise Refused("item.fraction", f"{where} comes in whole pieces, so {plain(qty)} can't be taken of it.")
    return qty


def _where(order: Order, rma: Return, item: ReturnItem) -> str:
    number = "" if item.entity_id is None else f" (item {item.entity_id})"
    return f"{name(rma)}, {order.line(item.order_item_id).sku}{number}"
