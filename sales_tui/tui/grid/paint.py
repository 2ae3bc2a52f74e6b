"""Paints a row of the grid as a strip, straight from its cells: no renderable, no markup, no measuring of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sales_tui.tui.grid.cells import fit, fit_text
from sales_tui.tui.grid.labels import header_labels
from sales_tui.tui.grid.layout import GAP, GUTTER, Layout, Placed
from sales_tui.tui.grid.source import Row, SortKeys

if TYPE_CHECKING:
    from rich.console import Console

CURSOR_SIGN = "▌"
MARK_SIGN = "✓"


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row is besides its cells."""

    cursor: bool = False
    marked: bool = False
    done: str | None = None
    """What happened to it just now."""


@dataclass(frozen=True, slots=True)
class GridStyles:
    """The colours of the grid, resolved."""

    row: Style
    cursor: Style
    bar: Style
    mark: Style
    done: Style
    header: Style
    sorted_header: Style


@dataclass(frozen=True, slots=True)
class Painter:
    """The columns as they are placed at the present width."""

    layout: Layout
    styles: GridStyles
    console: Console

    @property
    def width(self) -> int:
        """Terminal cells from edge to edge."""
        return self.layout.width

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The columns on the screen."""
        return self.layout.placed

    def header(self, sort: SortKeys) -> Strip:
        """The labels; beside those that are sorted by, in which direction."""
        styles = self.styles
        labels = header_labels(self.layout, sort)
        segments = [Segment(one.text, styles.sorted_header if one.is_sorted else styles.header) for one in labels]
        return self._strip(segments, styles.header)

    def row(self, row: Row | None, look: RowLook) -> Strip:
        """A row; without its cells where they haven't been read yet."""
        styles = self.styles
        style = styles.cursor if look.cursor else styles.row
        gutter = [
            Segment(CURSOR_SIGN + " " if look.cursor else "  ", style + styles.bar),
            Segment(MARK_SIGN + " " if look.marked else "  ", style + styles.mark),
        ]
        if row is None:
            return self._strip(gutter, style)
        cells = style + styles.done if look.done is not None else style
        return self._strip([*gutter, *self._cells(row, cells, look.done)], style)

    def message(self, sentence: str) -> Strip:
        """A sentence in place of rows."""
        width = max(1, self.width - GUTTER)
        return self._strip([Segment(" " * GUTTER + fit(sentence, width), self.styles.row)], self.styles.row)

    def column_at(self, x: int) -> Placed | None:
        """The column whose cells, or the gap behind it, hold this terminal cell; x from 0, the gutter included."""
        hits = [place for place in self.placed if place.x <= x < place.x + place.width + GAP]
        return hits[0] if hits else None

    def _cells(self, row: Row, style: Style, done: str | None) -> list[Segment]:
        placed = self.placed
        kept = len(placed) if done is None else _columns_beside(placed, cell_len(done))
        segments: list[Segment] = []
        for at, place in enumerate(placed[:kept]):
            cell = row[place.index] if place.index < len(row) else ""
            align = place.column.align
            if isinstance(cell, str):
                segments.append(Segment(_gap(at) + fit(cell, place.width, align), style))
            else:
                segments.append(Segment(_gap(at), style))
                text = fit_text(cell, place.width, align)
                segments += [Segment(part, style + (own or Style.null())) for part, own, _ in text.render(self.console)]
        if done is not None:
            start = placed[kept].x if kept < len(placed) else placed[-1].x + placed[-1].width + GAP
            if start < self.width:
                segments.append(Segment(_gap(kept) + fit(done, self.width - start), style))
        return segments

    def _strip(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.width, style).simplify()


def _gap(at: int) -> str:
    return " " * GAP if at else ""


def _columns_beside(placed: Sequence[Placed], width: int) -> int:
    """How many columns stay when the last ones give their room to a text of this width; at least the first."""
    end = placed[-1].x + placed[-1].width
    for kept in range(len(placed) - 1, 1, -1):
        if end - placed[kept].x >= width:
            return kept
    return 1
