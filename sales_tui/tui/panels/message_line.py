"""What happened, or why something can't be done; it stays until the next. A long sentence takes a second line."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sales_tui.tui.messages import Said, Tone
from sales_tui.tui.panels.line import assemble
from sales_tui.tui.panels.paragraphs import wrap

SIGNS = {Tone.DONE: ("✓ ", "$success"), Tone.REFUSED: ("! ", "$warning"), Tone.FAULT: ("!! ", "$error")}
"""A sign before the sentence, and a colour to help."""


class MessageLine(Widget):
    """The newest message."""

    DEFAULT_CSS = "MessageLine { height: auto; min-height: 1; max-height: 4; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="message")
        self._said: Said | None = None

    def show(self, said: Said | None) -> None:
        """Say this, or nothing."""
        if said is not self._said:
            self._said = said
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the sentence needs."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Its sign and its text."""
        sign, colour = self._sign()
        lines = self._lines(self.size.width)
        blank = " " * len(sign)
        rows = [[(blank if at else sign, f"bold {colour}"), (line, colour)] for at, line in enumerate(lines)]
        return Content("\n").join([assemble(row) for row in rows])

    def _sign(self) -> tuple[str, str]:
        return SIGNS.get(self._said.tone, ("", "")) if self._said else ("", "")

    def _lines(self, width: int) -> list[str]:
        return wrap(self._said.text, max(1, width - len(self._sign()[0]))) if self._said else [""]
