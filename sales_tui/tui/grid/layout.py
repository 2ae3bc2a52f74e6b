"""Which columns fit into a width, and how wide each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sales_tui.tui.grid.source import GridColumn

GAP = 2
"""Cells between two columns."""

GUTTER = 4
"""Cells at the left: the cursor's bar, a blank, the sign of a mark, a blank."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column on the screen: `index` is its cell in a row, `x` its first terminal cell, the gutter included."""

    column: GridColumn
    index: int
    x: int
    width: int


def place(columns: Sequence[GridColumn], width: int) -> tuple[Placed, ...]:
    """Fit the columns into `width` terminal cells; the first of those that remain is never dropped."""
    shown = _kept(columns, width - GUTTER)
    flexible = [index for index, column in shown if column.flexible]
    spare = max(0, width - GUTTER - _needed(shown))
    placed: list[Placed] = []
    x = GUTTER
    for index, column in shown:
        own = column.width
        if index in flexible:
            turn = flexible.index(index)
            own += spare // len(flexible) + (turn < spare % len(flexible))
        own = max(1, min(own, width - x))
        placed.append(Placed(column, index, x, own))
        x += own + GAP
    return tuple(placed)


def _kept(columns: Sequence[GridColumn], width: int) -> list[tuple[int, GridColumn]]:
    """The columns that fit, with their index; dropped are the highest priority number, then the one most right."""
    shown = list(enumerate(columns))
    while len(shown) > 1 and _needed(shown) > width:
        shown.remove(max(shown[1:], key=lambda entry: (entry[1].priority, entry[0])))
    return shown


def _needed(shown: Sequence[tuple[int, GridColumn]]) -> int:
    return sum(column.width for _, column in shown) + GAP * max(0, len(shown) - 1)
