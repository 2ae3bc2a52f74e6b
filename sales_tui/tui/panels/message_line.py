"""What happened, or why something can't be done; it stays until the next. A long sentence takes a second line."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sales_tui.core.text import literal
from sales_tui.tui.messages import Said, Tone
from sales_tui.tui.panels.line import Part, assemble
from sales_tui.tui.panels.paragraphs import wrap

GAP = 3
"""Cells before what goes on meanwhile."""

SIGNS = {Tone.DONE: ("✓ ", "$success"), Tone.REFUSED: ("! ", "$warning"), Tone.FAULT: ("!! ", "$error")}
"""A sign before the sentence, and a colour to help."""


class MessageLine(Widget):
    """The newest message."""

    DEFAULT_CSS = "MessageLine { height: auto; min-height: 1; max-height: 4; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="message")
        self._said: Said | None = None
        self._beside = ""

    def show(self, said: Said | None, beside: str = "") -> None:
        """Say this, or nothing. `beside`: how far something is that goes on meanwhile."""
        is_other = said is not self._said or len(beside) != len(self._beside)
        if is_other or beside != self._beside:
            self._said, self._beside = said, beside
            self.refresh(layout=is_other)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the sentence needs."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Its sign and its text."""
        sign, colour = self._sign()
        lines = self._lines(self.size.width)
        blank = " " * len(sign)
        rows: list[list[Part]] = [
            [(blank if at else sign, f"bold {colour}"), (line, colour)] for at, line in enumerate(lines)
        ]
        if self._beside:
            rows[0] += [(" " * self._gap(sign + lines[0]), ""), (self._beside, "$text-muted")]
        return Content("\n").join([assemble(row) for row in rows])

    def _sign(self) -> tuple[str, str]:
        return SIGNS.get(self._said.tone, ("", "")) if self._said else ("", "")

    def _gap(self, before: str) -> int:
        return max(1, self.size.width - cell_len(literal(before)) - cell_len(literal(self._beside)))

    def _lines(self, width: int) -> list[str]:
        taken = len(self._sign()[0]) + (cell_len(literal(self._beside)) + GAP if self._beside else 0)
        return wrap(self._said.text, max(10, width - taken)) if self._said else [""]
