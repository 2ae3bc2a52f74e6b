"""Where the columns of a table of cells stand at a width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from sales_tui.core.money import plain
from sales_tui.core.text import literal
from sales_tui.tui.forms.box import FRAME
from sales_tui.tui.forms.cells import Cell, CellRow, Pick, Quantity
from sales_tui.tui.forms.declare import Column
from sales_tui.tui.forms.part import GUTTER

GAP = 2
ARROWS = 4
"""Cells of "‹ " and " ›"."""

_NAME_LEAST, _SKU_MOST, _SKU_LEAST = 10, 20, 10
_PICK_MOST = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """A column on the screen. `index`: which text, or which cell."""

    kind: str
    """sku, name, text or cell."""
    label: str
    x: int
    width: int
    index: int = 0
    right: bool = False


def place(rows: Sequence[CellRow], texts: Sequence[Column], cells: Sequence[Column], width: int) -> tuple[Spot, ...]:
    """Fit the columns into the width: first the texts go, then the product's name; it takes what is left over."""
    sku = max([cell_len(literal(row.sku)) for row in rows] + [3])
    wanted: list[tuple[str, Column, int]] = [
        ("sku", Column("SKU", min(sku, _SKU_MOST)), 0),
        ("name", Column("Product", _NAME_LEAST, priority=1), 0),
    ]
    for index, column in enumerate(texts):
        widest = max([cell_len(literal(row.texts[index])) for row in rows] + [len(column.label), column.width])
        wanted.append(("text", Column(column.label, widest, column.priority + 1), index))
    for index, column in enumerate(cells):
        widest = max([_cells(row.cells[index], column.width) for row in rows] + [len(column.label)])
        wanted.append(("cell", Column(column.label, widest), index))
    while _needed(wanted) > width:
        dropped = max(wanted, key=lambda entry: (entry[1].priority, entry[2]))
        if not dropped[1].priority:
            break
        wanted.remove(dropped)
    return _spots(_shortened(wanted, width), width)


def digits(cell: Quantity) -> int:
    """Cells for a typed quantity."""
    return max(len(plain(cell.most)), 3)


def _shortened(wanted: list[tuple[str, Column, int]], width: int) -> list[tuple[str, Column, int]]:
    """Where even the cells don't fit, the SKU gives way."""
    over = _needed(wanted) - width
    if over <= 0:
        return wanted
    kind, column, index = wanted[0]
    return [(kind, Column(column.label, max(_SKU_LEAST, column.width - over)), index), *wanted[1:]]


def _spots(wanted: list[tuple[str, Column, int]], width: int) -> tuple[Spot, ...]:
    spare = max(0, width - _needed(wanted))
    spots, x = [], GUTTER
    for kind, column, index in wanted:
        cells = column.width + (spare if kind == "name" else 0)
        spots.append(Spot(kind, column.label, x, cells, index, right=kind == "text"))
        x += cells + GAP
    return tuple(spots)


def _cells(cell: Cell, width: int) -> int:
    if isinstance(cell, Quantity):
        return digits(cell) + FRAME + len(f" of {plain(cell.most)}")
    if isinstance(cell, Pick):
        return ARROWS + min(_PICK_MOST, max([cell_len(literal(words)) for _, words in cell.options] + [6]))
    return FRAME + width


def _needed(wanted: list[tuple[str, Column, int]]) -> int:
    return GUTTER + sum(column.width for _, column, _ in wanted) + GAP * (len(wanted) - 1)
