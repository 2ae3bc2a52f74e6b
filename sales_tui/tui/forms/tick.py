"""A tick: yes or no."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size

from sales_tui.tui.forms.declare import Entry, Values
from sales_tui.tui.forms.field import FormField, Host
from sales_tui.tui.forms.part import HERE, LABEL, joined

SIGN = "✓"


class Tick(FormField):
    """A flag, set and cleared by the space bar or a click."""

    def __init__(self, host: Host, entry: Entry) -> None:
        super().__init__(host, entry.name)
        self.entry = entry
        self.ticked = bool(entry.preset)

    def press(self, key: str, character: str | None) -> bool:
        """The space bar sets or clears it."""
        if key != "space":
            return False
        self.hit(0, 0)
        return True

    def hit(self, x: int, y: int) -> None:
        """A click does what the space bar does."""
        self.ticked = not self.ticked
        self.edited()

    def read(self) -> Values:
        """Yes or no."""
        return {self.entry.name: self.ticked}

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How it is set."""
        return (("space", "clear it" if self.ticked else "tick it"),)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Text:
        """Sign, tick, words."""
        looks = self.looks
        edge = looks.accent if self.here else looks.muted
        words = f"{self.entry.label}   " if self.entry.beside else self.entry.label
        return joined(
            (f"{HERE} " if self.here else "  ", looks.accent),
            (" " * LABEL, looks.plain),
            ("[", edge),
            (SIGN if self.ticked else " ", looks.cursor if self.here else looks.strong),
            ("] ", edge),
            (words, looks.accent if self.here else looks.label),
            (self.entry.beside, looks.muted),
        )
