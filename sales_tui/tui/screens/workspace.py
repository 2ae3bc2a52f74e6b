"""A workspace: its records in a grid, the one under the cursor below; kept as it is while the person is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message

from sales_tui.tui.columns import grid_columns
from sales_tui.tui.desk_state import keep_marks
from sales_tui.tui.keys import AGAIN, ASKED_FIRST, GO_HINTS, JOB, JOB_HINTS, JOB_RECORD, RETURN, Hint
from sales_tui.tui.marking import amounts_words
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.detail_pane import DetailPane
from sales_tui.tui.panels.header_line import HeaderLine
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.message_line import MessageLine
from sales_tui.tui.panels.question_line import QuestionLine, QuestionWords
from sales_tui.tui.panels.rule_line import RuleLine
from sales_tui.tui.panels.tabs import Tabs
from sales_tui.tui.panels.top_line import TopLine
from sales_tui.tui.question import Question, ask_view, keep_question, kept_question, shown_columns, sort_words
from sales_tui.tui.screens.asking import AskingScreen
from sales_tui.workspaces.base import Workspace
from sales_tui.workspaces.format import short_instant

if TYPE_CHECKING:
    from sales_tui.tui.desk_state import PlaceState
    from sales_tui.tui.grid.source import GridColumn
    from sales_tui.tui.grid.view import RecordGrid
    from sales_tui.tui.reading import Found

LEAVING = frozenset(("q", "escape", "question_mark", "g"))
"""Keys that are meant for no row."""

WHOLE_SET = frozenset(("end", "ctrl+end", "asterisk", "comma", "tilde", "f"))
"""Keys for which all records must be known."""

BACKWARD = frozenset(("left", "right", "up", "pageup", "home", "ctrl+home", "k"))


class WorkspaceScreen(AskingScreen):
    """One of these for each workspace, for as long as the program runs."""

    class Painted(Message):
        """The first rows are on the screen."""

    def __init__(self, workspace: Workspace, kept: PlaceState | None = None) -> None:
        super().__init__(workspace)
        if kept:
            self.question = kept_question(workspace, kept)
        self._kept = kept
        self._offered = kept.marks if kept else None
        self._found: Found | None = None
        self._has_failed = self._is_stale = False

    def compose(self) -> ComposeResult:
        """Where am I: top; the question; the set: grid; the one: below; what can I do: bottom."""
        yield TopLine(self.desk.place, self.desk.clock_text)
        yield Tabs(self.workspace.name, self.desk.place)
        yield RuleLine(classes="rule")
        yield QuestionLine()
        yield RuleLine(classes="rule")
        yield HeaderLine(self._columns(), self.question.sort, fixed_layout=bool(self.question.columns))
        yield RuleLine(id="place")
        yield DetailPane()
        yield MessageLine()
        yield KeyLine()

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
        self.show_set()
        self.refresh_lines()
        self.run_worker(self._bring_grid(), group="bring")

    async def _bring_grid(self) -> None:
        await self.desk.painted.wait()
        from sales_tui.tui.grid.view import RecordGrid

        self._grid = RecordGrid(id="rows")
        self._grid.moved = self._show_place
        self._grid.display = False
        view = await self.desk.first_view(self.workspace) if self._kept is None else None
        if view and self.question == ask_view(self.workspace, self.workspace.views[0]):
            self.question = ask_view(self.workspace, view)
        self._ask(self._kept.cursor_id if self._kept else None)
        await self.mount(self._grid, before="#place")

    def _unveil(self) -> None:
        """The first answer is there: the grid takes the place of its labels."""
        if not self.rows.display:
            self.rows.display = True
            self.query(HeaderLine).remove()
            self.set_focus(self.rows)
            self.refresh_hints()
            self._offer_marks()

    def _offer_marks(self) -> None:
        """Marks of an earlier start aren't active before they are asked for."""
        kept = self._offered
        if kept and kept.moment and not self._has_failed:
            when = short_instant(kept.moment, self.desk.zone_shop.zone, self.desk.clock()).strip()
            words, them = ("1 mark", "it") if kept.count == 1 else (f"{kept.count:,} marks", "them")
            self.desk.say(f"{words} of {when} {'is' if kept.count == 1 else 'are'} kept; g m marks {them} again.")

    def _columns(self) -> tuple[GridColumn, ...]:
        widths = self.question.columns
        chosen = shown_columns(self.workspace, widths) if widths else None
        return grid_columns(self.workspace, chosen, {name: width for name, width in widths if width})

    def ask(self, question: Question, cursor_id: int | None = None) -> None:
        """Ask something else; with `cursor_id` the cursor stays on that record, if it is among the answers."""
        self.question = question
        if self._grid is not None:
            self._ask(cursor_id)

    def _ask(self, cursor_id: int | None = None) -> None:
        self._has_failed = False
        self.news, self.sums = 0, ()
        if self._source is not None:
            self._source.give_up()
        self._source = self.desk.source(self.workspace, self.question)
        self.rows.empty = self.nothing_words()
        fixed = bool(self.question.columns)
        self.rows.show(self._source, self._columns(), sort=self.question.sort, cursor_id=cursor_id, fixed_layout=fixed)
        self.show_set()

    def show_set(self) -> None:
        """The question, its answer in figures, the place in it, the marks."""
        question, place = self.question, self.workspace
        title = question.view.title if question.is_view else place.title
        count = news = ""
        if self._grid and self._grid.is_complete:
            total = self._grid.position[1]
            count = f"{total:,} {place.noun if total == 1 else place.title.lower()}"
        if self.news:
            news = f"{self.news:,} new {place.noun if self.news == 1 else place.title.lower()}, press g g"
        shown = QuestionWords(title, question.filter, sort_words(place, question.sort), count, news)
        self.query_one(QuestionLine).show(shown)
        self._show_place()

    def _show_place(self) -> None:
        word = self.workspace.sums[0][0] if self.workspace.sums else ""
        self.query_one("#place", RuleLine).show(self.place_words, *self.marking.wordings(word) or [self._sum_words()])

    def _sum_words(self) -> str:
        words = [amounts_words(self.sums, at, word) for at, (word, _) in enumerate(self.workspace.sums)]
        return "   ".join(words[: 1 if len(self.sums) > 1 else None])

    # --- keys

    def _press_fixed(self, key: str) -> bool:
        """The keys about the set; the others are those of every desk."""
        press = {
            "slash": self.ask_filter,
            "v": self.ask_view,
            "w": self.ask_columns,
            "f": self.export,
            "space": self.toggle_mark,
            "shift+down": lambda: self.extend_marks(1),
            "shift+up": lambda: self.extend_marks(-1),
            "comma": self.reach_marks,
            "asterisk": self.mark_all,
            "minus": self.clear_marks,
            "tilde": self.invert_marks,
        }.get(key)
        if press is None and self.kind in (JOB, JOB_RECORD) and self.desk.acting.jobs.taking_up.press(key, self):
            return True
        if press is None:
            return super()._press_fixed(key)
        press()
        return True

    # --- the answer

    def on_record_grid_loaded(self) -> None:
        """The number of rows is known."""
        self._wider = None
        self.show_set()
        self._settled()
        self.count_sums()
        if self.marking.marks:
            self.count_marks()
        if not self.rows.position[1]:
            self.offer_more()

    def on_record_grid_failed(self, message: RecordGrid.Failed) -> None:
        """The rows can't be read."""
        self._has_failed = True
        self.desk.say(message.sentence, Tone.FAULT)
        self._settled()

    def on_record_grid_cursor_moved(self) -> None:
        """The pane follows the cursor."""
        self.show_set()
        self._settled()
        if self.rows.cursor_id is None:
            self._show_found(None)
        else:
            self.follow_cursor()

    def follow_cursor(self) -> None:
        """Read the record under the cursor for the pane."""
        if self._grid is not None and self._grid.cursor_id is not None:
            self.desk.reading.follow(self, self._grid.cursor_id)

    def _settled(self) -> None:
        self._unveil()
        self.desk.gate.nudge()
        self.post_message(self.Painted())

    def must_wait(self, key: events.Key) -> bool:
        """Whether the key may be about rows that aren't known yet."""
        if self._in_chord:
            return self._grid is None and key.key == "m"
        if self._has_failed or key.key in LEAVING:
            return False
        if self._grid is None or self._grid.is_complete:
            return self._grid is None
        row, total = self._grid.position
        if not row:
            return True
        reach = self._grid.page if key.key == "pagedown" else 0 if key.key in BACKWARD else 1
        is_about_marks = bool(self.marking.marks) and (key.key in self._verbs or key.key in AGAIN)
        return is_about_marks or key.key in WHOLE_SET or row + reach > total

    # --- the record under the cursor

    async def show_found(self, found: Found) -> None:
        """The record under the cursor was read."""
        if found.key == self.rows.cursor_id:
            self._show_found(found)

    def show_gone(self) -> None:
        """Somebody deleted the record under the cursor."""
        self._show_found(None)

    def _show_found(self, found: Found | None) -> None:
        self._found = found
        gist = None if found is None else self.desk.gist(self.kind, found)
        self.query_one(DetailPane).show(gist)
        self.refresh_hints()

    @property
    def allowed(self) -> frozenset[str] | None:
        """What can be done to the record under the cursor, and what begins with a number here."""
        return self._found.allowed | ASKED_FIRST.get(self.kind, frozenset()) if self._found else None

    @property
    def counts(self) -> Mapping[str, str]:
        """How many pieces of it that would be done to."""
        return self._found.counts if self._found else {}

    def act_hints(self) -> Sequence[Hint]:
        """Nothing before there are rows: the actions are loaded after them."""
        if self.kind in (JOB, JOB_RECORD):
            return JOB_HINTS
        return super().act_hints() if self._grid and self._grid.display and self.desk.knows_actions else ()

    def chord_hints(self) -> Sequence[Hint]:
        """What came in, the report of what comes back, and the marks of an earlier start."""
        news = [Hint("g", f"{self.news:,} new")] if self.news else []
        news += [Hint("e", "report")] if self.kind == RETURN else []
        return [*news, *([Hint("m", "marks of before")] if self._offered else [])]

    def end_chord(self, key: str) -> bool:
        """`g g`: what came in; `g e`: the report; `g m`: the marks of an earlier start."""
        if key == "e" and self.kind == RETURN:
            self.desk.acting.returns.report()
            return True
        if key == "g":
            if not self.show_news():
                self.desk.say("Nothing came in since these were read.", Tone.REFUSED)
            return True
        if key == "m" and self._offered:
            self.mark_again(self._offered.ids)
            self._offered = None
            return True
        return False

    def keep(self) -> PlaceState | None:
        """How this workspace is left; None where nobody was here."""
        if self._grid is None:
            return self._kept
        marks = keep_marks(self.marking.marks, self.desk.clock()) if self.marking.marks else self._offered
        return replace(keep_question(self.question), cursor_id=self._grid.cursor_id, marks=marks)

    def go_hints(self) -> Sequence[Hint]:
        """Sort, go-to box, keys."""
        return GO_HINTS

    def on_record_grid_opened(self, message: RecordGrid.Opened) -> None:
        """Enter on a record."""
        if self.kind in (JOB, JOB_RECORD) and self.desk.acting.jobs.taking_up.open(self.kind, message.record_id):
            return
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
        self.news = 0
        self._grid.reload()
        self.follow_cursor()

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
