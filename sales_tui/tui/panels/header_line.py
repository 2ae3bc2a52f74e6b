"""The labels of the columns, in their places, until the grid itself is there."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.grid.layout import GAP, GUTTER, place
from sales_tui.tui.grid.source import GridColumn, Sort
from sales_tui.tui.panels.line import Line, Part, cell


class HeaderLine(Line):
    """Looks like the first line of the grid that takes its place."""

    DEFAULT_CSS = "HeaderLine { height: 1fr; }"

    def __init__(self, columns: Sequence[GridColumn], sort: Sort) -> None:
        super().__init__()
        self._columns = columns
        self._sort = sort

    def left(self) -> Sequence[Part]:
        """All that fit, the scroll bar's room left free."""
        parts: list[Part] = [(" " * GUTTER, "")]
        for at, placed in enumerate(place(self._columns, self.size.width - 1)):
            column = placed.column
            is_sorted = column.key == self._sort[0]
            label = f"{column.label} {'▾' if self._sort[1] else '▴'}" if is_sorted else column.label
            text = cell(label, placed.width, right=column.align == "right")
            parts.append((" " * GAP * bool(at) + text, "$accent" if is_sorted else "$text-muted"))
        return parts
