"""A list of a few lines with a cursor: sign, words, and something beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from sales_tui.core.text import literal
from sales_tui.tui.panels.line import Part, assemble, cell, cut


@dataclass(frozen=True, slots=True)
class Entry:
    """One line."""

    sign: str
    words: str
    beside: str = ""


class Listing(Widget, can_focus=True):
    """Entries, one of them under the cursor."""

    class Chosen(Message):
        """Enter, or a click."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, entries: Sequence[Entry] = (), cursor: int = 0) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = entries
        self.cursor = cursor

    def show(self, entries: Sequence[Entry]) -> None:
        """Other entries; the cursor goes to the first."""
        self.entries, self.cursor = entries, 0
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line an entry."""
        return len(self.entries)

    def move(self, key: str) -> bool:
        """Up, down, or choose."""
        if key == "enter" and self.entries:
            self.post_message(self.Chosen(self.cursor))
        elif key in ("up", "down"):
            self.cursor = max(0, min(len(self.entries) - 1, self.cursor + (1 if key == "down" else -1)))
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False)
            self.refresh()
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the pointer."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self.entries):
            self.post_message(self.Chosen(offset.y))

    def render(self) -> Content:
        """All entries in columns."""
        signs = max((cell_len(literal(entry.sign)) for entry in self.entries), default=0)
        words = max((cell_len(literal(entry.words)) for entry in self.entries), default=0)
        words = min(words, max(10, self.size.width - signs - 8))
        return Content("\n").join([self._line(at, signs, words) for at in range(len(self.entries))])

    def _line(self, at: int, signs: int, words: int) -> Content:
        entry, here = self.entries[at], at == self.cursor
        parts: list[Part] = [
            ("▌ " if here else "  ", "$accent"),
            (cell(entry.sign, signs) + "  ", "bold $accent"),
            (cell(entry.words, words) + "   ", "bold" if here else ""),
            (entry.beside, "$text-muted"),
        ]
        line = cut(assemble(parts), max(1, self.size.width))
        return line.stylize("on $accent 15%") if here else line
