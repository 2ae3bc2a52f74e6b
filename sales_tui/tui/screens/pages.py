"""Pages of text: the keys of a screen, and the last messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sales_tui.tui.keys import HELP, act_help
from sales_tui.tui.messages import MessageLog
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.line import assemble

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
            yield Static(self._content())

    def _content(self) -> Content:
        width = max((len(short) for _, pairs in self._sections for short, _ in pairs), default=0)
        lines: list[Content] = []
        for title, pairs in self._sections:
            lines += [Content(""), assemble([(title, "bold")])]
            lines += [
                assemble([(f"  {short:<{width}}   ", "$accent"), (sentence, "$text-muted")])
                for short, sentence in pairs
            ]
        return Content("\n").join(lines)

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
