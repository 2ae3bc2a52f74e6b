"""The grid of records: the cursor belongs to a record, keys wait for the rows they are meant for."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable
from typing import TypeAlias

from textual import events

from sales_tui.tui.grid import messages
from sales_tui.tui.grid.layout import Placed
from sales_tui.tui.grid.loading import LoadingTable, Stage
from sales_tui.tui.grid.paint import RowLook
from sales_tui.tui.grid.typeahead import TypeAhead


def _nothing() -> None:
    """Nobody asked."""


class RecordGrid(LoadingTable):
    """A table of records: `show` asks for them, rows are read when they come into view."""

    CursorMoved: TypeAlias = messages.CursorMoved
    Opened: TypeAlias = messages.Opened
    NothingOpened: TypeAlias = messages.NothingOpened
    SortAsked: TypeAlias = messages.SortAsked
    Loaded: TypeAlias = messages.Loaded
    Failed: TypeAlias = messages.Failed

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._marked: Container[int] = frozenset()
        self._ahead = TypeAhead()
        self._reach: tuple[int, int] | None = None
        self._told: tuple[int | None, int] | None = None
        self.moved: Callable[[], object] = _nothing
        """Called when the cursor is elsewhere, before that is painted: for what must be painted with it."""

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
        elif self._stage is Stage.ASKING or self._is_beginning():
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
        self._repaint_changed()

    def mark_seen_done(self, record_ids: Iterable[int], text: str) -> None:
        """The same in all rows of these records that are in view; the others weren't looked at."""
        first = self.first_visible
        seen = set(self._records.order.ids(first, first + self.page))
        self._done |= dict.fromkeys(seen.intersection(record_ids), text)
        self._repaint_changed()

    # --- marks

    def show_marks(self, ids: Container[int]) -> None:
        """Put the sign of a mark on these records; keeps `ids` and looks into it, so call it again after a change."""
        self._marked = ids
        self._repaint_changed()

    def ids_between(self, record_id: int | None, other_id: int | None) -> array[int]:
        """The records from one to the other in the present order, both included, whichever stands first.

        Empty where one of them is None or not among the rows; complete only where the grid is.
        """
        if record_id is None or other_id is None or self._stage is Stage.ASKING:
            return array("I")
        return self._records.order.between(record_id, other_id)

    def all_ids(self) -> array[int]:
        """The records that answer the question, in order: a copy, that stays as it is; see `is_complete`."""
        order = self._records.order
        if self._stage is Stage.ASKING:
            return array("I")
        ids = order.ids(0, len(order))
        for row in self._ghost_rows():
            ids.pop(row)
        return ids

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
        rows = self._ghost_rows()
        self._ghosts.clear()
        for row in rows:
            order.remove(row)
        if rows:
            self._place(cursor - sum(row < cursor for row in rows), self.first_visible)
            self._post(messages.Loaded(len(order)))
        self._repaint_changed()

    def _ghost_rows(self) -> list[int]:
        """The rows of records that no longer belong here and keep their place for a moment, the last first."""
        find, cursor = self._records.order.index_of, self.cursor_row
        return sorted((row for ghost in self._ghosts if (row := find(ghost, cursor)) is not None), reverse=True)

    def _tell_cursor(self) -> None:
        now = (self.cursor_id, self.cursor_row)
        if now != self._told and self._is_settled():
            self._told = now
            self.moved()
            row, total = self.position
            self._post(messages.CursorMoved(now[0], row, total))

    def _open_cursor(self) -> None:
        if (record_id := self.cursor_id) is not None:
            self._post(messages.Opened(record_id))
        elif self._is_empty():
            self._post(messages.NothingOpened())

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
        if not self._is_beginning():
            self._reach = None
            return not self._is_settled()
        total, known = len(self._records.order), self._records.order.known
        low, high = self._reach or (self.cursor_row, self.cursor_row)
        up, down = self._strides(total).get(key, (1, 1))
        low, high = self._reach = low - up, high + down
        first, last = low, high
        if self._stage is Stage.WINDOW:  # what would come into view beside the cursor has to be known, too
            first, last = low - self.page, min(high + self.page, total - 1)
        return max(0, first) < known.start or last >= known.stop or self._target is not None

    def _strides(self, total: int) -> dict[str, tuple[int, int]]:
        """How far up and down a key leads at most; any other than these may lead to the next row."""
        pages = {"pageup": (self.page, 0), "pagedown": (0, self.page)}
        ends = {"home": (total, 0), "ctrl+home": (total, 0), "end": (0, total), "ctrl+end": (0, total)}
        return {"up": (1, 0), "down": (0, 1), "left": (0, 0), "right": (0, 0), **pages, **ends}

    def _move(self, move: Callable[[], None]) -> None:
        if self._is_settled():
            move()
        else:
            self._ahead.hold_call(move)

    def _given_up(self) -> None:
        # What was typed was meant for rows that never came.
        self._ahead.clear()

    def _begun(self) -> None:
        if not self._ahead.has_calls:  # it isn't known how far they lead
            self._go_on()

    def _settled(self) -> None:
        for call in self._ahead.take_calls():
            call()
        self._go_on()

    def _go_on(self) -> None:
        if self._ahead:
            # Keys that are in the queue by now were typed after those that are held: they have to line up first.
            self._ahead.draining = True
            self.call_later(self._press_again)

    def _press_again(self) -> None:
        self._ahead.draining = False
        for key in self._ahead.take_keys():
            self._forward_event(key)
