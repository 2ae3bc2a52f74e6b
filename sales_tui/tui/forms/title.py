"""The first line of every form: what is about to be done to whom, and the figures that limit it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size

from sales_tui.tui.forms.part import FormPart, cut, joined

_GAP = 3

_ENOUGH = 44
"""Cells that verb, number and name get before the facts go to a line of their own."""


class Title(FormPart):
    """Verb, number and name at the left; facts at the right, or on a line of their own where it is narrow."""

    def __init__(self, left: str, facts: tuple[str, ...]) -> None:
        super().__init__(id="form-title")
        self.left = left
        self.facts = "   ".join(facts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, or two."""
        return 1 if self._fits(width) else 2

    def render(self) -> Text:
        """The name is cut before a figure is."""
        width, looks = self.size.width, self.looks
        facts = cut(self.facts, width)
        apart = not self._fits(width)
        left = cut(self.left, width if apart or not facts else width - cell_len(facts) - _GAP)
        text = joined((left, looks.strong))
        if facts:
            blank = width - cell_len(facts) - (0 if apart else cell_len(left))
            text.append(("\n" if apart else "") + " " * max(blank, 0))
            text.append_text(joined((facts, looks.label)))
        return text

    def _fits(self, width: int) -> bool:
        return not self.facts or cell_len(self.facts) + _GAP + min(cell_len(self.left), _ENOUGH) <= width
