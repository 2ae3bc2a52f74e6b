"""What stands in the fields of a quote's lines: quantities, own prices, what is removed, what is added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sales_tui.core.money import STORED_DIGITS, ZERO, amount_text, plain
from sales_tui.rules.quote_items import parse_lines
from sales_tui.rules.quote_records import Quote, QuoteLine
from sales_tui.rules.quoting import AMOUNT, PERCENTAGE
from sales_tui.tui.forms.declare import Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import Wrong
from sales_tui.tui.forms.numbers import read_number

QTY, PRICE = 0, 1
"""The cells of a line."""

BARCODE = 8
"""Digits from which on a number is no quantity and no price."""

_LONGEST = 40


@dataclass(slots=True)
class Typed:
    """A line as it is being edited."""

    sku: str
    key: int | None = None
    """Of the quote's line; None: it is new."""
    qty: Editor = field(default_factory=lambda: Editor(limit=_LONGEST))
    price: Editor = field(default_factory=lambda: Editor(limit=_LONGEST))
    before: tuple[str, str] = ("", "")
    """What stood in the two fields at first."""
    is_removed: bool = False
    is_sought: bool = False
    """It is new, and being looked up in the catalog."""

    def is_changed(self, cell: int) -> bool:
        """Whether something else stands in that field than at first."""
        return self.editor(cell).text.strip() != self.before[cell]

    def editor(self, cell: int) -> Editor:
        """The field of a cell."""
        return self.price if cell == PRICE else self.qty


def price_text(line: QuoteLine, digits: int) -> str:
    """A line's own price as it stands in the field: 12.50, 10%, -2.00; nothing where it has none."""
    if not line.proposed_type:
        return ""
    if line.proposed_type == PERCENTAGE:
        return f"{plain(line.proposed_value)}%"
    return f"{'-' if line.proposed_type == AMOUNT else ''}{amount_text(line.proposed_value, digits)}"


