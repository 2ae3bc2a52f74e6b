"""The grid of records: the cursor belongs to a record, keys wait for the rows they are meant for."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TypeAlias

from textual import events

from sales_tui.tui.grid import messages
from sales_tui.tui.grid.layout import Placed
from sales_tui.tui.grid.loading import LoadingTable, Stage
from sales_tui.tui.grid.paint import RowLook
from sales_tui.tui.grid.typeahead import TypeAhead


class RecordGrid(LoadingTable):
    """A table of records: `show` asks for them, rows are read when they come into view."""

    CursorMoved: TypeAlias = messages.CursorMoved
    Opened: TypeAlias = messages.Opened
    SortAsked: TypeAlias = messages.SortAsked
    Loaded: TypeAlias = messages.Loaded
    Failed: TypeAlias = messages.Failed

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._marked: Container[int] = frozenset()
        self._ahead = TypeAhead()
        self._reach: int | None = None
        self._told: tuple[int | None, int] | None = None

    # --- the cursor

    @property
    def cursor_id(self) -> int | None:
        """The record under the cursor; None while it isn't known, and in an empty grid."""
        return self._records.order.id_at(self.cursor_row) if self._is_settled() else None

    @property
    def position(self) -> tuple[int, int]:
        """The cursor's row, from 1 (0 where there is none), and how many rows there are as far as is known."""
        row = 0 if self.cursor_id is None else self.cursor_row + 1
        return row, len(self._records.order)

    @property
    def is_complete(self) -> bool:
        """Whether the number of rows is the true one."""
        return self._stage is Stage.WHOLE

    def move_to_id(self, record_id: int) -> bool:
        """Put the cursor on this record; False where it isn't among the rows, or not yet: then it follows."""
        row = self._records.order.index_of(record_id, self.cursor_row) if self._stage is not Stage.ASKING else None
        if row is not None:
            self._target = None
            self._go(row)
        elif self._stage in (Stage.ASKING, Stage.HEAD):
            self._target = record_id
        return row is not None

    def step(self, rows: int) -> int | None:
        """Move the cursor down (or up, with a negative number), and say on which record it is then."""
        if self._is_settled():
            self._go(self.cursor_row + rows)
        return self.cursor_id

    def mark_done(self, record_id: int, text: str) -> None:
        """Dim this row and say in it what happened, until the cursor moves on."""
        self._done[record_id] = text
        self.refresh()

    def show_marks(self, ids: Container[int]) -> None:
        """Put the sign of a mark on these records; keeps `ids` and looks into it, so call it again after a change."""
        self._marked = ids
        self.refresh()

    def _look(self, row: int, record_id: int) -> RowLook:
        is_cursor = row == self.cursor_row and self._target is None
        return RowLook(is_cursor, record_id in self._marked, self._done.get(record_id))

    def _moved(self) -> None:
        if self._done:
            self.call_next(self._leave_done)
        self._refused = None
        self._tell_cursor()

    def _leave_done(self) -> None:
        """The cursor moved on: what was done is past, and what no longer belongs here goes."""
        cursor, order = self.cursor_row, self._records.order
        self._done.clear()
        rows = [row for ghost in self._ghosts if (row := order.index_of(ghost, cursor)) is not None]
        self._ghosts.clear()
        for row in sorted(rows, reverse=True):
            order.remove(row)
        if rows:
            self._place(cursor - sum(row < cursor for row in rows), self.first_visible)
            self._post(messages.Loaded(len(order)))
        self.refresh()

    def _tell_cursor(self) -> None:
        now = (self.cursor_id, self.cursor_row)
        if now != self._told and self._is_settled():
            self._told = now
            row, total = self.position
            self._post(messages.CursorMoved(now[0], row, total))

    def _open_cursor(self) -> None:
        if (record_id := self.cursor_id) is not None:
            self._post(messages.Opened(record_id))

    def _header_clicked(self, place: Placed) -> None:
        if place.column.sortable:
            self._post(messages.SortAsked(place.column.key))

    # --- keys that come before the rows

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            self._ahead.clear()
        elif self._ahead or self._must_wait(event.key):
            self._ahead.hold_key(event)

    def _must_wait(self, key: str) -> bool:
        """Whether this key could lead to rows that aren't known yet; keys before it may still be on their way."""
        if self._stage is not Stage.HEAD:
            self._reach = None
            return not self._is_settled()
        known = len(self._records.order)
        back = {"up": 0, "pageup": 0, "home": 0, "ctrl+home": 0}
        self._reach = self.cursor_row if self._reach is None else self._reach
        self._reach += {"pagedown": self.page, "end": known, "ctrl+end": known, **back}.get(key, 1)
        return self._reach >= known or self._target is not None

    def _move(self, move: Callable[[], None]) -> None:
        if self._is_settled():
            move()
        else:
            self._ahead.hold_call(move)

    def _given_up(self) -> None:
        # What was typed was meant for rows that never came.
        self._ahead.clear()

    def _settled(self) -> None:
        for call in self._ahead.take_calls():
            call()
        if self._ahead:
            # Keys that are in the queue by now were typed after those that are held: they have to line up first.
            self._ahead.draining = True
            self.call_later(self._press_again)

    def _press_again(self) -> None:
        self._ahead.draining = False
        for key in self._ahead.take_keys():
            self._forward_event(key)
