"""What every field of a form can do: be the current one, take keys, be read, and say what is wrong with it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from textual import events
from textual.geometry import Region
from textual.reactive import reactive

from sales_tui.tui.forms.declare import Outcome, Values
from sales_tui.tui.forms.part import FormPart


class Host(Protocol):
    """The form, as its fields know it."""

    def changed(self) -> None:
        """Something was typed or chosen."""

    def claim(self, field: FormField) -> bool:
        """The mouse chose this field; False where it can't be used now."""

    def refuse(self, sentence: str) -> None:
        """What was typed or scanned can't be taken, and nothing changed: say why at once, with the bell."""


class Wrong(Exception):
    """A value that can't be read; the sentence says what, where, and what to do."""

    def __init__(self, sentence: str, *, missing: bool = False) -> None:
        super().__init__(sentence)
        self.missing = missing
        """Nothing was typed yet: not said before F2 is pressed."""


class FormField(FormPart):
    """A field. Those that hold several cells (a table of lines) step through them before they let go."""

    here = reactive(False)
    """Whether it is the current field."""
    can_stop = True
    """Whether the cursor goes there: there is something to type or to choose."""
    free_text = False
    """Whether any character may be typed into it, so that no character is a command."""

    def __init__(self, host: Host, name: str) -> None:
        super().__init__(name=name)
        self.host = host
        self.wrong = False

    def arrive(self, forward: bool) -> None:
        """Become the current field, at its first cell, or at its last when coming from below."""
        self.here = True

    def leave(self) -> None:
        """Another field is the current one."""
        self.here = False

    def step(self, key: str) -> bool:
        """Move inside for enter, tab, shift+tab, up or down; False: on to the next field."""
        return False

    def press(self, key: str, character: str | None) -> bool:
        """Take a key that is no movement between fields; False where it means nothing here."""
        return False

    def paste(self, text: str) -> None:
        """Take pasted text."""

    def fill(self, *, empty: bool) -> None:
        """Take all that can be taken, or nothing, where the field knows how much that is."""

    @abstractmethod
    def read(self) -> Values:
        """Its values, by parameter. Raises Wrong."""

    def check(self) -> Values:
        """Like `read`, and remembers whether something is wrong, so that it is marked."""
        try:
            values = self.read()
        except Wrong as wrong:
            self._mark(not wrong.missing)
            raise
        self._mark(False)
        return values

    def find_wrong(self) -> None:
        """Go to the cell that is wrong."""

    def tell(self, outcome: Outcome | None) -> None:
        """Show what would come of it."""

    def spot(self) -> Region:
        """The part of it that has to be seen."""
        return Region(0, 0, max(self.size.width, 1), max(self.size.height, 1))

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Keys that do something here, and what."""
        return ()

    def hit(self, x: int, y: int) -> None:
        """The mouse was clicked on it, at this cell."""

    def on_click(self, event: events.Click) -> None:
        """The mouse goes to a field as the keys do."""
        event.stop()
        if self.host.claim(self):
            self.hit(event.x, event.y)
            self.refresh()

    def edited(self) -> None:
        """Its value is another one now."""
        self.refresh()
        self.host.changed()

    def _mark(self, wrong: bool) -> None:
        if wrong != self.wrong:
            self.wrong = wrong
            self.refresh()
