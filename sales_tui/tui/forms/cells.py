"""What can be typed or chosen in the cells of a table: quantities, choices, words. Plain values without a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from sales_tui.core.money import ZERO, plain
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.numbers import read_number

Options: TypeAlias = tuple[tuple[str, str], ...]
"""(code, words)"""


@dataclass(slots=True, eq=False)
class Quantity:
    """A number of pieces, at most so many."""

    most: Decimal
    decimals: int = 0
    editor: Editor = field(default_factory=lambda: Editor("0", limit=40))

    def put(self, qty: Decimal) -> None:
        """Another quantity, as if it had been typed."""
        self.editor.replace(plain(qty))

    def read(self) -> Decimal:
        """The quantity. Raises ValueError with a sentence for what is no number of pieces."""
        return read_number(self.editor.text, self.decimals, "a quantity" if self.decimals else "a piece")

    @property
    def value(self) -> Decimal:
        """The same; 0 where it can't be read or is too much."""
        try:
            qty = self.read()
        except ValueError:
            return ZERO
        return qty if qty <= self.most else ZERO


@dataclass(slots=True, eq=False)
class Pick:
    """One of several options, or none yet."""

    options: Options
    at: int | None = None

    @property
    def code(self) -> str:
        """The chosen code; empty where none is."""
        return "" if self.at is None else self.options[self.at][0]

    @property
    def words(self) -> str:
        """The words of the chosen one."""
        return "choose" if self.at is None else self.options[self.at][1]

    def press(self, key: str, character: str | None) -> bool:
        """The space bar and the arrows go round; a letter goes to the next option that begins with it."""
        count = len(self.options)
        if key in ("left", "right", "space"):
            by = -1 if key == "left" else 1
            self.at = (0 if by > 0 else count - 1) if self.at is None else (self.at + by) % count
            return True
        start = -1 if self.at is None else self.at
        for at in ((start + by) % count for by in range(1, count + 1)):
            if character and self.options[at][1][:1].casefold() == character.casefold():
                self.at = at
                return True
        return False


@dataclass(slots=True, eq=False)
class Words:
    """A short text."""

    editor: Editor = field(default_factory=lambda: Editor(limit=120))

    @property
    def text(self) -> str:
        """What was typed, without blanks around it."""
        return self.editor.text.strip()


Cell: TypeAlias = Quantity | Pick | Words


@dataclass(slots=True, eq=False)
class CellRow:
    """A line of the table."""

    key: int
    """By which the action addresses it."""
    sku: str
    name: str
    texts: tuple[str, ...]
    """Beside the product, before the cells."""
    cells: tuple[Cell, ...]
    """From left to right; the first is a quantity, and the others are there as soon as it is above 0."""
    below: Words | None = None
    """A text on a line of its own, where it is asked for."""

    @property
    def qty(self) -> Decimal:
        """The first cell's quantity."""
        first = self.cells[0]
        assert isinstance(first, Quantity)
        return first.value

    @property
    def quantity(self) -> Quantity:
        """The first cell."""
        first = self.cells[0]
        assert isinstance(first, Quantity)
        return first
