"""What the grid was asked: which records, in which order, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.panels.line import Line, Part


class QuestionLine(Line):
    """View, sort, count."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self._view = self._sort = self._count = ""

    def show(self, view: str, sort: str, count: str) -> None:
        """Another question, or its answer."""
        if (view, sort, count) != (self._view, self._sort, self._count):
            self._view, self._sort, self._count = view, sort, count
            self.refresh()

    def left(self) -> Sequence[Part]:
        """View and sort."""
        return ((self._view, "bold"), (f"   {self._sort}", "$text-muted"))

    def right(self) -> Sequence[Part]:
        """The count."""
        return ((f"  {self._count}", ""),)
