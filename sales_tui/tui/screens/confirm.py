"""One question before something is done that has no form: F2 does it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.screens.sheet import Sheet

SUBMIT = frozenset(("f2", "ctrl+s"))


class ConfirmScreen(Sheet[bool]):
    """Ends with True where the person wants it."""

    def __init__(self, title: str, sentence: str, does: str) -> None:
        """`does`: what F2 does."""
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._does = does

    def compose(self) -> ComposeResult:
        """What it is about."""
        with Vertical():
            yield Heading(self._title)
            yield Note(2, self._sentence, Mood.SAYS)
            yield KeyLine()

    def on_mount(self) -> None:
        """The keys."""
        self.show_hints([Hint("F2", self._does)])

    def press(self, key: str, character: str | None) -> bool:
        """F2; enter does nothing, as in every question."""
        if key in SUBMIT:
            self.dismiss(True)
        return key in SUBMIT
