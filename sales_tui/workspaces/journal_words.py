"""What people call what the journal has: actions, records, outcomes, parameters, what was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from sales_tui.core.money import currency_digits
from sales_tui.rules.statuses import status_label
from sales_tui.workspaces.format import grouped

Record = Mapping[str, Any]

OUTCOMES = {"ok": "Done", "refused": "Refused", "failed": "Failed"}

KINDS = {
    "order": "order",
    "invoice": "invoice",
    "shipment": "shipment",
    "creditmemo": "credit memo",
    "return": "return",
    "quote": "quote",
    "transaction": "transaction",
    "agreement": "billing agreement",
    "account": "credit account",
    "settlement": "settlement file",
    "print": "print",
    "task": "task",
}
"""What something may be done to."""

_OTHERS = {
    "db.seed": "Generated orders",
    "payments.reconcile": "Reconcile",
    "task.settle-payments": "Settle payments",
    "task.expire-pending": "Cancel unpaid",
    "task.expire-quotes": "End quotes",
    "task.archive-orders": "Archive orders",
}
"""What the journal has beside the actions on records."""


class ActionTitles(Mapping[str, str]):
    """Long name of an action -> the verb as people say it; the registry is loaded when something is looked up."""

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        from sales_tui.actions import ACTIONS

        return {**{name: action.title for name, action in ACTIONS.items()}, **_OTHERS}

    def __getitem__(self, name: str) -> str:
        return self._titles[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._titles)

    def __len__(self) -> int:
        return len(self._titles)


ACTION_TITLES = ActionTitles()

_PARAMETERS = {
    "adjustment_negative": "Fee",
    "adjustment_positive": "Extra refund",
    "capture": "Money",
    "is_visible_on_front": "Customer sees it in the shop",
    "notify": "E-mail the customer",
    "return_to_stock": "Back to stock",
    "at": "Written",
    "sku": "SKU",
    "to": "Money goes",
    "unpaid": "Ship although money is due",
}

_CHOICES: Mapping[str, Mapping[str, str]] = {
    "capture": {"online": "charge now", "offline": "already paid, only record", "none": "charge later"},
    "to": {"online": "back to the card", "offline": "only record, pay it yourself"},
}

_FIELDS = {
    "hold_before_status": "Status before the hold",
    "qty_to_ship": "Pieces to ship",
    "qty_to_invoice": "Pieces to invoice",
    "state": "Stage",
    "hold_before_state": "Stage before the hold",
    "archived_at": "Archived",
}

_TOLD_BY = {"state": "status", "hold_before_state": "hold_before_status"}
"""Fields that say nothing more where another one was changed too."""

_IS_AMOUNT = re.compile(
    r"(^|_)(total|subtotal|amount|balance|limit|paid|due|invoiced|refunded|canceled|positive|negative|tax)(_|$)"
)


def record_words(record: Record) -> str:
    """What it was done to: "000000012 order"; empty where it was to no record."""
    kind = str(record.get("target_kind") or "")
    return f"{record.get('target') or ''} {KINDS.get(kind, kind)}".strip()


def action_words(record: Record) -> str:
    """The action as people say it, with its long name."""
    name = str(record.get("action") or "")
    title = ACTION_TITLES.get(name)
    return f"{title} ({name})" if title else name


def parameters(record: Record) -> list[tuple[str, str]]:
    """What was asked for: (name, value), both in words."""
    given: Mapping[str, Any] = record.get("parameters") or {}
    return [(_label(name, _PARAMETERS), _value(name, value)) for name, value in given.items()]


def changes(record: Record) -> list[tuple[str, str, str]]:
    """What was changed: (field, before, after) in words, the status first.

    An amount is told once where both currencies are the same.
    """
    changed: Mapping[str, tuple[Any, Any]] = record.get("changes") or {}
    told = [name for name in changed if _TOLD_BY.get(name) not in changed and not _is_repeated(name, record)]
    rows = []
    for name in sorted(told, key=lambda name: (name != "status", name.removeprefix("base_"), name)):
        before, after = changed[name]
        label = _label(name.removeprefix("base_"), _FIELDS)
        rows.append((label, _stored(name, before, record), _stored(name, after, record)))
    return rows


def _is_repeated(name: str, record: Record) -> bool:
    """Whether it is the amount in the shop's currency of what is told in the same currency already."""
    is_one = record.get("order_currency_code") == record.get("base_currency_code")
    return name.startswith("base_") and is_one and name.removeprefix("base_") in record["changes"]


def _label(name: str, known: Mapping[str, str]) -> str:
    return known.get(name) or name.replace("_", " ").capitalize()


def _stored(name: str, value: Any, record: Record) -> str:
    if value is None:
        return ""
    if name.endswith("status"):
        return status_label(str(value))
    if name == "tags":
        return str(value).replace(",", ", ")
    if _IS_AMOUNT.search(name) and (amount := _amount(value)) is not None:
        currency = str(record.get("base_currency_code" if name.startswith("base_") else "order_currency_code") or "")
        return f"{grouped(amount, currency_digits(currency))} {currency}".strip()
    return _value(name, value)


def _amount(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _value(name: str, value: Any) -> str:
    """A value as it came in JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _piece(value)
    if isinstance(value, list | tuple):
        return "; ".join(_value(name, one) for one in value) or "none"
    return _CHOICES.get(name, {}).get(str(value), str(value))


def _piece(piece: Mapping[str, Any]) -> str:
    """Pieces of a line as "2 × MUG-BLUE", and what else is said of them; anything else as names and values."""
    rest = {name: value for name, value in piece.items() if value not in (None, "")}
    what = str(rest.pop("sku", "") or "")
    if not what and "item_id" in rest:
        what = f"item {rest.pop('item_id')}"
    if what and "qty" in rest:
        what = f"{rest.pop('qty')} × {what}"
    named = (f"{_label(name, _PARAMETERS).lower()} {_value(name, value)}" for name, value in rest.items())
    return ", ".join(filter(None, (what, *named)))
