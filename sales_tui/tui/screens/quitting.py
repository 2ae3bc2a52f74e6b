"""The question before the program is left while something is still being carried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.screens.sheet import Sheet

if TYPE_CHECKING:
    from sales_tui.tui.jobs.running import RunningJob

SUBMIT = frozenset(("f2", "ctrl+s"))

LOOK = 0.5
"""Seconds between two looks at what goes on."""


class QuitScreen(Sheet[bool]):
    """Ends with True where the person quits anyway."""

    def __init__(self) -> None:
        super().__init__()
        self._told = ""

    def compose(self) -> ComposeResult:
        """What goes on, and what would become of it."""
        with Vertical():
            yield Heading("Quit")
            yield Note(4)
            yield KeyLine()

    def on_mount(self) -> None:
        """As it is when it is asked."""
        self.show("")
        self.set_interval(LOOK, lambda: self.show(self._told))

    def show(self, told: str) -> None:
        """What isn't over yet; `told` says what became of the others."""
        self._told = told
        acting = self.desk.acting
        words = " ".join(part for part in (told, _words(acting.forms_open), *jobs_words(acting.jobs.open)) if part)
        is_busy = bool(acting.running)
        words = words if is_busy else f"{told} Nothing is being carried out any more.".strip()
        self.say(words, Mood.WARNS if is_busy else Mood.SAYS)
        self.show_hints([Hint("F2", "quit anyway" if is_busy else "quit")], "stay")

    def press(self, key: str, character: str | None) -> bool:
        """F2 quits; enter does nothing, as in every question."""
        if key in SUBMIT:
            self.dismiss(True)
            return True
        return False


def _words(count: int) -> str:
    if not count:
        return ""
    more = count - 1
    are, them = (f"{count:,} actions are", "them") if more else ("1 action is", "it")
    waits = f" {more:,} of them {'wait' if more > 1 else 'waits'} in line and would not be done." if more else ""
    asked = "What a payment system was asked is written down, and can be settled after quitting."
    return f"{are} still being carried out; wait for {them}. {asked}{waits}"


def jobs_words(jobs: Sequence[RunningJob]) -> Sequence[str]:
    """What quitting would do to jobs."""
    if not jobs:
        return ()
    more = f" {len(jobs) - 1:,} more wait in line." if len(jobs) > 1 else ""
    it = "they" if more else "it"
    return (
        f"{jobs[0].words} is under way.{more} Quit now, and {it} can be taken up again later: nothing is half done.",
    )
