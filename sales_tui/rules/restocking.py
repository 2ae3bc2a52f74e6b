"""Which pieces go back to stock with a credit memo or an exchange: the things themselves, each counted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sales_tui.core.money import STORED_DIGITS, ZERO, round_half_up, share
from sales_tui.rules.composites import children
from sales_tui.rules.records import CreditMemo, Line, Order
from sales_tui.rules.return_records import Return, ReturnItem


@dataclass(frozen=True, slots=True)
class Movement:
    """Pieces of one order line that go back to stock."""

    line: Line
    qty: Decimal
    shelf: str = ""
    rma: Return | None = None
    """The return that they came with."""


def of_memo(order: Order, memo: CreditMemo) -> Iterator[Movement]:
    """What goes back with a new credit memo, shelf by shelf where a return says where they were put.

    Of a configurable product or a bundle its parts go back, never the row above them.
    """
    lines = {doc.order_item_id: doc.qty for doc in memo.lines if doc.back_to_stock}
    settled = [(rma, item) for rma in order.returns for item in rma.lines if item.creditmemo is memo]
    above = {order.line(key).parent_id for key in lines}
    for key, qty in lines.items():
        line = order.line(key)
        if key in above or line.is_virtual:
            continue
        for rma, item in settled:
            part = min(_part_of(order, item, line), qty)
            if part:
                yield Movement(line, part, item.shelf, rma)
                qty -= part
        if qty:
            yield Movement(line, qty)


def of_exchanges(order: Order) -> Iterator[Movement]:
    """What goes back of pieces that are replaced in this action."""
    for rma in order.returns:
        for item in rma.lines:
            if item.exchange is not None and item.to_stock:
                line = order.line(item.order_item_id)
                for row in children(order, line) or [line]:
                    if part := _part_of(order, item, row):
                        yield Movement(row, part, item.shelf, rma)


def _part_of(order: Order, item: ReturnItem, line: Line) -> Decimal:
    """How many pieces of a row an accepted item of a return is: of its own row, or of the row above it."""
    if item.order_item_id == line.id:
        return item.qty_approved
    above = order.line(item.order_item_id)
    if line.parent_id != above.id or not above.qty_ordered or line.is_virtual:
        return ZERO
    return round_half_up(share(item.qty_approved, line.qty_ordered, above.qty_ordered), STORED_DIGITS)
