"""Configurable products and bundles: which rows lead, and how far the others move along (RULES.md §0.13).

Money: a row that isn't `is_dummy` leads. Parcels: a row that `ships` leads. A child that doesn't lead follows its
parent by the ratio of the quantities ordered; a parent that doesn't lead counts the whole sets of its children.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal

from sales_tui.core.money import STORED_DIGITS, ZERO, round_half_up, share
from sales_tui.rules.quantities import not_shipped, ships, to_cancel
from sales_tui.rules.records import Line, Order

Lead = Callable[[Line], bool]

_ONE = Decimal(1)
_FINEST = _ONE.scaleb(-STORED_DIGITS)


def mark(lines: Iterable[Line]) -> None:
    """Set the flags of composite rows that follow from others, for lines that come in from outside.

    A configurable's child counts and ships with its parent; a parent with a child that doesn't travel with it ships in
    parts. The caller has set `is_dummy` and `ships_with_parent` of bundles from the product's own options.
    """
    rows = {line.id: line for line in lines}
    for child in rows.values():
        parent = rows.get(child.parent_id) if child.parent_id is not None else None
        if parent is None:
            continue
        if parent.product_type == "configurable":
            child.is_dummy = child.ships_with_parent = True
        parent.ships_in_parts = parent.ships_in_parts or not child.ships_with_parent


def counts(line: Line) -> bool:
    """Whether the row counts for money: sums take it, documents price it."""
    return not line.is_dummy


def children(order: Order, parent: Line) -> list[Line]:
    """The rows below a parent, in item order."""
    return [line for line in order.lines if line.parent_id == parent.id]


def whole(line: Line, qty: Decimal) -> Decimal:
    """The quantity cut down to pieces that exist of this line."""
    return qty.quantize(_FINEST if line.is_qty_decimal else _ONE, ROUND_FLOOR)


def sets(parent: Line, parts: Mapping[int, Decimal], rows: Iterable[Line]) -> Decimal:
    """How many whole parents those quantities of its children (`rows`) make up."""
    return whole(parent, min(share(parts[row.id], parent.qty_ordered, row.qty_ordered) for row in rows))


def following(order: Order, column: str, moved: Mapping[int, Decimal], lead: Lead) -> dict[int, Decimal]:
    """By how much the rows that don't lead move when the leading rows move by `moved` (both by `Line.id`).

    `column` is the quantity that moves, such as "qty_invoiced". A move never breaks the limits of its own row.
    """
    if all(line.parent_id is None for line in order.lines):
        return {}
    rows = {line.id: line for line in order.lines}
    after = {line.id: getattr(line, column) + moved.get(line.id, ZERO) for line in order.lines}
    moves = {}
    for line in order.lines:
        if lead(line):
            continue
        target = _target(rows, line, after, lead)
        move = min(target - getattr(line, column), _ROOM[column](line))
        if move > 0:
            moves[line.id] = move
    return moves


def _target(rows: Mapping[int, Line], line: Line, after: Mapping[int, Decimal], lead: Lead) -> Decimal:
    """Where a row that doesn't lead should be, once the others are where `after` says."""
    if line.parent_id is not None:
        parent = rows.get(line.parent_id)
        if parent is None or not lead(parent) or not parent.qty_ordered:
            return ZERO
        return round_half_up(share(after[parent.id], line.qty_ordered, parent.qty_ordered), STORED_DIGITS)
    leading = [row for row in rows.values() if row.parent_id == line.id and lead(row) and row.qty_ordered]
    return sets(line, after, leading) if leading else ZERO


def _room_to_ship(line: Line) -> Decimal:
    return ZERO if line.is_virtual else line.qty_ordered - line.qty_shipped - line.qty_canceled


def _room_to_cancel(line: Line) -> Decimal:
    return line.qty_ordered - line.qty_canceled - max(line.qty_shipped, line.qty_invoiced)


_ROOM: Mapping[str, Callable[[Line], Decimal]] = {
    "qty_invoiced": lambda line: line.qty_ordered - line.qty_invoiced - line.qty_canceled,
    "qty_refunded": lambda line: line.qty_invoiced - line.qty_refunded,
    "qty_shipped": _room_to_ship,
    "qty_canceled": _room_to_cancel,
}


def cancelable(order: Order, line: Line) -> Decimal:
    """What a cancellation takes of a line: of a bundle that ships in parts, only whole sets that nothing has left."""
    qty = to_cancel(line)
    if not (qty and line.ships_in_parts):
        return qty
    parts = [child for child in children(order, line) if ships(child) and child.qty_ordered]
    if not parts:
        return qty
    return min(qty, sets(line, {part.id: not_shipped(part) for part in parts}, parts))
