"""A choice among a few values, all of them in view."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Region, Size

from sales_tui.tui.forms.declare import Entry, Values
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.part import GUTTER, HERE, LABEL, cut, joined

_SIGN = 4
"""Cells of "(•) "."""

_GAP = 2


class Choice(FormField):
    """One of several options, beside or below each other."""

    def __init__(self, host: Host, entry: Entry, required: bool) -> None:
        super().__init__(host, entry.name)
        self.entry = entry
        self.required = required
        values = [value for value, _ in entry.options]
        self.chosen: int | None = values.index(entry.preset) if entry.preset in values else None
        self.can_stop = len(values) > 1 or self.chosen is None

    def press(self, key: str, character: str | None) -> bool:
        """Left, right and the space bar choose; so does the first letter of an option."""
        if key in ("left", "right", "space"):
            self._move(-1 if key == "left" else 1, around=key == "space")
        elif character is None or not self._letter(character):
            return False
        return True

    def step(self, key: str) -> bool:
        """Options below each other are chosen by up and down."""
        if not self.entry.upright or key not in ("up", "down"):
            return False
        at = -1 if self.chosen is None else self.chosen
        if not 0 <= at + (1 if key == "down" else -1) < len(self.entry.options):
            return False
        self._move(1 if key == "down" else -1, around=False)
        return True

    def read(self) -> Values:
        """The chosen value; left out where none is."""
        if self.chosen is not None:
            value = self.entry.options[self.chosen][0]
            return {self.entry.name: value} if value else {}
        if self.required:
            raise Wrong(self.entry.missing or f"{self.entry.label}: choose one first.", missing=True)
        return {}

    def hit(self, x: int, y: int) -> None:
        """A click chooses the option below it."""
        for index, spot in enumerate(self._spots()):
            if spot.contains(x, y):
                self._choose(index)

    def spot(self) -> Region:
        """The line of the chosen option."""
        return self._spots()[self.chosen or 0].translate((-self._spots()[self.chosen or 0].x, 0))

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How another is chosen."""
        return (("↑ ↓" if self.entry.upright else "← →", "choose"),) if len(self.entry.options) > 1 else _ONE

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each row of options."""
        return max(spot.y for spot in self._spots(width)) + 1

    def render(self) -> Text:
        """Sign, label, options."""
        looks = self.looks
        text = joined(
            (f"{HERE} " if self.here else "  ", looks.accent),
            (cut(self.entry.label, LABEL - 1).ljust(LABEL), looks.accent if self.here else looks.label),
        )
        at = Region(GUTTER + LABEL, 0, 0, 1)
        for index, spot in enumerate(self._spots()):
            if spot.y > at.y:
                text.append("\n" + " " * spot.x)
            elif index:
                text.append(" " * _GAP)
            chosen = index == self.chosen
            style = looks.here if chosen and self.here else looks.strong if chosen else looks.plain
            text.append_text(joined(("(•) " if chosen else "( ) ", looks.accent if self.here else looks.muted)))
            text.append_text(joined((cut(self.entry.options[index][1], spot.width - _SIGN), style)))
            at = spot
        return text

    def _spots(self, width: int = 0) -> list[Region]:
        """Where each option stands."""
        left, right = GUTTER + LABEL, max(width or self.size.width, GUTTER + LABEL + 12)
        spots, x, y = [], left, 0
        for index, (_, words) in enumerate(self.entry.options):
            cells = min(_SIGN + cell_len(words), right - left)
            if index and (self.entry.upright or x + cells > right):
                x, y = left, y + 1
            spots.append(Region(x, y, cells, 1))
            x += cells + _GAP
        return spots

    def _move(self, by: int, *, around: bool) -> None:
        count = len(self.entry.options)
        if self.chosen is None:
            self._choose(0)
        elif around:
            self._choose((self.chosen + by) % count)
        else:
            self._choose(max(0, min(self.chosen + by, count - 1)))

    def _letter(self, letter: str) -> bool:
        count = len(self.entry.options)
        start = -1 if self.chosen is None else self.chosen
        for index in ((start + by) % count for by in range(1, count + 1)):
            if self.entry.options[index][1][:1].casefold() == letter.casefold():
                self._choose(index)
                return True
        return False

    def _choose(self, index: int) -> None:
        if index != self.chosen:
            self.chosen = index
            self.edited()


_ONE = (("space", "choose"),)
