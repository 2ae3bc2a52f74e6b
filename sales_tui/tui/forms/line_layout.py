"""Where the columns of the table of lines stand at a width, and on which screen line each order line is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from sales_tui.core.money import plain
from sales_tui.core.text import literal
from sales_tui.tui.forms.box import FRAME
from sales_tui.tui.forms.declare import Column, LineRow, Lines
from sales_tui.tui.forms.part import GUTTER

GAP = 2
NARROW = 100
_NAME_LEAST, _SKU_MOST = 18, 20
TICK = 4
"""Cells of "[ ] "."""

Kind = Literal["sku", "name", "cell", "field", "stock", "live"]


@dataclass(frozen=True, slots=True)
class Place:
    """A column on the screen. `index`: which of the row's cells, or of the outcome's."""

    kind: Kind
    label: str
    x: int
    width: int
    index: int = 0
    right: bool = True


@dataclass(frozen=True, slots=True)
class Stacked:
    """A screen line of the table: an order line, or one of its notes."""

    row: int
    note: int | None = None


def stack(lines: Lines) -> list[Stacked]:
    """The screen lines below the header, in order."""
    stacked = []
    for index, row in enumerate(lines.rows):
        stacked.append(Stacked(index))
        stacked += [Stacked(index, note) for note in range(len(row.notes))]
    return stacked


def digits(lines: Lines) -> int:
    """Cells for a typed quantity."""
    return max([len(plain(row.open)) for row in lines.rows if row.open] + [4])


def place(lines: Lines, width: int) -> tuple[Place, ...]:
    """Fit the columns into the width; the product's name takes what is left over."""
    wanted = _wanted(lines, width)
    while len(wanted) > 2 and _needed(wanted) > width:
        dropped = max(wanted, key=lambda entry: (entry[1].priority, entry[2]))
        if not dropped[1].priority:
            break
        wanted.remove(dropped)
    spare = width - _needed(wanted)
    placed, x = [], GUTTER
    for kind, column, index in wanted:
        cells = column.width + (spare if kind == "name" else 0)
        cells = max(4, cells) if kind == "name" else cells
        placed.append(Place(kind, column.label, x, cells, index, right=kind not in ("sku", "name", "stock")))
        x += cells + GAP
    return tuple(placed)


def _wanted(lines: Lines, width: int) -> list[tuple[Kind, Column, int]]:
    sku = max([cell_len(literal(row.sku)) + row.indent for row in lines.rows] + [3])
    most = _SKU_MOST if width >= NARROW else 12
    wanted: list[tuple[Kind, Column, int]] = [
        ("sku", Column("SKU", min(sku, most)), 0),
        ("name", Column("Product", _NAME_LEAST), 0),
    ]
    for index, column in enumerate(lines.columns):
        cells = max([len(row.cells[index]) for row in lines.rows] + [len(column.label), column.width])
        wanted.append(("cell", Column(column.label, cells, column.priority), index))
    if lines.verb:
        cells = max(field_width(lines), len(lines.verb))
        wanted.append(("field", Column(lines.verb, cells), 0))
    if lines.stock:
        label = "back to stock" if width >= NARROW else "stock"
        wanted.append(("stock", Column(label, max(TICK + digits(lines), len(label))), 0))
    for index, column in enumerate(lines.live):
        wanted.append(("live", Column(column.label, max(column.width, len(column.label)), column.priority), index))
    return wanted


def field_width(lines: Lines) -> int:
    """Cells of a field with the most that can be taken behind it."""
    return digits(lines) + FRAME + 1 + limit_width(lines)


def limit(row: LineRow) -> str:
    """The most that can be taken, behind the field."""
    return f"of {plain(row.open)}"


def limit_width(lines: Lines) -> int:
    """Cells of the longest limit."""
    return max([len(limit(row)) for row in lines.rows if row.open] + [4])


def _needed(wanted: list[tuple[Kind, Column, int]]) -> int:
    return GUTTER + sum(column.width for _, column, _ in wanted) + GAP * (len(wanted) - 1)
