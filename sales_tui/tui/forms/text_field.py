"""A field for one line of text, or for an amount."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size

from sales_tui.core.money import ZERO, amount_text, plain
from sales_tui.tui.forms.box import FRAME, box, cursor_at
from sales_tui.tui.forms.declare import Entry, Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.numbers import read_adjustment, read_number, read_signed
from sales_tui.tui.forms.part import GUTTER, HERE, LABEL, cut, joined

_NUMBER = 10
"""Cells for an amount."""

_TEXT = 60
"""Cells for a text, at most."""

_ENOUGH = 24
"""Cells for a text before words beside it get any."""


class TextField(FormField):
    """One line of text."""

    free_text = True
    right = False

    def __init__(self, host: Host, entry: Entry, required: bool) -> None:
        super().__init__(host, entry.name)
        self.entry = entry
        self.required = required
        self.editor = Editor(self.preset_text(entry.preset))

    def preset_text(self, value: Any) -> str:
        """How a preset value is written."""
        return "" if value is None else str(value)

    def arrive(self, forward: bool) -> None:
        """Its text may be typed over at once."""
        super().arrive(forward)
        self.editor.arrive()
        self.refresh()

    def press(self, key: str, character: str | None) -> bool:
        """Edit the text."""
        before = self.editor.text
        taken = self.editor.press(key, character)
        if self.editor.text != before:
            self.edited()
        else:
            self.refresh()
        return taken

    def paste(self, text: str) -> None:
        """Line ends become blanks."""
        self.editor.insert(" ".join(text.split()) if "\n" in text.strip() else text.strip("\r\n"))
        self.edited()

    def read(self) -> Values:
        """Its text; left out where there is none."""
        text = self.editor.text.strip()
        if self.required and not text:
            raise Wrong(self.entry.missing or f"{self.entry.label}: type something first.", missing=True)
        return {self.entry.name: text} if text else {}

    def hit(self, x: int, y: int) -> None:
        """The cursor goes to the character that was clicked."""
        self.editor.place(cursor_at(self.editor, self._room(), x - GUTTER - LABEL, right=self.right))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Text:
        """Sign, label, field, and the words beside it."""
        looks = self.looks
        text = joined(
            (f"{HERE} " if self.here else "  ", looks.accent),
            (cut(self.entry.label, LABEL - 1).ljust(LABEL), looks.accent if self.here else looks.label),
        )
        text.append_text(box(self.editor, self._room(), looks, here=self.here, wrong=self.wrong, right=self.right))
        if text.cell_len + 2 + cell_len(self.entry.beside) <= self.size.width:
            text.append_text(joined((f"  {self.entry.beside}", looks.muted)))
        return text

    def _room(self) -> int:
        """Cells for the text; where it is narrow, the words beside it are left out."""
        free = self.size.width - GUTTER - LABEL - FRAME - 1
        beside = cell_len(self.entry.beside) + 2 if self.entry.beside else 0
        return max(6, min(_TEXT, free - beside if free - beside >= _ENOUGH else free))


class AmountField(TextField):
    """An amount of money, in the currency that the entry names."""

    free_text = False
    right = True
    _read: Callable[[str, int, str], Any] = staticmethod(read_number)

    def preset_text(self, value: Any) -> str:
        """With the currency's decimals."""
        return amount_text(value, self.entry.decimals) if isinstance(value, Decimal) else str(value or "")

    def fill(self, *, empty: bool) -> None:
        """All that is left, or nothing."""
        if self.entry.most is not None:
            self.editor.replace(amount_text(ZERO if empty else self.entry.most, self.entry.decimals))
            self.edited()

    def read(self) -> Values:
        """The amount, exactly."""
        entry = self.entry
        try:
            value = type(self)._read(self.editor.text, entry.decimals, entry.counted)
        except ValueError as error:
            raise Wrong(f"{entry.label}: {error}") from None
        if entry.most is not None and isinstance(value, Decimal) and value > entry.most:
            most = f"{amount_text(entry.most, entry.decimals)} {entry.counted}".strip()
            raise Wrong(f"{entry.label}: {plain(value)} is more than is left; type at most {most}.")
        return {entry.name: value}

    def _room(self) -> int:
        return _NUMBER


class SignedField(AmountField):
    """An amount that may have a minus."""

    _read = staticmethod(read_signed)


class AdjustmentField(AmountField):
    """An amount, or a percentage of the order."""

    _read = staticmethod(read_adjustment)
