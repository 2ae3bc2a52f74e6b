"""Chosen product options as people read them, out of the shapes that Magento gives them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sales_tui.store.importing.digest import as_json
from sales_tui.store.importing.values import Rounded, amount, text

_OPTION_LISTS = ("attributes_info", "options", "configurable_item_options", "bundle_options", "custom_options")
_LABELS = ("label", "title", "option_title", "option_id")
_VALUES = ("print_value", "value", "option_value", "option_selections")


def read_options(given: Any) -> str | None:
    """Chosen product options as JSON [[label, value], …], as far as they say so themselves."""
    chosen = given.get("extension_attributes", given) if isinstance(given, dict) else {}
    if not isinstance(chosen, dict):
        return None
    pairs = [pair for name in _OPTION_LISTS for pair in _pairs(chosen.get(name), name)]
    return as_json(pairs)


def _pairs(options: Any, name: str) -> list[list[str]]:
    if isinstance(options, dict):
        options = list(options.values())
    if not isinstance(options, list):
        return []
    pairs = []
    for option in options:
        if isinstance(option, dict):
            label = next((option[key] for key in _LABELS if option.get(key) is not None), name)
            value = next((option[key] for key in _VALUES if option.get(key) is not None), "")
            pairs.append([_words(label), _with_qty(_words(value), option.get("option_qty"))])
    return pairs


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    if isinstance(value, dict):
        title = value.get("title", value.get("value", value.get("name", "")))
        return _with_qty(_words(title), value.get("qty"))
    return text(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def _with_qty(words: str, qty: Any) -> str:
    try:
        return f"{qty} x {words}" if qty is not None and amount(qty) != 10_000 else words
    except (ValueError, TypeError, Rounded):
        return words