class QuoteLines:
    """The lines, the row below them where products are added, and where the cursor is."""

    def __init__(self, quote: Quote) -> None:
        self.digits, self.code = quote.base_digits, quote.base_currency_code
        self.lines = [self._of(line) for line in quote.lines]
        self.adding = Editor(limit=200)
        self.faults: dict[int, str] = {}
        self.row, self.cell = 0, PRICE

    def _of(self, line: QuoteLine) -> Typed:
        texts = (plain(line.qty), price_text(line, self.digits))
        qty, price = (Editor(text, limit=_LONGEST) for text in texts)
        return Typed(line.sku, line.id, qty, price, texts)

    @property
    def is_adding(self) -> bool:
        """Whether the cursor is in the row where products are added."""
        return self.row == len(self.lines)

    @property
    def editor(self) -> Editor:
        """The field of the cursor."""
        return self.adding if self.is_adding else self.lines[self.row].editor(self.cell)

    # --- moving

    def go(self, row: int, cell: int) -> None:
        """Put the cursor into a cell."""
        self.row, self.cell = max(0, min(row, len(self.lines))), cell
        self.editor.arrive()

    def next_cell(self, by: int) -> bool:
        """The next or previous cell; False at the end."""
        if by > 0:
            if self.is_adding:
                return False
            self.go(*((self.row, PRICE) if self.cell == QTY else (self.row + 1, QTY)))
        elif not self.is_adding and self.cell == PRICE:
            self.go(self.row, QTY)
        elif self.row:
            self.go(self.row - 1, PRICE)
        else:
            return False
        return True

    def next_row(self, by: int) -> bool:
        """The same cell some rows on, or as far as there are rows; False where it can't move."""
        wanted = max(0, min(self.row + by, len(self.lines)))
        if wanted == self.row:
            return False
        self.go(wanted, self.cell)
        return True

    # --- changing

    def remove(self) -> None:
        """Take the line of the cursor away, or leave it; one that was added is gone at once."""
        if self.is_adding:
            return
        line = self.lines[self.row]
        if line.key is None:
            self.lines.pop(self.row)
            self.go(self.row, QTY)
        else:
            line.is_removed = not line.is_removed
        self.check()

    def clear_prices(self) -> None:
        """No line has a price of its own any more."""
        for line in self.lines:
            line.price.replace("")
        self.check()

    def take_scanned(self) -> str:
        """What enter adds: what stands in the last row, or a barcode that was scanned into another field."""
        if self.is_adding:
            return self.adding.text.strip()
        line, text = self.lines[self.row], self.editor.text.strip()
        if len(text) < BARCODE or not (text.isascii() and text.isdigit()):
            return ""
        line.editor(self.cell).replace(line.before[self.cell])
        return text

    def add(self, text: str) -> str:
        """Add each line of a text, a SKU and a quantity: all of them, or none and a sentence that says why not."""
        try:
            found = parse_lines(text)
        except ValueError as error:
            return f"Nothing is added: {error}."
        if wrong := next((item["sku"] for item in found if item["qty"] <= 0), None):
            return f"Nothing is added: {wrong}: there must be at least one piece."
        for item in found:
            self._add(item["sku"], item["qty"])
        self.check()
        return ""

    def _add(self, sku: str, qty: Decimal) -> None:
        """One more line, or more pieces of one that is there."""
        known = next((line for line in self.lines if line.sku.casefold() == sku.casefold()), None)
        if known is None:
            self.lines.append(Typed(sku, qty=Editor(plain(qty), limit=_LONGEST), is_sought=True))
            return
        known.qty.replace(plain(qty if known.is_removed else self._taken(known) + qty))
        known.is_removed = False

    def _taken(self, line: Typed) -> Decimal:
        try:
            return read_number(line.qty.text, STORED_DIGITS, "a quantity")
        except ValueError:
            return ZERO

    @property
    def sought(self) -> list[str]:
        """What has to be looked up in the catalog."""
        return [line.sku for line in self.lines if line.is_sought]

    def find(self, asked: Iterable[str], found: Mapping[str, str]) -> list[str]:
        """What was looked up: a barcode, or a SKU in other letters, is the product's SKU from now on.

        What there isn't is taken away again; its names.
        """
        missing = []
        for name in asked:
            line = next((one for one in self.lines if one.is_sought and one.sku == name), None)
            if line is None:
                continue
            line.is_sought, sku = False, found.get(name)
            if sku is not None and all(one is line or one.sku != sku for one in self.lines):
                line.sku = sku
                continue
            self.lines.remove(line)
            if sku is None:
                missing.append(name)
            else:
                self._add(sku, self._taken(line))
        self.row = min(self.row, len(self.lines))
        self.check()
        return missing

    # --- reading

    def check(self) -> None:
        """Remember what is wrong, by row."""
        self.faults = {}
        for row, line in enumerate(self.lines):
            try:
                if not line.is_removed:
                    self._item(line)
            except ValueError as error:
                self.faults[row] = f"{line.sku}: {error}"

    def read(self) -> Values:
        """What was changed: `items`, and the SKUs to `remove`. Raises Wrong with the first fault."""
        if self.faults:
            raise Wrong(self.faults[min(self.faults)])
        if self.adding.text.strip():
            raise Wrong("Enter adds the product that is typed in the last row.", missing=True)
        if self.sought:
            raise Wrong("Looking it up in the catalog…", missing=True)
        items = [item for line in self.lines if not line.is_removed and len(item := self._item(line)) > 1]
        removed = [line.sku for line in self.lines if line.is_removed]
        return ({"items": items} if items else {}) | ({"remove": removed} if removed else {})

    def _item(self, line: Typed) -> dict[str, object]:
        """What was changed of a line, beside its name. Raises ValueError with a sentence."""
        item: dict[str, object] = {"sku": line.sku} if line.key is None else {"item_id": line.key}
        if line.is_changed(QTY):
            qty = read_number(line.qty.text, STORED_DIGITS, "a quantity")
            if not qty:
                raise ValueError("there must be at least one piece; ctrl+d removes the line.")
            item["qty"] = qty
        if line.is_changed(PRICE):
            typed = line.price.text.strip()
            item["price"] = read_number(typed, self.digits, self.code) if typed else None
        return item
