"""The totals at the right of a form: what it would come to, live."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size

from sales_tui.tui.forms.declare import Form, Outcome, Total
from sales_tui.tui.forms.part import FormPart, cut, joined

_LABEL = 13
"""Cells for a label, at least."""

_AMOUNT = 13
"""Cells for an amount and the gap before it."""


class Totals(FormPart):
    """Labels, and an amount for each currency; a dash where there is nothing to total."""

    def __init__(self, form: Form) -> None:
        super().__init__(id="form-totals")
        self.form = form
        blank = ("–",) * max(1, len(form.currencies))
        last = len(form.idle) - 1
        self.idle = tuple(Total(label, blank, strong=at == last) for at, label in enumerate(form.idle))
        self.rows = self.idle

    def tell(self, outcome: Outcome | None) -> None:
        """Show these totals; without an outcome the amounts become dashes."""
        before = [row.label for row in self.rows]
        self.rows = outcome.totals if outcome and outcome.totals else self.idle
        self.refresh(layout=[row.label for row in self.rows] != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line each, and the currencies above."""
        return max(1, len(self.rows) + bool(self.form.currencies))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Label and amounts."""
        longest = max([cell_len(row.label) for row in self.rows] + [_LABEL])
        return longest + _AMOUNT * max(1, len(self.form.currencies))

    def render(self) -> Text:
        """Amounts stand below each other."""
        text = Text(no_wrap=True, end="")
        if self.form.currencies:
            text.append(self._line("", self.form.currencies), self.looks.muted)
            text.append("\n")
        for at, row in enumerate(self.rows):
            text.append("\n" if at else "")
            style = self.looks.strong if row.strong else self.looks.plain
            text.append_text(joined((self._line(row.label, row.amounts), style)))
        return text

    def _line(self, label: str, amounts: tuple[str, ...]) -> str:
        figures = "".join(" " * (_AMOUNT - cell_len(amount)) + amount for amount in amounts)
        room = max(4, self.size.width - cell_len(figures))
        shown = cut(label, room)
        return shown + " " * (room - cell_len(shown)) + figures
