"""The filter box: one line of text that says what it finds, and helps while it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from sales_tui.filters.error import FilterError
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.reader import Interrupted
from sales_tui.tui.filter_examples import examples
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.filter_input import FilterInput
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.screens.sheet import Sheet
from sales_tui.tui.suggestions import Browsing, Completing
from sales_tui.workspaces.base import Workspace

if TYPE_CHECKING:
    from textual import events

    from sales_tui.filters.complete import KnownValues
    from sales_tui.filters.fields import Fields
    from sales_tui.tui.asking import Asking

SOON = 0.12
"""Seconds after the last key before it is counted."""

LINES = 8
"""Completions at a time."""

HINTS = (Hint("enter", "ask"), Hint("tab", "complete"), Hint("↓", "choose"), Hint("↑", "earlier filters"))

NEEDING_FIELDS = frozenset(("tab", "up", "down", "enter"))


class FilterScreen(Sheet[str]):
    """Ends with the filter to ask, or None. `history`: what was asked before, the newest first."""

    def __init__(self, place: Workspace, text: str, history: Sequence[str], asking: Asking) -> None:
        super().__init__()
        self._place = place
        self._first = text
        self._asking = asking
        self._fields: Fields | None = None
        self._values: KnownValues = lambda field: ()
        self._has_looked = False
        self._seen: tuple[str, int] | None = None
        self._entered: str | None = None
        """What is being asked, from enter on until it is known whether it can be."""
        self._completing = Completing()
        self._browsing = Browsing(history)
        self._examples: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """The line, what it finds, what it may become."""
        with Vertical():
            yield Heading(f"Filter {self._place.title.lower()}")
            yield FilterInput(self._first)
            yield Note(2)
            yield PickList(beside=6, most=LINES, least=LINES, yielding=(2, 1))
            yield KeyLine()

    @property
    def _line(self) -> FilterInput:
        return self.query_one(FilterInput)

    def on_mount(self) -> None:
        """Type at once; what is offered comes with the fields."""
        self.set_focus(self._line)
        self.show_hints(HINTS)
        self.watch(self._line, "selection", self._look, init=False)
        self._follow(self._first)
        self.run_worker(self._load(), group="fields", exit_on_error=False)

    def must_wait(self, key: events.Key) -> bool:
        """Keys about what is offered wait until it is known; letters don't."""
        return not self._has_looked and key.key in NEEDING_FIELDS

    async def _load(self) -> None:
        try:
            self._fields = await self._asking.fields(self._place)
            self._values = await self._asking.values(self._place)
            self._examples = examples(self._fields)
        except DatabaseUnusable as error:
            self.say(str(error), Mood.FAILS)
        finally:
            self._has_looked = True
            self._look()
            self.desk.gate.nudge()

    # --- keys

    def press(self, key: str, character: str | None) -> bool:
        """Tab and arrows are about what is offered; the line takes the others itself."""
        match key:
            case "tab":
                self._take(self._completing.offered)
            case "up" | "down":
                self._move(-1 if key == "up" else 1)
            case _:
                return False
        return True

    def _take(self, at: int | None) -> None:
        if at is not None and not self._browsing.is_on:
            self._line.put(*self._completing.taken(self._line.value, at))

    def _move(self, step: int) -> None:
        """Among the completions; above the first of them are the earlier filters."""
        if self._browsing.is_on or not (self._line.value.strip() and self._completing.move(step)):
            if self._browsing.move(self._line.value, -step):
                self._line.put(self._browsing.text)
            elif step < 0:
                self.app.bell()
        self._show_offers()

    @on(PickList.Chosen)
    def _click(self, message: PickList.Chosen) -> None:
        if self._browsing.is_on:
            self._line.put(self._browsing.shown[len(self._browsing.shown) - 1 - message.index])
        elif self._line.value.strip():
            self._take(message.index)
        else:
            self._line.put(self._examples[message.index][0])

    # --- what is offered

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        # A text may be told of only after it was entered: then it is being asked already.
        if message.value == self._line.value and message.value != self._entered:
            self._follow(message.value)
            self._look()

    def _look(self) -> None:
        """The text or the cursor is another."""
        seen = (self._line.value, self._line.cursor_position)
        if self._browsing.text != self._line.value:
            self._browsing.end()
        if self._fields is not None and seen != self._seen:
            self._seen = seen
            self._completing.look(*seen, self._fields, self._values)
        self._show_offers()

    def _show_offers(self) -> None:
        offers = self.query_one(PickList)
        if self._browsing.is_on:
            earlier = self._browsing.shown
            rows = [Row((("", ""), (one, ""), ("", ""))) for one in reversed(earlier)]
            offers.show(rows, len(earlier) - 1 - self._browsing.at)
        elif self._line.value.strip():
            offers.show(self._completions(), self._completing.chosen)
        else:
            offers.show([Row((("", ""), (text, ""), (help, "$text-muted"))) for text, help in self._examples], None)

    def _completions(self) -> list[Row]:
        offered = self._completing.offered
        return [
            Row(
                (
                    ("tab" if at == offered else "   ", "bold $accent"),
                    (option.text, ""),
                    (option.help if option.help != option.label else "", "$text-muted"),
                )
            )
            for at, option in enumerate(self._completing.options)
        ]

    # --- what it finds

    def _follow(self, text: str) -> None:
        self.run_worker(self._find(text), group="find", exclusive=True, exit_on_error=False)

    async def _find(self, text: str) -> None:
        if await self._is_readable(text):
            self.say("…", Mood.HINTS)
            await asyncio.sleep(SOON)
            await self._count(text)

    async def _is_readable(self, text: str, *, refused: bool = False) -> bool:
        """Whether the filter can be asked; if not, the line shows where, and the sentence says why."""
        try:
            await asyncio.to_thread(self._asking.read, self._place, text)
        except FilterError as error:
            self._line.underline(error, refused=refused)
            calm = Mood.HINTS if self._completing.is_begun else Mood.WARNS
            self.say(str(error), Mood.REFUSES if refused else calm)
        except DatabaseUnusable as unusable:
            self._line.underline(None)
            self.say(str(unusable), Mood.FAILS)
        else:
            self._line.underline(None)
            return True
        return False

    async def _count(self, text: str) -> None:
        """Say how many there are. Who else counts in between is waited for."""
        while True:
            try:
                found = await self._asking.count(self._place, text)
            except Interrupted:
                await asyncio.sleep(SOON)
                continue
            except (DatabaseUnusable, FilterError) as error:
                self.say(str(error), Mood.FAILS)
                return
            noun = self._place.noun if found == 1 else self._place.title.lower()
            self.say(f"{found:,} {noun}" if found else "nothing found", Mood.SAYS)
            return

    # --- the end

    @on(Input.Submitted)
    def _enter(self, message: Input.Submitted) -> None:
        """Keys behind it wait for what it brings; it never waits for the count."""
        self._entered = message.value
        release = self.desk.gate.close()
        self.run_worker(self._apply(message.value, release), group="find", exclusive=True, exit_on_error=False)

    async def _apply(self, text: str, release: object) -> None:
        assert callable(release)
        try:
            if await self._is_readable(text, refused=True):
                self.dismiss(text.strip())
                return
            # What was typed behind it was meant for what doesn't come.
            self.desk.gate.forget()
            self.app.bell()
            if error := self._line.painter.error:
                self._line.cursor_position = min(error.end, len(text))
        finally:
            self._entered = None
            release()
