"""The head of an order: its columns, currencies, totals, and what it says only between the lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sales_tui import model
from sales_tui.core.money import ZERO, round_half_up
from sales_tui.model.columns import SCALE, to_stored
from sales_tui.store.importing.items import ITEM, Lines, left_to_do
from sales_tui.store.importing.layout import Currencies, Layout, Row, bounded
from sales_tui.store.importing.values import code, label, text

ORDER = Layout(
    model.Order,
    keyed=True,
    ours=(
        *("touched_at", "from_quote", "billing_name", "shipping_name", "payment_method"),
        *("other_invoiced", "base_other_invoiced", "other_refunded", "base_other_refunded"),
        *("number_tail", "qty_to_invoice", "qty_to_ship", "pickup_location_code"),
    ),
    renamed={"base_shipping_discount_tax_compensation_amnt": "base_shipping_discount_tax_compensation_amount"},
    handled=(
        *("items", "billing_address", "shipping_address", "payment", "status_histories", "extension_attributes"),
        *("store_id", "store_name", "customer_id", "customer_group_id", "gift_message"),
    ),
    required=("increment_id", "grand_total", "base_grand_total", "customer_email"),
    converters={"state": code, "status": code, "base_currency_code": code, "customer_email": label},
)

_at = ORDER.index
_STATES = {
    "pending": "new",
    "fraud": "processing",
    **{state: state for state in "processing complete closed canceled holded pending_payment payment_review".split()},
}
"""The state of a default status, for records that tell only the status."""

_DEFAULT_STATUSES = {"new": "pending"}
"""The default status of a state, where it has another name."""

_ITEM_QTY, _ITEM_VIRTUAL = ITEM.index["qty_ordered"], ITEM.index["is_virtual"]


def settle_currencies(head: Row, record: Mapping[str, Any]) -> Currencies:
    """Settle codes and rate, and fill the base amounts that did not come."""
    order_code, base_code = _at["order_currency_code"], _at["base_currency_code"]
    known = ("order_currency_code", "base_currency_code", "store_currency_code", "global_currency_code")
    fallback = next((head[_at[name]] for name in known if record.get(name)), head[order_code])
    for name in (order_code, base_code):
        if not record.get(ORDER.columns[name]):
            head[name] = fallback
    rate = _at["base_to_order_rate"]
    given = head[rate] if record.get("base_to_order_rate") is not None else None
    money = Currencies(head[order_code], head[base_code], given)
    head[rate] = f"{money.rate:f}"
    _fill_totals(head, record, money)
    return money


def _fill_totals(head: Row, record: Mapping[str, Any], money: Currencies) -> None:
    said_due = record.get("total_due") is not None
    ORDER.fill_base(head, money)
    for base, digits in (("", money.order_digits), ("base_", money.base_digits)):
        if not said_due and record.get(f"{base}total_due") is None:
            head[_at[f"{base}total_due"]] = due(head, base, digits)
        for part, formula in _OTHER.items():
            total, *known = (head[_at[base + name]] * sign for name, sign in formula)
            if total:
                head[_at[f"{base}other_{part}"]] = bounded(total - sum(known), f"{base}total_{part}")


def due(head: Row, base: str, digits: int) -> int:
    """What is due by RULES.md §3.4, in order currency or with "base_" in base currency."""
    open_amount = Decimal(head[_at[f"{base}grand_total"]] - head[_at[f"{base}total_paid"]]).scaleb(-SCALE)
    return to_stored(max(round_half_up(open_amount, digits), ZERO))


_KNOWN_PARTS = ("subtotal", "discount", "shipping", "tax", "discount_tax_compensation")
_OTHER: Mapping[str, tuple[tuple[str, int], ...]] = {
    "invoiced": (("total_invoiced", 1), *((f"{name}_invoiced", 1) for name in _KNOWN_PARTS)),
    "refunded": (
        ("total_refunded", 1),
        *((f"{name}_refunded", 1) for name in _KNOWN_PARTS),
        ("adjustment_positive", 1),
        ("adjustment_negative", -1),
    ),
}
"""Total and known parts, with their signs; the rest is what no field explains (RULES.md §0.12)."""


def complete_head(head: Row, record: Mapping[str, Any], extension: Mapping[str, Any], lines: Lines) -> None:
    """Fill what a record may leave unsaid because its other fields tell it."""
    status = record.get("status")
    if record.get("state") is None and isinstance(status, str):
        head[_at["state"]] = _STATES.get(status, "new")
    elif status is None and record.get("state") is not None:
        head[_at["status"]] = _DEFAULT_STATUSES.get(head[_at["state"]], head[_at["state"]])
    if record.get("is_virtual") is None:
        head[_at["is_virtual"]] = int(all(row[_ITEM_VIRTUAL] for row in lines.rows))
    if record.get("total_item_count") is None:
        head[_at["total_item_count"]] = sum(parent is None for parent in lines.parents)
    if record.get("total_qty_ordered") is None:
        rows = zip(lines.rows, lines.parents, strict=True)
        qty = sum(row[_ITEM_QTY] for row, parent in rows if parent is None)
        head[_at["total_qty_ordered"]] = bounded(qty, "total_qty_ordered")
    head[_at["number_tail"]] = head[_at["increment_id"]][::-1]
    for name, left in zip(("qty_to_invoice", "qty_to_ship"), left_to_do(lines.rows), strict=True):
        head[_at[name]] = bounded(left, name)
    pickup = extension.get("pickup_location_code")
    head[_at["pickup_location_code"]] = text(pickup) if isinstance(pickup, str) else None
    head[_at["from_quote"]] = int(extension.get("converting_from_quote") in (True, 1))
    if head[_at["updated_at"]] is None:
        head[_at["updated_at"]] = head[_at["created_at"]]
