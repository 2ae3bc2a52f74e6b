"""The question before the program is left while something is still being carried out."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.screens.sheet import Sheet

SUBMIT = frozenset(("f2", "ctrl+s"))


class QuitScreen(Sheet[bool]):
    """Ends with True where the person quits anyway. `count`: actions that aren't over."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._told = ""

    def compose(self) -> ComposeResult:
        """What goes on, and what would become of it."""
        with Vertical():
            yield Heading("Quit")
            yield Note(4)
            yield KeyLine()

    def on_mount(self) -> None:
        """As it is when it is asked."""
        self.show(self._count, self._told)

    def show(self, count: int, told: str) -> None:
        """So many aren't over yet; `told` says what became of the others."""
        self._count, self._told = count, told
        self.say(" ".join(part for part in (told, _words(count)) if part), Mood.WARNS if count else Mood.SAYS)
        self.show_hints([Hint("F2", "quit anyway" if count else "quit")], "stay")

    def press(self, key: str, character: str | None) -> bool:
        """F2 quits; enter does nothing, as in every question."""
        if key in SUBMIT:
            self.dismiss(True)
            return True
        return False


def _words(count: int) -> str:
    if not count:
        return "Nothing is being carried out any more."
    more = count - 1
    are, them = (f"{count:,} actions are", "them") if more else ("1 action is", "it")
    waits = f" {more:,} of them {'wait' if more > 1 else 'waits'} in line and would not be done." if more else ""
    asked = "What a payment system was asked is written down, and can be settled after quitting."
    return f"{are} still being carried out; wait for {them}. {asked}{waits}"
