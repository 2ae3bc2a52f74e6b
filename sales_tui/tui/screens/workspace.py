"""A workspace: its records in a grid, the one under the cursor below; kept as it is while the person is elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message

from sales_tui.tui.columns import grid_columns
from sales_tui.tui.keys import GO_HINTS, Hint
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.detail_pane import DetailPane
from sales_tui.tui.panels.header_line import HeaderLine
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.message_line import MessageLine
from sales_tui.tui.panels.question_line import QuestionLine
from sales_tui.tui.panels.rule_line import RuleLine
from sales_tui.tui.panels.tabs import Tabs
from sales_tui.tui.panels.top_line import TopLine
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.workspaces.base import Show, Workspace

if TYPE_CHECKING:
    from sales_tui.tui.grid.view import RecordGrid
    from sales_tui.tui.reading import Found

LEAVING = frozenset(("q", "escape", "question_mark", "g"))
"""Keys that are meant for no row."""

BACKWARD = frozenset(("up", "pageup", "home", "ctrl+home", "k"))


class WorkspaceScreen(DeskScreen):
    """One of these for each workspace, for as long as the program runs."""

    class Painted(Message):
        """The first rows are on the screen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.kind)
        self.workspace = workspace
        self.sort: tuple[str, bool] = workspace.sort
        self._grid: RecordGrid | None = None
        self._found: Found | None = None
        self._has_failed = self._is_stale = False

    def compose(self) -> ComposeResult:
        """Where am I: top; the question; the set: grid; the one: below; what can I do: bottom."""
        yield TopLine(self.desk.place, self.desk.clock_text)
        yield Tabs(self.workspace.name, self.desk.place)
        yield RuleLine(classes="rule")
        yield QuestionLine()
        yield RuleLine(classes="rule")
        yield HeaderLine(grid_columns(self.workspace), self.sort)
        yield RuleLine(id="place")
        yield DetailPane()
        yield MessageLine()
        yield KeyLine()

    @property
    def rows(self) -> RecordGrid:
        """The grid; keys that need it wait until it is there."""
        assert self._grid is not None
        return self._grid

    @property
    def subject(self) -> tuple[int | None, str | None]:
        """The record under the cursor; its number is read with it."""
        return self.rows.cursor_id, None

    @property
    def place_words(self) -> str:
        """Where the cursor is in the set: "2 of 2,000"."""
        row, total = self.rows.position if self._grid else (0, 0)
        return f"{row:,} of {total:,}" if row else ""

    # --- the question

    def on_mount(self) -> None:
        """The frame is painted first; then comes what loads the rows."""
        self._show_question()
        self.refresh_lines()
        self.call_after_refresh(self._bring_grid)

    async def _bring_grid(self) -> None:
        from sales_tui.tui.grid.view import RecordGrid

        self._grid = RecordGrid(id="rows")
        self._grid.display = False
        self._grid.empty = f"No {self.workspace.title.lower()} yet. {self.workspace.beginning}"
        self._ask()
        await self.mount(self._grid, before="#place")

    def _unveil(self) -> None:
        """The first answer is there: the grid takes the place of its labels."""
        if not self.rows.display:
            self.rows.display = True
            self.query(HeaderLine).remove()
            self.set_focus(self.rows)
            self.refresh_hints()

    def _ask(self, cursor_id: int | None = None) -> None:
        self._has_failed = False
        source = self.desk.source(self.workspace, self.sort)
        self.rows.show(source, grid_columns(self.workspace), sort=self.sort, cursor_id=cursor_id)
        self._show_question()

    def _show_question(self) -> None:
        count = ""
        if self._grid and self._grid.is_complete:
            total = self._grid.position[1]
            count = f"{total:,} {self.workspace.noun if total == 1 else self.workspace.title.lower()}"
        self.query_one(QuestionLine).show(f"All {self.workspace.title.lower()}", self._sort_words(), count)
        self.query_one("#place", RuleLine).show(self.place_words)

    def _sort_words(self) -> str:
        name, descending = self.sort
        if self.sort == self.workspace.sort:
            return "newest first"
        column = self.workspace.column(name)
        assert column is not None
        last = "largest" if column.show.is_number else "latest" if column.show is Show.INSTANT else "last"
        return f"sorted by {column.label.lower()}" + (f", {last} first" if descending else "")

    def ask_sort(self) -> None:
        """A list of the columns, with letters."""
        labels = [(column.name, column.label) for column in self.workspace.defaults]
        self.desk.navigation.choose("Sort by", labels, self.sort_by, chosen=self.sort[0])

    def sort_by(self, name: str) -> None:
        """Sort by this column; the present one is turned round. The cursor stays on its record."""
        column = self.workspace.column(name)
        assert column is not None
        first = column.show.is_number or column.show is Show.INSTANT
        self.sort = (name, not self.sort[1]) if self.sort[0] == name else (name, first)
        self._ask(self.rows.cursor_id)

    def on_record_grid_sort_asked(self, message: RecordGrid.SortAsked) -> None:
        """A label was clicked."""
        self.sort_by(message.key)

    # --- the answer

    def on_record_grid_loaded(self) -> None:
        """The number of rows is known."""
        self._show_question()
        self._settled()

    def on_record_grid_failed(self, message: RecordGrid.Failed) -> None:
        """The rows can't be read."""
        self._has_failed = True
        self.desk.say(message.sentence, Tone.FAULT)
        self._settled()

    def on_record_grid_cursor_moved(self) -> None:
        """The pane follows the cursor."""
        self._show_question()
        self._settled()
        if self.rows.cursor_id is None:
            self._show_found(None)
        else:
            self.desk.reading.follow(self, self.rows.cursor_id)

    def _settled(self) -> None:
        self._unveil()
        self.desk.gate.nudge()
        self.post_message(self.Painted())

    def must_wait(self, key: events.Key) -> bool:
        """Whether the key may be about rows that aren't known yet."""
        if self._has_failed or key.key in LEAVING or self._in_chord:
            return False
        if self._grid is None or self._grid.is_complete:
            return self._grid is None
        row, total = self._grid.position
        if not row:
            return True
        reach = self._grid.page if key.key == "pagedown" else 0 if key.key in BACKWARD else 1
        return key.key in ("end", "ctrl+end") or row + reach > total

    # --- the record under the cursor

    async def show_found(self, found: Found) -> None:
        """The record under the cursor was read."""
        if found.key == self.rows.cursor_id:
            self._show_found(found)

    def _show_found(self, found: Found | None) -> None:
        self._found = found
        gist = None if found is None else self.desk.gist(self.kind, found)
        self.query_one(DetailPane).show(gist)
        self.refresh_hints()

    @property
    def allowed(self) -> frozenset[str] | None:
        """What can be done to the record under the cursor."""
        return self._found.allowed if self._found else None

    def act_hints(self) -> Sequence[Hint]:
        """Nothing before there are rows: the actions are loaded with them."""
        return super().act_hints() if self._grid and self._grid.display else ()

    def go_hints(self) -> Sequence[Hint]:
        """Sort, go-to box, keys."""
        return GO_HINTS

    def on_record_grid_opened(self, message: RecordGrid.Opened) -> None:
        """Enter on a record."""
        self.desk.navigation.open(self.kind, key=message.record_id, place=self.place_words)

    def step(self, rows: int) -> None:
        """One record down or up."""
        self.rows.step(rows)

    # --- changes

    def mark_done(self, key: int, text: str) -> None:
        """Something was done to the record in this row: say so in it, and read it again."""
        self.rows.mark_done(key, text)
        self.rows.refresh_records([key])

    def reload(self) -> None:
        """Read the set again, and the record under the cursor; the cursor stays on it."""
        self._is_stale = False
        if self._grid is None:
            return
        self._grid.reload()
        if self._grid.cursor_id is not None:
            self.desk.reading.follow(self, self._grid.cursor_id)

    def outdate(self) -> None:
        """Something was changed elsewhere: read the set again when it is looked at."""
        self._is_stale = True

    def on_screen_resume(self) -> None:
        """Shown again: as it was, but for what was changed meanwhile."""
        super().on_screen_resume()
        if self._is_stale:
            self.reload()

    @on(Tabs.Chosen)
    def _go(self, message: Tabs.Chosen) -> None:
        self.desk.navigation.go(message.name)

    def refresh_lines(self) -> None:
        """The lines, and the database's name in the tabs."""
        super().refresh_lines()
        for tabs in self.query(Tabs):
            tabs.show(self.desk.place)
