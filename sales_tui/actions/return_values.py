"""Reads what returns are asked for: pieces to send back, items of a return, what was in a parcel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.core.money import exact
from sales_tui.core.text import storable

Entry = Mapping[str, Any]
"""Texts, quantities as Decimal, ids as int."""

Entries = tuple[Entry, ...]

_TEXTS = ("sku", "reason", "reason_text", "condition", "resolution", "found", "shelf", "note")
_AMOUNTS = ("qty", "accepted")
_IDS = ("item_id", "entity_id")

RETURNED = (("sku", "item_id"), ("qty", "reason", "reason_text", "condition", "resolution"))
RETURN_ITEMS = (("entity_id", "sku"), ("qty",))
PARCEL = (("entity_id", "sku"), ("qty", "accepted", "found", "shelf", "note"))
"""Of each kind of entry the keys of which one names the pieces, and what else may be said."""


def entries(naming: Iterable[str], others: Iterable[str]) -> Callable[[Any], Entries]:
    """Reads a list of entries with these keys. What it gives raises ValueError with a sentence."""
    names, known = tuple(naming), (*naming, *others)

    def read(value: Any) -> Entries:
        if not isinstance(value, list):
            raise ValueError(f'a list is needed, such as [{{"{names[0]}": …, "qty": 1}}]')
        return tuple(_entry(entry, place, names, known) for place, entry in enumerate(value, 1))

    return read


def _entry(entry: Any, place: int, names: tuple[str, ...], known: tuple[str, ...]) -> Entry:
    if not isinstance(entry, dict):
        raise ValueError(f"entry {place} is no object")
    strange = [key for key in entry if key not in known]
    if strange:
        raise ValueError(f"entry {place} has '{strange[0]}'; it takes: {', '.join(known)}")
    said = {key: value for key, value in entry.items() if value is not None}
    if not any(name in said for name in names):
        raise ValueError(f"entry {place} needs {' or '.join(names)}")
    try:
        return {key: _value(key, value) for key, value in said.items()}
    except ValueError as error:
        raise ValueError(f"entry {place}: {error}") from None


def _value(key: str, value: Any) -> Any:
    if key in _TEXTS:
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise ValueError(f"{key} is a text")
        return storable(str(value))
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"{key} is a number")
    number = exact(str(value))
    if key in _IDS:
        if number != int(number):
            raise ValueError(f"{key} is a whole number")
        return int(number)
    assert key in _AMOUNTS
    if number < 0:
        raise ValueError(f"{key} is negative ({value})")
    return number
