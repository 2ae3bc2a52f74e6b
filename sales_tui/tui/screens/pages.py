"""Pages of text: the keys of a screen, and the last messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from sales_tui.tui.keys import HELP, act_help
from sales_tui.tui.messages import MessageLog
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.pane_view import PaneView
from sales_tui.workspaces.panes import Pane

Section = tuple[str, Sequence[tuple[str, str]]]
"""A title, and pairs of something short and a sentence."""


class TextPage(Screen[None]):
    """Sections of pairs; escape leaves."""

    def __init__(self, title: str, sections: Sequence[Section]) -> None:
        super().__init__()
        self._title = title
        self._sections = sections

    def compose(self) -> ComposeResult:
        """All of it, to scroll."""
        yield Heading(f" {self._title}", "escape leaves ")
        with VerticalScroll(id="body"):
            for title, pairs in self._sections:
                yield PaneView(Pane(title, title, facts=tuple(pairs)), "$accent")

    def on_key(self, event: events.Key) -> None:
        """Escape, `?` and q leave."""
        if event.key in ("escape", "question_mark", "q"):
            event.stop()
            self.dismiss()


def keys_page(kind: str, *, read_only: bool = False) -> TextPage:
    """The keys on a record of that kind."""
    acts: list[Section] = [] if read_only else [("Act (nothing is written without F2)", [*act_help(kind)])]
    return TextPage("Keys", [*acts, *HELP])


def messages_page(log: MessageLog, zone: tzinfo) -> TextPage:
    """What was said lately, the newest first."""
    said = [
        (f"{one.at.astimezone(zone):%H:%M}", f"{one.tone}: {one.text}" if one.tone != "plain" else one.text)
        for one in log.newest_first
    ]
    return TextPage("Messages", [("The newest first", said or [("", "Nothing was said yet.")])])
