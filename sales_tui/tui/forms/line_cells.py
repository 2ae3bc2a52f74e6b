"""What stands in the fields of the table of lines: typed quantities, ticks for the stock, and where the cursor is."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO, plain
from sales_tui.tui.forms.declare import Lines, Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import Wrong
from sales_tui.tui.forms.numbers import read_number

_LONGEST = 40


class LineCells:
    """The cells that can be typed into; a row's second cell, the stock, is there once something is taken of it."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.usable = [index for index, row in enumerate(lines.rows) if row.open and lines.verb]
        self.editors = {index: Editor(plain(lines.rows[index].preset), limit=_LONGEST) for index in self.usable}
        self.to_stock: set[str] = set()
        """SKUs whose pieces go back; lines of one SKU go together, as the action takes them."""
        self.faults: dict[int, str] = {}
        self._taken: dict[int, Decimal] = {}
        self.row = self.usable[0] if self.usable else 0
        self.on_stock = False
        for index in self.usable:
            self.check(index)

    def check(self, index: int) -> None:
        """Read what is typed on a line, and remember what is wrong with it."""
        row = self.lines.rows[index]
        self.faults.pop(index, None)
        try:
            qty = read_number(self.editors[index].text, row.decimals, "a piece" if not row.decimals else "a quantity")
        except ValueError as error:
            self.faults[index] = f"{row.sku}: {error}"
            return
        if qty > row.open:
            self.faults[index] = (
                f"{row.sku}: {plain(qty)} is more than the {plain(row.open)} left to {self.lines.verb}; "
                f"type {plain(row.open)} or less."
            )
            return
        self._taken[index] = qty

    def taken(self, index: int) -> Decimal:
        """The quantity on a line, as far as it can be read."""
        return ZERO if index in self.faults else self._taken.get(index, ZERO)

    def ticked(self, index: int) -> bool:
        """Whether the line's pieces go back to stock."""
        return self.lines.rows[index].sku in self.to_stock

    def toggle(self, index: int) -> None:
        """Tick or clear the stock of a line."""
        self.to_stock ^= {self.lines.rows[index].sku}

    def fill(self, *, empty: bool) -> None:
        """Everything that is offered, on every line, or nothing."""
        for index in self.usable:
            self.editors[index].replace("0" if empty else plain(self.lines.rows[index].full))
            self.check(index)
        self.on_stock = False
        if self.usable:
            self.editors[self.row].arrive()

    def read(self) -> Values:
        """Items, and what goes back to stock. Raises Wrong with the first fault."""
        if self.faults:
            raise Wrong(self.faults[min(self.faults)])
        rows = self.lines.rows
        taken = [index for index in self.usable if self.taken(index)]
        values: Values = {"items": [{self.lines.key: rows[index].item_id, "qty": self.taken(index)} for index in taken]}
        if self.lines.stock:
            skus = dict.fromkeys(rows[index].sku for index in taken if self.ticked(index))
            values["return_to_stock"] = list(skus)
        return values

    def go(self, row: int, *, on_stock: bool = False) -> None:
        """Put the cursor into a cell."""
        self.row = row
        self.on_stock = on_stock and self.has_stock(row)
        if not self.on_stock:
            self.editors[row].arrive()

    def has_stock(self, index: int) -> bool:
        """Whether the line has a stock cell now."""
        return self.lines.stock and bool(self.taken(index))

    def next_cell(self, by: int) -> bool:
        """The next or previous cell; False at the end."""
        if by > 0 and not self.on_stock and self.has_stock(self.row):
            self.on_stock = True
            return True
        if by < 0 and self.on_stock:
            self.go(self.row)
            return True
        return self.next_row(by, on_stock=by < 0)

    def next_row(self, by: int, *, on_stock: bool = False) -> bool:
        """The same cell some rows on, or as far as there are rows; False where it can't move."""
        place = self.usable.index(self.row)
        wanted = max(0, min(place + by, len(self.usable) - 1))
        if wanted == place:
            return False
        self.go(self.usable[wanted], on_stock=on_stock)
        return True
