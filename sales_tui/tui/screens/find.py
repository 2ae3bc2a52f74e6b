"""An open field for a number, typed or scanned: which record a form is to be about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.screens.sheet import Sheet

T = TypeVar("T")


class FindScreen(Sheet[T]):
    """Ends with what was found, or with None. `find` gives it, or a sentence that says why there is none."""

    def __init__(self, title: str, help: str, find: Callable[[str], Awaitable[T | str]]) -> None:
        super().__init__()
        self._title = title
        self._help = help
        self._find = find

    def compose(self) -> ComposeResult:
        """The question, where to type, what is said of it."""
        with Vertical():
            yield Heading(self._title)
            yield Input(select_on_focus=False)
            yield Note(1, self._help)
            yield KeyLine()

    def on_mount(self) -> None:
        """The field takes what is scanned."""
        field = self.query_one(Input)
        field.cursor_blink = False
        self.set_focus(field)
        self.show_hints((Hint("enter", "find it"),))

    @on(Input.Submitted)
    def _enter(self, message: Input.Submitted) -> None:
        """Find it; keys behind the line end wait for what is opened."""
        message.stop()
        release = self.desk.gate.close()
        self.run_worker(self._look(message.value, release), group="find", exclusive=True, exit_on_error=False)

    async def _look(self, text: str, release: Callable[[], None]) -> None:
        try:
            found = await self._find(text)
        except DatabaseUnusable as error:
            found = str(error)
        try:
            if isinstance(found, str):
                self.desk.gate.forget()
                self.refuse(found, Mood.REFUSES)
                self.query_one(Input).action_select_all()
            else:
                self.dismiss(found)
        finally:
            release()
