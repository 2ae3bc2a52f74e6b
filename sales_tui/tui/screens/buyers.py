"""For whom a new quote is: type a name, an address or a company; or take a copy of the quote under the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.screens.sheet import Sheet

if TYPE_CHECKING:
    from sales_tui.store.buyers import Buyer

MOST = 50
"""Buyers that are listed."""

PAUSE = 0.05
"""Seconds without a key before buyers are looked for."""

HELP = "Type a part of the company's name, the buyer's name or address."


class BuyerScreen(Sheet[str]):
    """Ends with the buyer's e-mail address, with the number of the quote to copy, or with None."""

    def __init__(self, find: Callable[[str, int], Sequence[Buyer]], copied: str) -> None:
        """`find` looks in a thread. `copied`: number of the quote that a copy can be made of; empty: none."""
        super().__init__()
        self._find = find
        self._copied = copied
        self._answers: list[str] = []
        self._found_for: str | None = None

    def compose(self) -> ComposeResult:
        """The question, where to type, who fits."""
        with Vertical():
            yield Heading("New quote: for whom?")
            yield Input(select_on_focus=False)
            yield PickList(beside=6, least=3, yielding=(2, 1))
            yield Note(1, HELP)
            yield KeyLine()

    def on_mount(self) -> None:
        """Everybody fits at first."""
        field = self.query_one(Input)
        field.cursor_blink = False
        self.set_focus(field)
        self.show_hints((Hint("enter", "this one"), Hint("↑↓", "another")))
        self._search("")

    def press(self, key: str, character: str | None) -> bool:
        """Arrows move in the list, everything else is typed."""
        return self.query_one(PickList).move(key)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        self._search(message.value)

    def _search(self, text: str) -> None:
        self.run_worker(self._show(text), group="search", exclusive=True, exit_on_error=False)

    async def _show(self, text: str) -> None:
        if self._found_for is not None:
            await asyncio.sleep(PAUSE)
        await self._look(text)

    async def _look(self, text: str) -> None:
        """Show who fits, unless they are shown already."""
        if self._found_for == text:
            return
        try:
            buyers = await asyncio.to_thread(self._find, text, MOST)
        except DatabaseUnusable as error:
            self.refuse(str(error), Mood.REFUSES)
            return
        self._found_for = text
        rows = [Row(((one.company, ""), (one.name, ""), (one.email, "$text-muted"))) for one in buyers]
        self._answers = [one.email for one in buyers]
        if self._copied and not text.strip():
            rows.insert(0, Row(((f"a copy of quote {self._copied}", "$text-muted"),)))
            self._answers.insert(0, self._copied)
        self.query_one(PickList).show(rows)
        self._say(buyers)

    def _say(self, buyers: Sequence[Buyer]) -> None:
        if len(buyers) == MOST:
            self.say(f"The first {MOST}; type more to see fewer.", Mood.HINTS)
        elif buyers:
            self.say(HELP, Mood.HINTS)
        else:
            self.say("Nobody who buys for a company fits; quotes are for companies.", Mood.WARNS)

    @on(Input.Submitted)
    def _enter(self, message: Input.Submitted) -> None:
        """The one under the cursor, among those who fit all that was typed; keys behind it wait for the form."""
        message.stop()
        release = self.desk.gate.close()
        self.run_worker(self._take(message.value, release), group="search", exclusive=True, exit_on_error=False)

    async def _take(self, text: str, release: Callable[[], None]) -> None:
        try:
            await self._look(text)
            at = self.query_one(PickList).cursor
            if self._found_for == text and at is not None and at < len(self._answers):
                self.dismiss(self._answers[at])
            else:
                self.desk.gate.forget()
                self.refuse("Nobody who buys for a company fits; type another name.", Mood.REFUSES)
        finally:
            release()

    @on(PickList.Chosen)
    def _chosen(self, message: PickList.Chosen) -> None:
        self.dismiss(self._answers[message.index])
