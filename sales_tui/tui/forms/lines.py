"""Order lines as rows of a form's table: parents before their children, with what can still be taken of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sales_tui.core.money import STORED_DIGITS, ZERO
from sales_tui.rules.records import DocLine, Line, Order
from sales_tui.tui.forms.case import Case, item_id
from sales_tui.tui.forms.declare import Column, LineRow

Quantity = Callable[[Line], Decimal]


def nothing(_line: Line) -> Decimal:
    """No quantity."""
    return ZERO


def no_notes(_line: Line) -> tuple[str, ...]:
    """Nothing to say about a line."""
    return ()


@dataclass(frozen=True, slots=True)
class RowMaker:
    """How a form shows an order line."""

    cells: Callable[[Line], tuple[str, ...]]
    open: Quantity = nothing
    preset: Quantity = nothing
    full: Quantity | None = None
    """What `*` fills in; all that is open unless said otherwise."""
    notes: Callable[[Line], tuple[str, ...]] = no_notes

    def rows(self, order: Order) -> tuple[LineRow, ...]:
        """The rows of the order's lines."""
        return tuple(self._row(line, indent) for line, indent in _in_families(order))

    def _row(self, line: Line, indent: int) -> LineRow:
        return LineRow(
            line_id=line.id,
            item_id=item_id(line),
            sku=line.sku,
            name=line.name,
            cells=self.cells(line),
            open=self.open(line),
            preset=self.preset(line),
            full=(self.full or self.open)(line),
            decimals=STORED_DIGITS if line.is_qty_decimal else 0,
            indent=indent,
            notes=self.notes(line),
        )


def _in_families(order: Order) -> Iterator[tuple[Line, int]]:
    """The lines with their indent: below a parent its children, but for those of a configurable, which are it."""
    known = {line.id for line in order.lines}
    children: dict[int | None, list[Line]] = {}
    for line in order.lines:
        children.setdefault(line.parent_id if line.parent_id in known else None, []).append(line)

    def family(parent: int | None, indent: int) -> Iterator[tuple[Line, int]]:
        for line in children.get(parent, ()):
            yield line, indent
            if line.product_type != "configurable":
                yield from family(line.id, indent + 2)

    return family(None, 0)


def money_columns(case: Case, *, with_tax: bool) -> tuple[Column, ...]:
    """The columns of what a line comes to: wide enough for the whole line, so that nothing moves while one types."""
    widest = max([len(case.money(line.money.row_total)) for line in case.order.lines] + [9])
    row = Column("row", widest)
    return (row, Column("tax", max(widest - 2, 8), priority=1)) if with_tax else (row,)


def money_cells(case: Case, lines: Iterable[DocLine], *, with_tax: bool) -> dict[int, tuple[str, ...]]:
    """What each line of a document comes to, in the currency the customer paid."""
    cells: dict[int, tuple[str, ...]] = {}
    for line in lines:
        row, tax = case.money(line.money.row_total), case.money(line.money.tax_amount)
        cells[line.order_item_id] = (row, tax) if with_tax else (row,)
    return cells
