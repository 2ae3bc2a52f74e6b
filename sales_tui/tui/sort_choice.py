"""By which columns a grid is sorted, while somebody chooses them."""

from __future__ import annotations

from sales_tui.tui.question import Sort
from sales_tui.workspaces.base import Column, Show, Workspace


def begins_descending(column: Column) -> bool:
    """Whether the largest or the newest comes first, when nothing else is said."""
    return column.show.is_number or column.show is Show.INSTANT


class SortChoice:
    """Sort keys, the most important first."""

    def __init__(self, place: Workspace, sort: Sort) -> None:
        self._place = place
        self._began = self.keys = sort

    @property
    def is_changed(self) -> bool:
        """Whether another order than at the beginning was put together."""
        return self.keys != self._began

    def alone(self, column: Column) -> Sort:
        """By this column and no other: the first one of the order at the beginning is turned round."""
        name, descending = self._began[0] if self._began else ("", False)
        return ((column.name, not descending if column.name == name else begins_descending(column)),)

    def place(self, column: Column) -> int | None:
        """The column's rank, from 0."""
        return next((at for at, (name, _) in enumerate(self.keys) if name == column.name), None)

    def is_descending(self, column: Column) -> bool:
        """Its direction, now or when it is added."""
        at = self.place(column)
        return begins_descending(column) if at is None else self.keys[at][1]

    def turn(self, column: Column) -> None:
        """Add it behind the others; once more: turn it round; once more: take it away."""
        at, first = self.place(column), begins_descending(column)
        if at is None:
            self.keys = (*self.keys, (column.name, first))
            return
        turned = ((column.name, not first),) if self.keys[at][1] == first else ()
        self.keys = (*self.keys[:at], *turned, *self.keys[at + 1 :])

    @property
    def result(self) -> Sort:
        """The order; the workspace's own where there is no key left."""
        return self.keys or (self._place.sort,)
