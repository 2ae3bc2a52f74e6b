"""Cell texts cut and padded to a width in terminal cells."""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from sales_tui.core.text import literal
from sales_tui.tui.grid.source import Cell

_LONGEST = 8
"""Code points a terminal cell may hold; longer piles of combining marks would spill over the rows around it."""


def fit(cell: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """The cell's text, literal, cut with `…` or padded, exactly `width` terminal cells wide."""
    text = _shortened(literal(cell), width)
    if align == "right":
        text = " " * (width - cell_len(text)) + text
    return set_cell_size(text, width)


def fit_text(cell: Text, width: int, align: Literal["left", "right"] = "left") -> Text:
    """The same for a text with styles: they stay on the characters that remain."""
    styled = cell.copy()
    styled.plain = literal(cell.plain)
    styled.truncate(width, overflow="ellipsis")
    styled.align(align, width)
    return styled


def plain(cell: Cell) -> str:
    """The text of a cell without its styles."""
    return cell if isinstance(cell, str) else cell.plain


def _shortened(text: str, width: int) -> str:
    """At most `width` cells, ending in `…` where something was cut."""
    if len(text) > width * _LONGEST:
        text = "".join(char for char in text[: width * 2 * _LONGEST] if cell_len(char)) + "…"
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
