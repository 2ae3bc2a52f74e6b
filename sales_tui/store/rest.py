"""Rows in Magento's REST shape: its names, amounts as decimal strings, instants as ISO 8601, flags as 0 and 1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Table

from sales_tui.core.money import amount_text, currency_digits, plain
from sales_tui.model.columns import Exact, Flag, Instant, Rate

_OURS = frozenset(
    """id version source touched_at made_here billing_name shipping_name from_quote payment_method position
    is_dummy ships_with_parent ships_in_parts parent_id order_item_id customer_id customer_group_id store_id order_id
    invoice_id paid_out opening_state number_tail qty_to_invoice qty_to_ship pickup_location_code tags""".split()
)
"""Columns that are keys of our own or only serve us; keys come out as the source's ids."""

_RENAMED = {
    "base_shipping_discount_tax_compensation_amount": "base_shipping_discount_tax_compensation_amnt",
    "base_weee_tax_applied_row_amount": "base_weee_tax_applied_row_amnt",
}
_JSON = frozenset(("options", "additional_information", "packages"))
_COUNTED = ("qty", "total_qty", "weight", "row_weight", "total_weight")


def is_quantity(name: str) -> bool:
    """Whether an exact column counts pieces or weighs, instead of being money."""
    return name.startswith(_COUNTED)


class Shaper:
    """Shapes the rows of one order: knows the decimals of its two currencies."""

    def __init__(self, order_currency: str, base_currency: str) -> None:
        self.digits = currency_digits(order_currency)
        self.base_digits = currency_digits(base_currency)

    def shape(self, table: Table, row: Row[Any], **more: Any) -> dict[str, Any]:
        """A row of the table with REST names; `more` adds fields or replaces them."""
        shaped = {
            _RENAMED.get(column.name, column.name): self._value(column.name, column.type, row._mapping[column.name])
            for column in table.c
            if column.name not in _OURS
        }
        return shaped | more

    def money(self, amount: Decimal, *, base: bool = False) -> str:
        """An amount as text with at least its currency's decimals."""
        return amount_text(amount, self.base_digits if base else self.digits)

    def _value(self, name: str, kind: Any, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(kind, Exact):
            return plain(value) if is_quantity(name) else self.money(value, base=name.startswith("base_"))
        if isinstance(kind, Rate):
            return plain(value)
        if isinstance(kind, Instant):
            return iso(value)
        if isinstance(kind, Flag):
            return int(value)
        if name in _JSON:
            return json.loads(value)
        return value


def iso(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, to the second."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def grouped_by(rows: Iterable[Row[Any]], column: str) -> dict[int, list[Row[Any]]]:
    """Rows by the key of their owner, in the order in which they came."""
    owned: dict[int, list[Row[Any]]] = {}
    for row in rows:
        owned.setdefault(row._mapping[column], []).append(row)
    return owned
