"""The names of a record's panes, the present one in brackets; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from sales_tui.tui.panels.line import Line, Part
from sales_tui.workspaces.panes import Pane


class PaneBar(Line):
    """One name a pane, with the number of its rows where it lists documents."""

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(id="panes")
        self._labels: Sequence[str] = ()
        self._present = 0

    def show(self, panes: Sequence[Pane], present: int) -> None:
        """Other panes, or another one of them."""
        labels = [
            f"{pane.title} {len(pane.rows)}" if pane.links and not pane.facts and pane.key != "order" else pane.title
            for pane in panes
        ]
        if (labels, present) != (self._labels, self._present):
            self._labels, self._present = labels, present
            self.refresh()

    def left(self) -> Sequence[Part]:
        """All names."""
        parts: list[Part] = []
        first = self._first()
        if first:
            parts.append(("…  ", "$text-muted"))
        for at, label in [*enumerate(self._shown())][first:]:
            parts += [(label, "bold $accent" if at == self._present else "$text-muted"), ("  ", "")]
        return parts

    def _first(self) -> int:
        """The first name that is shown: the present one and the next are always in sight."""
        labels = self._shown()
        seen = labels[: self._present + 2]
        for first in range(self._present):
            if sum(len(label) + 2 for label in seen[first:]) + 3 * bool(first) <= self.size.width:
                return first
        return self._present

    def _shown(self) -> list[str]:
        return [f"[{label}]" if at == self._present else label for at, label in enumerate(self._labels)]

    def on_click(self, event: events.Click) -> None:
        """Which name that was."""
        offset = event.get_content_offset(self)
        first = self._first()
        end = 3 if first else 0
        for at, label in [*enumerate(self._shown())][first:]:
            end += len(label) + 2
            if offset is not None and offset.x < end - 1:
                self.post_message(self.Chosen(at))
                return
