"""How the price of a whole quote is negotiated: per cent off, an amount off, or a proposed total."""

from __future__ import annotations

from decimal import Decimal

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size

from sales_tui.core.money import STORED_DIGITS, ZERO, amount_text, plain
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quoting import AMOUNT, PERCENTAGE, PROPOSED
from sales_tui.tui.forms.box import box, cursor_at
from sales_tui.tui.forms.declare import Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.numbers import read_number
from sales_tui.tui.forms.part import GUTTER, HERE, LABEL, joined

NAME = "negotiated"
_LABEL = "Whole quote"
_KINDS = ("", PERCENTAGE, AMOUNT, PROPOSED)
_WORDS = {"": "not negotiated", PERCENTAGE: "per cent off", AMOUNT: "amount off", PROPOSED: "proposed total"}
_WIDTH = max(map(len, _WORDS.values()))
_NUMBER = 9
_VALUE_AT = GUTTER + LABEL + _WIDTH + 5


class Negotiated(FormField):
    """The kind between ‹ and ›, and behind it the figure."""

    def __init__(self, host: Host, quote: Quote) -> None:
        super().__init__(host, NAME)
        self.quote = quote
        self.kind = quote.negotiated_type
        self.editor = Editor(_text(quote))
        self.on_value = False
        self._before = (self.kind, self.editor.text)

    def arrive(self, forward: bool) -> None:
        """At the kind, or at the figure when coming from below."""
        super().arrive(forward)
        self._go(on_value=not forward and bool(self.kind))

    def step(self, key: str) -> bool:
        """From the kind to the figure and back, where there is one."""
        wanted = {"enter": True, "tab": True, "shift+tab": False}.get(key)
        if wanted is None or not self.kind or wanted == self.on_value:
            return False
        self._go(on_value=wanted)
        return True

    def press(self, key: str, character: str | None) -> bool:
        """Choose the kind, edit the figure; a digit begins one."""
        if not self.on_value and key in ("left", "right", "space"):
            at = _KINDS.index(self.kind) + (-1 if key == "left" else 1)
            self._choose(_KINDS[at % len(_KINDS)])
            return True
        if not self.on_value and character is not None:
            return self._begin(key, character)
        if not self.on_value:
            return False
        if key == "left" and (self.editor.selected or not self.editor.cursor):
            self._go(on_value=False)
            return True
        before = self.editor.text
        taken = self.editor.press(key, character)
        if self.editor.text != before:
            self.edited()
        self.refresh()
        return taken

    def _begin(self, key: str, character: str) -> bool:
        if character.isdigit():
            self._choose(self.kind or PERCENTAGE)
            self._go(on_value=True)
            return self.press(key, character)
        found = next((kind for kind in _KINDS if _WORDS[kind][0] == character.casefold() and kind != self.kind), None)
        if found is None:
            return False
        self._choose(found)
        return True

    def paste(self, text: str) -> None:
        """Into the figure."""
        if self.kind:
            self._go(on_value=True)
            self.editor.insert(text.strip())
            self.edited()

    def fill(self, *, empty: bool) -> None:
        """Nothing is negotiated any more."""
        if empty:
            self._choose("")

    def read(self) -> Values:
        """What was changed. Where the buyer changed the quote it counts again once it is saved. Raises Wrong."""
        if (self.kind, self.editor.text) == self._before and not self.quote.is_stale:
            return {}
        if not self.kind:
            return {NAME: "none"}
        return {NAME: {"type": self.kind, "value": self._value()}}

    def _value(self) -> Decimal:
        if not self.editor.text.strip():
            raise Wrong(f"{_LABEL}: type how much, or choose “{_WORDS['']}”.", missing=True)
        is_percent = self.kind == PERCENTAGE
        decimals = STORED_DIGITS if is_percent else self.quote.base_digits
        try:
            return read_number(self.editor.text, decimals, "a percentage" if is_percent else self._unit)
        except ValueError as error:
            raise Wrong(f"{_LABEL}: {error}") from None

    @property
    def _unit(self) -> str:
        return "%" if self.kind == PERCENTAGE else self.quote.base_currency_code

    def hit(self, x: int, y: int) -> None:
        """A click goes to the figure, or chooses the next kind."""
        if x >= _VALUE_AT and self.kind:
            self._go(on_value=True)
            self.editor.place(cursor_at(self.editor, _NUMBER, x - _VALUE_AT, right=True))
        else:
            self._go(on_value=False)
            self.press("space", None)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How the kind is chosen."""
        return () if self.on_value else (("← →", "how"),)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Text:
        """Sign, label, kind, figure."""
        looks = self.looks
        on_kind = self.here and not self.on_value
        edge, name = (looks.accent, looks.here) if on_kind else (looks.muted, looks.plain)
        words = _WORDS[self.kind]
        text = joined(
            (f"{HERE} " if self.here else "  ", looks.accent),
            (_LABEL.ljust(LABEL), looks.accent if self.here else looks.label),
            ("‹ ", edge),
            (words.center(_WIDTH), name),
            (" › ", edge),
        )
        if self.kind:
            on_value = self.here and self.on_value
            text.append_text(box(self.editor, _NUMBER, looks, here=on_value, wrong=self.wrong, right=True))
            if text.cell_len + 2 + cell_len(self._unit) <= self.size.width:
                text.append(f"  {self._unit}", looks.muted)
        return text

    def _choose(self, kind: str) -> None:
        if kind != self.kind:
            self.kind = kind
            self._go(on_value=False)
            self.edited()

    def _go(self, *, on_value: bool) -> None:
        self.on_value = on_value
        if on_value:
            self.editor.arrive()
        self.refresh()


def _text(quote: Quote) -> str:
    if not quote.negotiated_type or quote.negotiated_value == ZERO:
        return ""
    if quote.negotiated_type == PERCENTAGE:
        return plain(quote.negotiated_value)
    return amount_text(quote.negotiated_value, quote.base_digits)
