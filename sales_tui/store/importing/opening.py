"""Figures that an imported order came with (invoiced, paid, shipped, refunded, canceled), as JSON (RULES.md §0.11)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from sales_tui.core.money import plain
from sales_tui.model.columns import SCALE
from sales_tui.rules.records import Line, LineMoney, Opening, OrderMoney

_ENDINGS = ("_invoiced", "_paid", "_shipped", "_refunded", "_canceled", "_returned")
_ADJUSTMENTS = ("adjustment_positive", "adjustment_negative")


def _figures(record: type[Any]) -> tuple[str, ...]:
    names = (item.name for item in fields(record))
    return tuple(name for name in names if name.endswith(_ENDINGS) or name in _ADJUSTMENTS)


ORDER_FIGURES = _figures(OrderMoney)
"""Amounts of an order, in either currency, that documents make."""

LINE_FIGURES = _figures(LineMoney)
"""Amounts of a line, in either currency, that documents make."""

QUANTITIES = _figures(Line)
"""Quantities of a line that documents make."""


def dump_opening(money: Mapping[str, int], base: Mapping[str, int], lines: Mapping[int, Mapping[str, Any]]) -> str:
    """Figures as JSON; all amounts as stored. `lines`: our line key -> {"qty", "money", "base": figures}."""
    kept = {str(key): {part: _texts(values) for part, values in line.items()} for key, line in lines.items()}
    return json.dumps({"money": _texts(money), "base": _texts(base), "lines": kept}, separators=(",", ":"))


def _texts(figures: Mapping[str, int]) -> dict[str, str]:
    return {name: plain(Decimal(stored).scaleb(-SCALE)) for name, stored in figures.items() if stored}


def load_opening(text: str, lines: Iterable[Line] = ()) -> Opening:
    """The figures as the rules read them; `lines` of the order lend theirs what they are called and how they count."""
    kept = json.loads(text)
    known = {line.id: line for line in lines}
    opening = Opening(OrderMoney(**_amounts(kept["money"])), OrderMoney(**_amounts(kept["base"])))
    for key, figures in kept["lines"].items():
        opening.lines[int(key)] = _line(int(key), known.get(int(key)), figures)
    return opening


def _line(key: int, known: Line | None, figures: Mapping[str, Mapping[str, str]]) -> Line:
    line = Line(key, "", **_amounts(figures["qty"]))
    line.money = LineMoney(**_amounts(figures["money"]))
    line.base = LineMoney(**_amounts(figures["base"]))
    if known is not None:
        line.sku, line.name, line.item_id, line.parent_id = known.sku, known.name, known.item_id, known.parent_id
        line.product_type, line.is_virtual, line.is_dummy = known.product_type, known.is_virtual, known.is_dummy
    return line


def _amounts(figures: Mapping[str, str]) -> dict[str, Any]:
    return {name: Decimal(figure) for name, figure in figures.items()}
