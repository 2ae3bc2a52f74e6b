"""The figures that documents make, picked out of an order's rows for its opening balance (RULES.md §0.11)."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sales_tui.core.money import currency_digits
from sales_tui.store.importing.items import ITEM
from sales_tui.store.importing.layout import Layout, Row
from sales_tui.store.importing.opening import LINE_FIGURES, ORDER_FIGURES, QUANTITIES, dump_opening
from sales_tui.store.importing.order_head import ORDER, due


class _Picker:
    """Some columns of a layout, by name, as figures of an opening."""

    def __init__(self, layout: Layout, names: Sequence[str], prefix: str = "") -> None:
        self.names = names
        self.take = itemgetter(*(layout.index[prefix + name] for name in names))

    def figures(self, row: Row) -> dict[str, int]:
        """Those that aren't 0."""
        return {name: value for name, value in zip(self.names, self.take(row), strict=True) if value}


_ORDER = _Picker(ORDER, ORDER_FIGURES)
_ORDER_BASE = _Picker(ORDER, ORDER_FIGURES, "base_")
_LINE_PARTS = {
    "qty": _Picker(ITEM, QUANTITIES),
    "money": _Picker(ITEM, LINE_FIGURES),
    "base": _Picker(ITEM, LINE_FIGURES, "base_"),
}
_ANY_OF_LINE = itemgetter(*(ITEM.index[name] for name in QUANTITIES), ITEM.index["row_invoiced"])


def opening_of(head: Row, rows: Sequence[Row]) -> str | None:
    """The opening figures of an order whose rows have their keys, as JSON; None where it came without any."""
    money, base = _ORDER.figures(head), _ORDER_BASE.figures(head)
    lines: dict[int, dict[str, Any]] = {}
    for row in rows:
        if money or base or any(_ANY_OF_LINE(row)):
            figures = {part: picker.figures(row) for part, picker in _LINE_PARTS.items()}
            if any(figures.values()):
                lines[row[_KEY]] = figures
    return dump_opening(money, base, lines) if money or base or lines or _due_is_its_own(head) else None


def _due_is_its_own(head: Row) -> bool:
    """Whether what is due doesn't follow from the totals: then it is a figure that the order came with, too."""
    at = ORDER.index
    codes = {"": "order_currency_code", "base_": "base_currency_code"}
    return any(
        head[at[f"{base}total_due"]] != due(head, base, currency_digits(head[at[code]])) for base, code in codes.items()
    )


_KEY = ITEM.index["id"]
