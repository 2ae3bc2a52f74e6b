"""The header's texts: the columns' labels, what is sorted by, and whether there are more columns beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from sales_tui.tui.grid.cells import fit
from sales_tui.tui.grid.layout import Layout, Placed
from sales_tui.tui.grid.source import SortKeys

MORE_LEFT = "‹"
MORE_RIGHT = "›"


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of the header."""

    text: str
    is_sorted: bool = False


def header_labels(layout: Layout, sort: SortKeys) -> Iterator[Label]:
    """The header from left to right, as wide as the columns; as the screen, where there are more to the right."""
    ranks = {key: (rank, descending) for rank, (key, descending) in enumerate(sort, 1)}
    end = 0
    for at, place in enumerate(layout.placed):
        arrow = _arrow(*ranks[place.column.key]) if place.column.key in ranks else ""
        x, width = place.x, place.width
        if layout.more_right and place is layout.placed[-1]:
            x, width = _beside_sign(place, cell_len(place.column.label) + len(arrow and " ") + len(arrow), layout.width)
        yield Label((MORE_LEFT if at == 1 and layout.more_left else "").ljust(x - end))
        yield Label(_label(place, width, arrow), bool(arrow))
        end = x + width
    if layout.more_right:
        yield Label(MORE_RIGHT.rjust(layout.width - end))


def _beside_sign(place: Placed, needed: int, end: int) -> tuple[int, int]:
    """Where the last label begins, and its width, so that the last cell is free for the sign.

    If there is no room otherwise, it begins a cell early, in the gap: the sign is never in place of its end.
    """
    needed, room = min(place.width, needed), end - 1 - place.x
    if needed > room:
        return place.x - 1, min(place.width, room + 1)
    return place.x, min(place.width, room - 1 if needed < room else room)


def _arrow(rank: int, descending: bool) -> str:
    """Which way; of further columns also their rank."""
    return ("▾" if descending else "▴") + (str(rank) if rank > 1 else "")


def _label(place: Placed, width: int, arrow: str) -> str:
    """The column's label; the arrow stays even where the label has to be cut."""
    column = place.column
    if not arrow:
        return fit(column.label, width, column.align)
    room = width - len(arrow) - 1
    label = fit(column.label, room).rstrip() + " " if room > 0 else ""
    return fit((label + arrow).strip(), width, column.align)
