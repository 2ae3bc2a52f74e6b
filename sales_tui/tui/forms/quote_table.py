"""The table of a quote's lines: a quantity and a price of its own to type on each, and a row to add products."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.geometry import Region, Size
from textual.strip import Strip

from sales_tui.rules.quote_records import Quote
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.forms.box import cursor_at
from sales_tui.tui.forms.case import LookUp
from sales_tui.tui.forms.declare import Outcome, Values
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.part import GUTTER
from sales_tui.tui.forms.quote_lines import PRICE, QTY, QuoteLines
from sales_tui.tui.forms.quote_paint import Place, QuotePainter, place

_PAGE = 10
_ROWS = {"down": 1, "up": -1, "pagedown": _PAGE, "pageup": -_PAGE}
_JUMPS = {"ctrl+home": -1_000_000, "ctrl+end": 1_000_000}
REMOVE = "ctrl+d"


@dataclass(frozen=True, slots=True)
class QuoteOutcome(Outcome):
    """A preview in words, and the quote as it would be."""

    quote: Quote = field(default_factory=lambda: Quote(0))


class QuoteTable(FormField):
    """Lines, columns, fields. Enter and tab go from cell to cell, up and down from line to line."""

    free_text = True

    def __init__(self, host: Host, quote: Quote, look_up: LookUp) -> None:
        super().__init__(host, "items")
        self.lines = QuoteLines(quote)
        self._quote = quote
        """As it is; what is looked up goes on its shelf."""
        self._look_up = look_up
        self._shown = quote
        """As it would be."""
        self._is_certain = True
        self._problem = ""

    def arrive(self, forward: bool) -> None:
        """At the first price, or where products are added when coming from below."""
        super().arrive(forward)
        self.lines.go(0 if forward else len(self.lines.lines), PRICE if forward and self.lines.lines else QTY)
        self.refresh()

    def step(self, key: str) -> bool:
        """Through the cells, then on; enter adds what is typed in the last row."""
        lines = self.lines
        if key == "enter" and (scanned := lines.take_scanned()):
            self._add(scanned)
            return True
        moved = lines.next_row(_ROWS[key]) if key in _ROWS else lines.next_cell(-1 if key == "shift+tab" else 1)
        self.refresh()
        return moved

    def press(self, key: str, character: str | None) -> bool:
        """Edit a field; ctrl+d removes the line; a letter begins a product, wherever the cursor is."""
        lines = self.lines
        if key in _JUMPS:
            lines.next_row(_JUMPS[key])
        elif key == REMOVE:
            lines.remove()
            self._changed()
        elif not lines.is_adding and character is not None and character.isalpha():
            lines.go(len(lines.lines), QTY)
            return self._type(key, character)
        else:
            return self._type(key, character)
        self.refresh()
        return True

    def _type(self, key: str, character: str | None) -> bool:
        lines = self.lines
        if not lines.is_adding and lines.lines[lines.row].is_removed:
            return False
        if self._crosses(key):
            return True
        before = lines.editor.text
        taken = lines.editor.press(key, character)
        if lines.editor.text != before:
            self._problem = ""
            lines.check()
            self.edited()
        self.refresh()
        return taken

    def _crosses(self, key: str) -> bool:
        """Left and right go to the other field of the line, from the end of a text or where all of it is chosen."""
        lines, editor = self.lines, self.lines.editor
        wanted = {"left": QTY, "right": PRICE}.get(key)
        at_end = editor.selected or editor.cursor == (0 if key == "left" else len(editor.text))
        if wanted is None or lines.is_adding or lines.cell == wanted or not at_end:
            return False
        lines.go(lines.row, wanted)
        self.refresh()
        return True

    def paste(self, text: str) -> None:
        """Several lines, or a SKU with its quantity, are added; a number goes into the field."""
        lines = self.lines
        if "\n" in text.strip() or (lines.is_adding and not lines.adding.text):
            self._add(text)
        else:
            lines.editor.insert(text.strip())
            lines.check()
            self.edited()

    def _add(self, text: str) -> None:
        """Lines of SKU and quantity; those that are new are looked up in the catalog."""
        lines = self.lines
        self._problem = lines.add(text)
        if not self._problem:
            lines.adding.replace("")
        lines.go(len(lines.lines), QTY)
        self._changed()
        if names := lines.sought:
            self.run_worker(self._seek(names), group="seek", exclusive=True)

    async def _seek(self, names: Sequence[str]) -> None:
        quote = self._quote
        found: Mapping[str, str] = {}
        group, currency = quote.customer_group, quote.base_currency_code
        bare = Quote(0, company_id=quote.company_id, customer_group=group, base_currency_code=currency)
        try:
            found = await asyncio.to_thread(self._look_up, bare, names)
        except DatabaseUnusable as error:
            self._problem = str(error)
        # New ones: a look ahead in a thread may be going through the old.
        quote.shelf = quote.shelf | bare.shelf
        quote.last_prices = quote.last_prices | bare.last_prices
        was_adding = self.lines.is_adding
        missing = self.lines.find(names, found)
        if was_adding:
            self.lines.go(len(self.lines.lines), QTY)
        self._changed()
        if missing and not self._problem:
            sentence = f"Not in the catalog, so not added: {', '.join(missing)}."
            self.screen.call_next(self.host.refuse, sentence)

    def _changed(self) -> None:
        self.refresh(layout=True)
        self.host.changed()

    def fill(self, *, empty: bool) -> None:
        """Nothing: no line has a price of its own any more."""
        if empty:
            self.lines.clear_prices()
            self.edited()

    def read(self) -> Values:
        """The lines that were changed, added, removed. Raises Wrong."""
        if self._problem:
            raise Wrong(self._problem)
        return self.lines.read()

    def find_wrong(self) -> None:
        """To the first field that is wrong."""
        if self.lines.faults:
            self.lines.go(min(self.lines.faults), QTY)
        else:
            self.lines.go(len(self.lines.lines), QTY)

    def tell(self, outcome: Outcome | None) -> None:
        """Show what each line would come to."""
        self._is_certain = isinstance(outcome, QuoteOutcome)
        if isinstance(outcome, QuoteOutcome):
            self._shown = outcome.quote
        self.refresh()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Adding, removing, taking own prices back."""
        if self.lines.is_adding:
            return (("enter", "add it"),) if self.lines.adding.text.strip() else ()
        is_removed = self.lines.lines[self.lines.row].is_removed
        return ((REMOVE, "keep the line" if is_removed else "remove the line"), ("ctrl+x", "nothing negotiated"))

    def spot(self) -> Region:
        """The line of the cursor, and the header above the first one."""
        y = self.lines.row + 1
        top = 0 if not self.lines.row else y
        return Region(0, top, max(self.size.width, 1), y - top + 1)

    def hit(self, x: int, y: int) -> None:
        """A click goes to a field."""
        row = y - 1
        if not 0 <= row <= len(self.lines.lines):
            return
        placed = self._placed()
        if row == len(self.lines.lines):
            self.lines.go(row, QTY)
            self.lines.adding.place(cursor_at(self.lines.adding, self.size.width, x - GUTTER - len("add ")))
            return
        is_qty = placed["qty"].x <= x < placed["qty"].x + placed["qty"].width
        self.lines.go(row, QTY if is_qty else PRICE)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header, all lines, and the row where products are added."""
        return len(self.lines.lines) + 2

    def render_line(self, y: int) -> Strip:
        """One line of the table."""
        painter = QuotePainter(self.lines, self._placed(), self.looks, self._shown, self._is_certain, self.here)
        if y == 0:
            text = painter.header()
        elif y <= len(self.lines.lines):
            text = painter.row(y - 1)
        elif y == len(self.lines.lines) + 1:
            text = painter.adding()
        else:
            return Strip.blank(self.size.width, self.rich_style)
        strip = Strip(text.render(self.app.console)).adjust_cell_length(self.size.width)
        return strip.apply_style(self.rich_style)

    def _placed(self) -> dict[str, Place]:
        return place(self.lines, self.size.width)
