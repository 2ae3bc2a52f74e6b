"""Which columns fit into a width, how wide each is, and which come next when the columns are scrolled sideways.

The first column always stays. At first the least important ones are dropped until the rest fits; one step to the
right, those from the first dropped one on stand beside the first column, as far as there is room, and each further
step leaves one more out at the left. Where the columns and their order were chosen by the person, none is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sales_tui.tui.grid.source import GridColumn

GAP = 2
"""Cells between two columns."""

GUTTER = 4
"""Cells at the left: the cursor's bar, a blank, the sign of a mark, a blank."""

LABEL = 5
"""Cells a column must have left to be shown cut: four of its label, and the sign that it is cut."""

_Entry = tuple[int, GridColumn]
"""A column with its place among all."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column on the screen: `index` is its cell in a row, `x` its first terminal cell, the gutter included."""

    column: GridColumn
    index: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns on the screen, and whether there are others beside them."""

    placed: tuple[Placed, ...] = ()
    width: int = 0
    skip: int = 0
    """How many steps it is scrolled to the right: as many as were asked for and bring something new."""
    more_left: bool = False
    more_right: bool = False


def lay_out(columns: Sequence[GridColumn], width: int, skip: int = 0, *, keep_all: bool = False) -> Layout:
    """Fit the columns into `width` terminal cells, `skip` steps to the right; with `keep_all` none is dropped.

    The last column may be cut if it is a text and its label can still be told.
    """
    entries = list(enumerate(columns))
    room = width - GUTTER
    if len(entries) < 2 or _needed(entries) <= room:
        return Layout(_placed(entries, width), width)
    kept = [] if keep_all else _important(entries, room)
    last = _last_start(entries, room)
    first = 1 if keep_all else min(last, next(entry[0] for entry in entries if entry not in kept))
    skip = max(0, min(skip, last - first + bool(kept)))
    if kept and not skip:
        return Layout(_placed(kept, width), width, more_right=True)
    start = first + skip - bool(kept)
    shown = _in_order(entries, start, room)
    return Layout(_placed(shown, width), width, skip, more_left=start > 1, more_right=start < last)


def _important(entries: Sequence[_Entry], room: int) -> list[_Entry]:
    """Those that fit when the highest priority number goes first, and among equals the one most right."""
    shown = list(entries)
    while len(shown) > 1 and _needed(shown) > room:
        shown.remove(max(shown[1:], key=lambda entry: (entry[1].priority, entry[0])))
    return shown


def _in_order(entries: Sequence[_Entry], start: int, room: int) -> list[_Entry]:
    """The first one, and what fits of those from `start` on; the last of them may be cut."""
    first, column = entries[0]
    least = min(entries[start][1].width, LABEL)
    shown = [(first, replace(column, width=max(1, min(column.width, room - GAP - least))))]
    for index, other in entries[start:]:
        left = room - _needed(shown) - GAP
        if other.width > left and index > start and not _may_be_cut(other, left):
            break
        shown.append((index, other if other.width <= left else replace(other, width=max(1, left))))
        if other.width > left:
            break
    return shown


def _may_be_cut(column: GridColumn, width: int) -> bool:
    """Whether so little of it is worth showing. Never of an amount: its end says how large it is."""
    return column.align == "left" and width >= LABEL


def _last_start(entries: Sequence[_Entry], room: int) -> int:
    """The first start from which the last column is whole, or else alone beside the first one."""
    last = len(entries) - 1
    return next((start for start in range(1, last) if _in_order(entries, start, room)[-1] == entries[-1]), last)


def _placed(shown: Sequence[_Entry], width: int) -> tuple[Placed, ...]:
    """Side by side; what is left over goes to those that stretch."""
    stretching = [index for index, column in shown if column.stretches]
    spare = max(0, width - GUTTER - _needed(shown))
    placed: list[Placed] = []
    x = GUTTER
    for index, column in shown:
        own = column.width
        if index in stretching:
            turn = stretching.index(index)
            own += spare // len(stretching) + (turn < spare % len(stretching))
        own = max(1, min(own, width - x))
        placed.append(Placed(column, index, x, own))
        x += own + GAP
    return tuple(placed)


def _needed(shown: Sequence[_Entry]) -> int:
    return sum(column.width for _, column in shown) + GAP * max(0, len(shown) - 1)
