"""From what a person or a script names (SKUs, item ids, quantities) to order lines and checked quantities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.core.money import LIMIT, ZERO, plain, share
from sales_tui.core.refusal import Refused
from sales_tui.rules.composites import children, sets, whole
from sales_tui.rules.records import Line, Order

Available = Callable[[Line], Decimal]
Item = Mapping[str, Any]


def select_lines(order: Order, items: Iterable[Item], available: Available) -> dict[int, Decimal]:
    """Resolve an action's items to quantities by `Line.id` (INTERFACE §4, RULES.md §0.13).

    An item is {"sku" or "item_id", "qty" (a Decimal; unsaid: all that is available)}. A SKU addresses top-level rows,
    and several rows of it are filled in item order; an item id is exact. Quantities of 0 select nothing, and `prepare`
    of each document says whether nothing is allowed. Raises Refused.
    """
    selected: dict[int, Decimal] = {}

    def left(line: Line) -> Decimal:
        return max(available(line) - selected.get(line.id, ZERO), ZERO)

    for item in items:
        rows = _named(order, item)
        qty = item.get("qty")
        if qty is None:
            taken = {row.id: left(row) for line in rows for row in _leading(order, line, left)}
        else:
            taken = _fill(order, rows, _readable(order, rows[0], qty), left)
        for line_id, part in taken.items():
            if part:
                selected[line_id] = selected.get(line_id, ZERO) + part
    return selected


def checked(
    order: Order, qtys: Mapping[int, Decimal], available: Available, code: str, verb: str
) -> dict[int, Decimal]:
    """The quantities above 0, each known, in whole pieces where pieces are whole, and not above what is available.

    `verb` completes "left to …". Raises Refused (`code` for a quantity above what is open).
    """
    lines = {line.id: line for line in order.lines}
    for line_id, qty in qtys.items():
        line = lines.get(line_id)
        if line is None:
            raise Refused("item.unknown", f"Order {order.increment_id} has no line {line_id}.")
        _readable(order, line, qty)
        open_qty = available(line)
        if qty > open_qty:
            raise Refused(
                code, f"{_where(order, line)}: {plain(qty)} is more than the {plain(open_qty)} left to {verb}."
            )
        _in_pieces(order, line, qty)
    return {line_id: qty for line_id, qty in qtys.items() if qty}


def _named(order: Order, item: Item) -> list[Line]:
    """The rows that an item names: one by its id, or all top-level rows of its SKU."""
    item_id, sku = item.get("item_id"), item.get("sku")
    if item_id is not None:
        rows = [line for line in order.lines if str(line.id if line.item_id is None else line.item_id) == str(item_id)]
        if sku is not None and any(line.sku != sku for line in rows):
            raise Refused("item.mismatch", f"Order {order.increment_id}: item {item_id} is {rows[0].sku}, not {sku}.")
        named = f"item {item_id}"
    elif sku is not None:
        rows = [line for line in order.lines if line.sku == sku and line.parent_id is None]
        named = f"line with the SKU {sku}"
    else:
        raise Refused("item.unnamed", f"Order {order.increment_id}: an item needs a sku or an item_id.")
    if not rows:
        raise Refused("item.unknown", f"Order {order.increment_id} has no {named}.")
    return rows


def _fill(order: Order, rows: list[Line], qty: Decimal, left: Available) -> dict[int, Decimal]:
    """Spread a quantity over the rows in item order, as far as each goes."""
    taken: dict[int, Decimal] = {}
    rest, open_qty = qty, ZERO
    for line in rows:
        leading = _leading(order, line, left)
        most = _open_sets(line, leading, left)
        part = min(rest, most)
        open_qty += most
        if part:
            _in_pieces(order, line, part)
            rest -= part
            for row in leading:
                taken[row.id] = share(part, row.qty_ordered, line.qty_ordered) if row is not line else part
    if rest:
        above = f"{plain(qty)} is more than the {plain(open_qty)} that is open"
        raise Refused("item.above_open", f"{_where(order, rows[0])}: {above}.{_hint(order, rows[0])}")
    return taken


def _leading(order: Order, line: Line, left: Available) -> list[Line]:
    """The rows that count for a row: itself, or its children where it has nothing of its own to give."""
    if left(line):
        return [line]
    return [child for child in children(order, line) if left(child) and child.qty_ordered] or [line]


def _open_sets(line: Line, leading: list[Line], left: Available) -> Decimal:
    """How many of a row are open: its own pieces, or the whole sets that its children make up."""
    if leading == [line]:
        return left(line)
    return sets(line, {row.id: left(row) for row in leading}, leading)


def _readable(order: Order, line: Line, qty: Any) -> Decimal:
    """A quantity as a finite number that isn't negative."""
    if not isinstance(qty, Decimal) or not qty.is_finite() or not -LIMIT <= qty <= LIMIT:
        raise Refused("item.qty", f"{_where(order, line)}: {str(qty)[:40]} is not a quantity.")
    if qty < 0:
        raise Refused("item.qty", f"{_where(order, line)}: a quantity can't be negative ({plain(qty)}).")
    return qty


def _in_pieces(order: Order, line: Line, qty: Decimal) -> None:
    """Refuse fractions of lines that come in whole pieces, and more than four decimals of the others."""
    if whole(line, qty) == qty:
        return
    pieces = "has at most four decimals" if line.is_qty_decimal else "is sold in whole pieces"
    raise Refused("item.fraction", f"{_where(order, line)} {pieces}, so {plain(qty)} can't be taken of it.")


def _where(order: Order, line: Line) -> str:
    return f"Order {order.increment_id}, {line.sku}"


def _hint(order: Order, line: Line) -> str:
    """For a row that counts with its parent: name the parent."""
    if line.parent_id is None:
        return ""
    return f" It belongs to {order.line(line.parent_id).sku}; name that one."
