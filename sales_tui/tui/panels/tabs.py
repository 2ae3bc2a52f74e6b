"""The workspaces of the menu, the present one in brackets; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from sales_tui.tui.panels.line import Line, Part, is_compact
from sales_tui.tui.panels.top_line import Place
from sales_tui.workspaces import ENTRIES, TABS

GAP = 2
"""Cells between two tabs."""

ABBREVIATED = 4
"""Letters of a name where there is no room for the whole of all."""


class Tabs(Line):
    """One tab a workspace."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, present: str, place: Place) -> None:
        super().__init__(id="tabs")
        self._present = present
        self._place = place

    def show(self, place: Place) -> None:
        """The store's name became known."""
        self._place = place
        self.refresh()

    def left(self) -> Sequence[Part]:
        """All workspaces, two blanks between them."""
        parts: list[Part] = []
        for name, label in self._labels():
            parts += [(label, "bold $accent" if name == self._present else "$text-muted"), (" " * GAP, "")]
        return parts

    def right(self) -> Sequence[Part]:
        """Where there is no top line: which database."""
        if not is_compact(self.app.size):
            return ()
        return (("  ", ""), *self._place.words(), (self._place.database, "$text-muted"))

    def _labels(self) -> list[tuple[str, str]]:
        """All names whole where there is room, else all but the present one cut alike."""
        room = self.size.width - sum(cell_len(text) for text, _ in self.right())
        longest = max(len(place.title) for place in TABS.values())
        for most in (longest, *range(ABBREVIATED, -1, -1)):
            labels = self._cut_to(most)
            if sum(len(label) + GAP for _, label in labels) <= room:
                break
        return labels

    def _cut_to(self, most: int) -> list[tuple[str, str]]:
        """The tabs; the present place is among them in any case."""
        places = TABS if self._present in TABS else {**TABS, self._present: ENTRIES[self._present]}
        words = ((name, f"{place.digit} {place.title}".strip(), place.title) for name, place in places.items())
        return [
            (name, f"[{whole}]" if name == self._present else whole[: len(whole) - len(title) + most].rstrip())
            for name, whole, title in words
        ]

    def on_click(self, event: events.Click) -> None:
        """Which tab that was."""
        offset = event.get_content_offset(self)
        end = 0
        for name, label in self._labels():
            end += len(label) + GAP
            if offset is not None and offset.x < end - 1:
                self.post_message(self.Chosen(name))
                return
