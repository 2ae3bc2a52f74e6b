"""The labels of the columns, in their places, until the grid itself is there."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.grid.labels import header_labels
from sales_tui.tui.grid.layout import lay_out
from sales_tui.tui.grid.source import GridColumn, SortKeys
from sales_tui.tui.panels.line import Line, Part


class HeaderLine(Line):
    """Looks like the first line of the grid that takes its place."""

    DEFAULT_CSS = "HeaderLine { height: 1fr; }"

    def __init__(self, columns: Sequence[GridColumn], sort: SortKeys, *, fixed_layout: bool = False) -> None:
        super().__init__()
        self._columns = columns
        self._sort = sort
        self._fixed_layout = fixed_layout

    def left(self) -> Sequence[Part]:
        """All that fit, the scroll bar's room left free."""
        layout = lay_out(self._columns, self.size.width - 1, keep_all=self._fixed_layout)
        return [
            (label.text, "$accent" if label.is_sorted else "$text-muted") for label in header_labels(layout, self._sort)
        ]
