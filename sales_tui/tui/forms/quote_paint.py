"""Paints the table of a quote's lines: columns that fit, fields, and what each line would come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from sales_tui.core.money import plain
from sales_tui.core.text import literal
from sales_tui.rules.quote_records import Quote, QuoteLine
from sales_tui.rules.quoting import line_margin
from sales_tui.tui.forms.box import FRAME, box
from sales_tui.tui.forms.part import GUTTER, HERE, Looks, cut, joined
from sales_tui.tui.forms.quote_lines import PRICE, QTY, QuoteLines, Typed
from sales_tui.workspaces.format import grouped
from sales_tui.workspaces.quote_words import last_paid_words

GAP = 2
_QTY, _PRICE = 4, 9
"""Cells of what is typed."""

_NAME_LEAST, _SKU_LEAST, _SKU_MOST = 12, 8, 20
_ADDING = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A column on the screen."""

    name: str
    label: str
    x: int
    width: int
    right: bool = True


_COLUMNS = (
    ("sku", "SKU", _SKU_LEAST, 0),
    ("name", "Product", _NAME_LEAST, 0),
    ("stock", "stock", 5, 5),
    ("cost", "cost", 8, 3),
    ("cart", "price", 8, 0),
    ("qty", "quantity", _QTY + FRAME, 0),
    ("price", "we offer", _PRICE + FRAME, 0),
    ("row", "row", 10, 0),
    ("margin", "margin", 7, 2),
    ("last", "last paid", 9, 4),
)
"""Name, label, least width, and which goes first where it is too narrow: the highest."""


def place(lines: QuoteLines, width: int) -> dict[str, Place]:
    """Fit the columns into the width; the product's name takes what is left over."""
    sku = max([cell_len(literal(line.sku)) for line in lines.lines] + [_SKU_LEAST])
    wanted = [
        (name, label, min(sku + 1, _SKU_MOST if width >= 100 else 13) if name == "sku" else least, priority)
        for name, label, least, priority in _COLUMNS
    ]

    def needed() -> int:
        return GUTTER + sum(one[2] for one in wanted) + GAP * (len(wanted) - 1)

    while needed() > width and any(one[3] for one in wanted):
        wanted.remove(max(wanted, key=lambda one: one[3]))
    spare = width - needed()
    placed, x = {}, GUTTER
    for name, label, least, _ in wanted:
        cells = max(4, least + spare) if name == "name" else least
        placed[name] = Place(name, label, x, cells, right=name not in ("sku", "name"))
        x += cells + GAP
    return placed


@dataclass(frozen=True, slots=True)
class QuotePainter:
    """The columns as they are placed, what stands in the fields, and the quote as it would be."""

    lines: QuoteLines
    placed: Mapping[str, Place]
    looks: Looks
    quote: Quote
    """As it would be."""
    is_certain: bool
    """Whether it is what all that is typed comes to; else only what stays as it is can be told."""
    here: bool

    def header(self) -> Text:
        """The labels of the columns."""
        text = Text("  ", no_wrap=True, end="")
        for at, place in enumerate(self.placed.values()):
            text.append(" " * GAP if at else "")
            text.append(_fit(place.label, place.width, place.right), self.looks.muted)
        return text

    def row(self, at: int) -> Text:
        """A line with its fields."""
        typed, looks = self.lines.lines[at], self.looks
        current = self.here and self.lines.row == at
        found = self._found(typed)
        texts = self._texts(typed, found)
        text = joined((f"{HERE} " if current else "  ", looks.accent))
        style = looks.muted if typed.is_removed else looks.plain
        for place in self.placed.values():
            text.append(" " * GAP if place.x > GUTTER else "")
            if place.name in ("qty", "price") and not typed.is_removed:
                text.append_text(self._field(at, typed, PRICE if place.name == "price" else QTY, found))
            else:
                text.append(_fit(texts.get(place.name, ""), place.width, place.right), style)
        return text

    def adding(self) -> Text:
        """The row below the lines, where products are added."""
        looks, current = self.looks, self.here and self.lines.is_adding
        text = joined(
            (f"{HERE} " if current else "  ", looks.accent), ("add ", looks.accent if current else looks.label)
        )
        text.append_text(box(self.lines.adding, _ADDING, looks, here=current, wrong=False))
        text.append("  SKU, quantity; paste several lines", looks.muted)
        return text

    def _found(self, typed: Typed) -> QuoteLine | None:
        """The line as it would be."""
        for line in self.quote.lines:
            if line.id == typed.key if typed.key is not None else line.sku.casefold() == typed.sku.casefold():
                return line
        return None

    def _texts(self, typed: Typed, found: QuoteLine | None) -> dict[str, str]:
        """The texts of the columns without a field."""
        texts = {"sku": typed.sku if typed.key is not None else f"+{typed.sku}"}
        if typed.is_removed:
            return texts | {"name": "removed"}
        if typed.is_sought:
            return texts | {"name": "looking it up…"}
        product, last = self.quote.shelf.get(typed.sku), self.quote.last_prices.get(typed.sku)
        texts["stock"] = plain(product.qty) if product else ""
        texts["last"] = last_paid_words(last, self.lines.code)
        if found is None:
            return texts
        texts |= {
            "name": found.name,
            "cost": "" if found.base_cost is None else grouped(found.base_cost, self.lines.digits),
            "cart": grouped(found.base.cart_price, self.lines.digits),
        }
        if not self.is_certain:
            return texts
        margin = line_margin(found)
        return texts | {
            "row": grouped(found.base.row_total, self.lines.digits),
            "margin": "" if margin is None else f"{margin:.1f} %",
        }

    def _field(self, at: int, typed: Typed, cell: int, found: QuoteLine | None) -> Text:
        here = self.here and self.lines.row == at and self.lines.cell == cell
        wrong = at in self.lines.faults and typed.is_changed(cell)
        width = _PRICE if cell == PRICE else _QTY
        editor = typed.editor(cell)
        if cell == PRICE and not editor.text and found is not None and self.is_certain:
            return self._ghost(grouped(found.base.proposed_price, self.lines.digits), width, here=here)
        return box(editor, width, self.looks, here=here, wrong=wrong, right=True)

    def _ghost(self, text: str, width: int, *, here: bool) -> Text:
        """What a piece comes to without a price of its own."""
        looks, shown = self.looks, cut(text, width)
        edge = looks.accent if here else looks.muted
        blank = " " * (width - cell_len(shown))
        return joined(("[ ", edge), (blank + shown, looks.muted), (" ", looks.cursor if here else edge), ("]", edge))


def _fit(text: str, width: int, right: bool) -> str:
    shown = cut(text, width)
    blank = " " * (width - cell_len(shown))
    return blank + shown if right else shown + blank
