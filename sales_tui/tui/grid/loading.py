"""Asks the source in threads and brings the answers to the screen, moving as little there as it can."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from textual import events, on
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from sales_tui.core.text import literal
from sales_tui.tui.grid import messages
from sales_tui.tui.grid.cache import RowCache, rows_to_read
from sales_tui.tui.grid.lazy import table_columns
from sales_tui.tui.grid.messages import (
    GridMessage,
    HeadRead,
    OrderRead,
    Part,
    ReadFailed,
    RowsRead,
    ThreadMessage,
    WindowRead,
)
from sales_tui.tui.grid.order import PartialOrder, RecordOrder
from sales_tui.tui.grid.reading import View, read_again, read_all, read_rows
from sales_tui.tui.grid.source import GridColumn, Row, RowSource, SortKeys
from sales_tui.tui.grid.table import LazyTable


class Stage(Enum):
    """How much of the answer is there."""

    EMPTY = "nothing was asked, or the asking failed"
    ASKING = "no row of the new question is there; the old picture may still be"
    HEAD = "the first rows"
    WINDOW = "the rows around the cursor's record, in their places among all"
    PARTIAL = "one or the other, and the rest can't be read"
    WHOLE = "the order of all rows"


@dataclass(frozen=True, slots=True)
class Question:
    """What `show` was called with."""

    source: RowSource
    columns: tuple[GridColumn, ...]
    sort: SortKeys
    fixed_layout: bool


class LoadingTable(LazyTable):
    """A lazy table that knows its source."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._asked: Question | None = None
        self._shown: Question | None = None
        self._stage = Stage.EMPTY
        self._generation = 0
        self._target: int | None = None
        self._reloading = False
        self._reload_again = False
        self._changed_meanwhile: set[int] = set()
        self._all_changed_meanwhile = False
        self._reading: RowCache | None = None
        self._refused: tuple[int, int] | None = None
        self._seen_first = 0
        self._forward = True
        self._done: dict[int, str] = {}
        self._ghosts: set[int] = set()

    # --- what follows, for subclasses

    def _begun(self) -> None:
        """Some rows are known, and that the cursor's record is among them."""

    def _settled(self) -> None:
        """All rows are known, or the first ones are all that there are."""

    def _given_up(self) -> None:
        """What was asked for can't be read."""

    def _tell_cursor(self) -> None:
        """The cursor may be on another record, or in another row."""

    def _post(self, message: GridMessage) -> None:
        # The sender would else be whoever called, and handlers for one certain grid wouldn't find it.
        self.post_message(message.set_sender(self))

    # --- asking

    def show(
        self,
        source: RowSource,
        columns: Sequence[GridColumn],
        *,
        sort: SortKeys = (),
        cursor_id: int | None = None,
        fixed_layout: bool = False,
    ) -> None:
        """Ask a new question: other records, another order, other columns.

        What is on the screen stays until the first rows are there; until then there is no record under the cursor.
        With `cursor_id` the cursor goes to that record, wherever it is: where its place is told soon, what is shown
        first are the rows around it; where it isn't among the answers, the cursor goes to the first. With
        `fixed_layout` the columns are the person's own choice: none is dropped for want of room.
        """
        self._ask_question(Question(source, tuple(columns), sort, fixed_layout), cursor_id)

    def _ask_question(self, question: Question, cursor_id: int | None) -> None:
        self._asked = question
        self._generation += 1
        self._stage = Stage.ASKING
        self._target = cursor_id
        self._reloading = self._reload_again = False
        self._changed_meanwhile.clear()
        self._all_changed_meanwhile = False
        if self.is_attached:
            self._ask()

    def reload(self, cursor_id: int | None = None) -> None:
        """Ask the same question again, after records came, went or moved; the picture stays until all is there."""
        if self._stage in (Stage.ASKING, Stage.EMPTY):
            if self._asked is not None:
                self._ask_question(self._asked, cursor_id)
            return
        if cursor_id is not None:
            self._target = cursor_id
        if self._reloading:
            # Not abandoned for a newer one: with changes coming faster than a read lasts, none would ever arrive.
            self._reload_again = True
            return
        self._reloading = True
        self._generation += 1
        self._start(partial(read_again, self._source(), self._view(), self._generation, self._tell), "order")

    def refresh_records(self, ids: Collection[int]) -> None:
        """These records changed: read them anew where they are on the screen, and whenever they come there."""
        if self._reloading or self._stage is Stage.ASKING:
            self._changed_meanwhile.update(ids)
        if self._records.cache.outdate(ids, self._visible_ids()):
            self._read_again()

    def refresh_visible(self) -> None:
        """Any record may have changed: read those on the screen anew, in place, and others when they come there."""
        if self._reloading or self._stage is Stage.ASKING:
            self._all_changed_meanwhile = True
        if self._records.cache.outdate_all(self._visible_ids()):
            self._read_again()

    def _read_again(self) -> None:
        self._refused = None
        self._rows_painted()

    def _on_mount(self, event: events.Mount) -> None:
        if self._asked is not None:
            self._ask()

    def _ask(self) -> None:
        limit = 3 * max(24, self.app.size.height)
        work = partial(read_all, self._source(), limit, self._target, self._generation, self._tell, self._is_current)
        self._start(work, "order")

    def _source(self) -> RowSource:
        assert self._asked is not None
        return self._asked.source

    def _start(self, work: Callable[[], None], group: str) -> None:
        self.run_worker(work, thread=True, group=group, exclusive=group == "order", exit_on_error=False)

    def _tell(self, message: ThreadMessage) -> None:
        # From a thread that may end after the application did; then there is nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self.post_message(message)

    def _is_current(self, generation: int) -> bool:
        return generation == self._generation

    def _visible_ids(self) -> Sequence[int]:
        return self._records.order.ids(self.first_visible, self.first_visible + self.page)

    def _view(self) -> View:
        first = self.first_visible
        ids = self._records.order.ids(first, first + 2 * self.page)
        return View(first, tuple(ids), self._kept(), self.cursor_row, frozenset(self._done))

    def _kept(self) -> int | None:
        """The record that the cursor is on, or is to go to."""
        return self._records.order.id_at(self.cursor_row) if self._target is None else self._target

    def _is_settled(self) -> bool:
        return self._stage is not Stage.ASKING and (not self._is_beginning() or self._target is None)

    def _is_beginning(self) -> bool:
        """Whether some rows are known, and the order of all is still to come."""
        return self._stage in (Stage.HEAD, Stage.WINDOW)

    def _is_empty(self) -> bool:
        return self._stage is Stage.WHOLE and super()._is_empty()

    # --- answers

    @on(HeadRead)
    def _show_head(self, message: HeadRead) -> None:
        question = self._asked
        if message.generation != self._generation or question is None:
            return
        ids = [record_id for record_id, _ in message.rows]
        order = message.order or RecordOrder(ids)
        self._adopt_question(question, order, dict(message.rows))
        row = self._aim(order)
        if message.order is not None or self._target == message.missing:
            self._target = None
        self._stage = Stage.HEAD
        self._place(row or 0, 0)
        self._scroll_cursor_into_view()
        if message.order is not None:
            self._complete()
        elif self._is_settled():
            self._begun()

    @on(WindowRead)
    def _show_window(self, message: WindowRead) -> None:
        question, around = self._asked, message.around
        if message.generation != self._generation or question is None:
            return
        order = PartialOrder(around.ids, around.first, around.total)
        self._adopt_question(question, order, around.rows)
        row = self._aim(order)
        if row is None:  # it was sent to another record meanwhile
            row = order.index_of(message.cursor) or 0
        self._stage = Stage.WINDOW
        self._place(row, row - self.page // 2 if row >= self.page else 0)
        self._scroll_cursor_into_view()
        if self._is_settled():
            self._begun()

    def _aim(self, order: RecordOrder) -> int | None:
        """The row that the cursor is to go to, where it is known; then nothing is left to go to."""
        row = None if self._target is None else order.index_of(self._target)
        if row is not None:
            self._target = None
        return row

    def _adopt_question(self, question: Question, order: RecordOrder, rows: Mapping[int, Row]) -> None:
        records = self._records
        records.order, records.columns = order, question.columns
        self._adopt_rows(rows)
        if self._shown is None or _keys(self._shown) != _keys(question):
            self._skip = 0
        self.columns, self._column_locations = table_columns(question.columns)
        self.sorted_by = question.sort
        self._keeps_all = question.fixed_layout
        self._shown = question
        self._painter = None
        self._done.clear()
        self._ghosts.clear()

    def _adopt_rows(self, rows: Mapping[int, Row]) -> None:
        cache = self._records.cache = RowCache()
        cache.store(rows, rows, cache.begin())
        if self._all_changed_meanwhile:
            cache.outdate_all(tuple(rows))
        cache.outdate(self._changed_meanwhile, tuple(rows))
        self._changed_meanwhile.clear()
        self._all_changed_meanwhile = False
        self._refused = None

    @on(OrderRead)
    def _show_order(self, message: OrderRead) -> None:
        if message.generation != self._generation:
            return
        row, first = self._where_to(message)
        self._records.order = message.order
        if message.rows is not None:
            self._adopt_rows(dict(message.rows))
            self._ghosts = set(message.ghosts) & self._done.keys()
        self._target = None
        self._reloading = False
        self._place(row, first)
        self._complete()
        self._rows_painted()  # there may be nothing to paint, and still rows ahead to read
        if self._reload_again:
            self._reload_again = False
            self.reload()

    def _where_to(self, message: OrderRead) -> tuple[int, int]:
        """The cursor's row in the new order, and the row in the first line, so that little moves on the screen."""
        row, first = self.cursor_row, self.first_visible
        record, target = self._records.order.id_at(row), self._target
        if target is not None and target != record:
            found = _find(message, target, row)
            if found is not None:
                return found, first if first <= found < first + self.page else found - self.page // 2
        at = self._row_in(message, record, row)
        if first <= row < first + self.page:
            return at, first + at - row
        return at, self._row_in(message, self._records.order.id_at(first), first)

    def _row_in(self, message: OrderRead, record_id: int | None, row: int) -> int:
        """Where a record is now; where it is gone, the one that followed it."""
        at = None if record_id is None else _find(message, record_id, row)
        if at is not None:
            return at
        following = self._records.order.ids(row + 1, row + self.page)
        found = (message.located[other] for other in following if other in message.located)
        return next(found, min(row, max(0, len(message.order) - 1)))

    def _complete(self) -> None:
        self._stage = Stage.WHOLE
        self._post(messages.Loaded(len(self._records.order)))
        self._settled()

    def _place(self, row: int, first: int) -> None:
        """Put cursor and window where they belong among the new rows."""
        self._update_count += 1
        self._update_dimensions(())
        self.set_reactive(DataTable.cursor_coordinate, Coordinate(row, 0))
        self.scroll_to(y=first, animate=False, force=True)
        self._repaint_changed()
        self._tell_cursor()

    @on(RowsRead)
    def _keep_rows(self, message: RowsRead) -> None:
        if message.cache is not self._records.cache:
            return
        self._reading = None
        if message.rows is None:
            self._refused = (self.first_visible, self.page)
            return
        message.cache.store(message.asked, message.rows, message.began)
        if not set(message.asked).isdisjoint(self._visible_ids()):
            self._update_count += 1
            self._repaint_changed()
        self._rows_painted()

    @on(ReadFailed)
    def _report(self, message: ReadFailed) -> None:
        if message.generation != self._generation:
            return
        reason = literal(str(message.error)).strip().rstrip(".") or type(message.error).__name__
        self._post(messages.Failed(f"The rows can't be read: {reason}."))
        if message.part != "rows":
            self._abandon(message.part)

    def _abandon(self, part: Part) -> None:
        """What was asked for won't come."""
        self._reloading = self._reload_again = False
        self._target = None
        if part == "head" and self._asked is not None:
            self._adopt_question(self._asked, RecordOrder(), {})
            self._stage = Stage.EMPTY
            self._place(0, 0)
        elif self._is_beginning():
            self._stage = Stage.PARTIAL
        self._given_up()

    def _rows_painted(self) -> None:
        first, page = self.first_visible, self.page
        if self._shown is None or self._reading is self._records.cache or self._refused == (first, page):
            return
        if first != self._seen_first:
            self._forward, self._seen_first = first > self._seen_first, first
        cache = self._records.cache
        ids = rows_to_read(self._records.order, cache, first, first + page, self._forward)
        if not ids:
            return
        self._reading = cache
        work = partial(read_rows, self._shown.source, cache, cache.begin(), ids, self._generation, self._tell)
        self._start(work, "rows")


def _find(message: OrderRead, record_id: int, near: int) -> int | None:
    """The row of a record in the new order."""
    row = message.located.get(record_id)
    return message.order.index_of(record_id, near) if row is None else row


def _keys(question: Question) -> tuple[str, ...]:
    return tuple(column.key for column in question.columns)
