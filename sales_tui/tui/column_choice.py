"""Which columns a grid shows, in which order and how wide, while somebody chooses them."""

from __future__ import annotations

from sales_tui.tui.question import Widths
from sales_tui.workspaces.base import Column, Workspace

NARROWEST, WIDEST = 3, 60
"""Cells of a column."""


class ColumnChoice:
    """The shown columns, the record's number first, and the others behind them."""

    def __init__(self, place: Workspace, columns: Widths) -> None:
        self._place = place
        self._widths: dict[str, int] = {}
        self.shown: list[Column] = []
        self._begin(columns)

    def _begin(self, columns: Widths) -> None:
        chosen = [column for name, _ in columns if (column := self._place.column(name))] or [*self._place.defaults]
        number = self._place.column(self._place.number)
        self.shown = [column for column in (number, *chosen) if column is not None]
        self.shown = [column for at, column in enumerate(self.shown) if column not in self.shown[:at]]
        self._widths = {name: width for name, width in columns if width}

    @property
    def others(self) -> list[Column]:
        """Those that aren't shown, in the workspace's order."""
        return [column for column in self._place.columns if column not in self.shown]

    def width(self, column: Column) -> int:
        """How wide it is, or would be."""
        return self._widths.get(column.name, column.width)

    def is_chosen(self, column: Column) -> bool:
        """Whether its width is somebody's choice."""
        return column.name in self._widths

    def is_fixed(self, column: Column) -> bool:
        """Whether it always stands first."""
        return column.name == self._place.number

    # --- changes

    def toggle(self, column: Column) -> None:
        """Show it as the last one, or no longer."""
        if column in self.shown:
            self.shown.remove(column)
        else:
            self.shown.append(column)

    def move(self, column: Column, step: int) -> bool:
        """Let it change places with its neighbour; False where it can't: nothing stands before the number."""
        at = self.shown.index(column)
        if at == 0 or not 0 < at + step < len(self.shown):
            return False
        self.shown.insert(at + step, self.shown.pop(at))
        return True

    def widen(self, column: Column, step: int) -> bool:
        """Wider or narrower; as wide as it is by itself, it has no chosen width. False where it can't."""
        width = self.width(column) + step
        if not NARROWEST <= width <= WIDEST:
            return False
        self._widths[column.name] = width
        if width == column.width:
            del self._widths[column.name]
        return True

    def reset(self) -> None:
        """As the workspace has them by itself."""
        self._begin(())

    @property
    def result(self) -> Widths:
        """The choice; nothing where it is what the workspace has by itself."""
        chosen = tuple((column.name, self._widths.get(column.name)) for column in self.shown)
        own = ColumnChoice(self._place, ()).shown
        return () if chosen == tuple((column.name, None) for column in own) else chosen
