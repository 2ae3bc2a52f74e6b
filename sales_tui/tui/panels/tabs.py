"""The workspaces, the present one in brackets; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from sales_tui.tui.panels.line import Line, Part, is_compact
from sales_tui.tui.panels.top_line import Place
from sales_tui.workspaces import WORKSPACES


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
            parts += [(label, "bold $accent" if name == self._present else "$text-muted"), ("  ", "")]
        return parts

    def right(self) -> Sequence[Part]:
        """Where there is no top line: which database."""
        if not is_compact(self.app.size):
            return ()
        return (("  ", ""), *self._place.words(), (self._place.database, "$text-muted"))

    def _labels(self) -> list[tuple[str, str]]:
        words = ((name, f"{place.digit} {place.title}") for name, place in WORKSPACES.items())
        return [(name, f"[{label}]" if name == self._present else label) for name, label in words]

    def on_click(self, event: events.Click) -> None:
        """Which tab that was."""
        offset = event.get_content_offset(self)
        end = 0
        for name, label in self._labels():
            end += len(label) + 2
            if offset is not None and offset.x < end - 1:
                self.post_message(self.Chosen(name))
                return
