"""What a payment system said of a transaction, in all shapes that Magento gives it, as one list of keys and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO
from sales_tui.model.columns import SCALE
from sales_tui.store.importing.card_data import inner_json, is_secret, masked
from sales_tui.store.importing.values import Rounded, text, unsigned

RAW = "raw_details_info"
"""Under this name Magento keeps what people get to see; its parts are named without it."""

_WRITTEN_OUT = 40
"""Powers of ten beyond this stay as they came: written out they would fill pages."""

_BASE_AMOUNTS = ("baseamount",)
_AMOUNTS = ("amount", "amt", "grossamt", "mcgross", "xamount", "amountvalue", "amounttotal")
_CURRENCIES = ("currency", "currencycode", "mccurrency", "currencyisocode", "amountcurrencycode", "amountcurrency")


def read_details(given: Any) -> dict[str, str]:
    """Keys and values: parts of parts are named `part.part`, what has no name by its place from 1.

    Check codes are left out, card numbers cut to their last four digits.
    """
    details: dict[str, str] = {}
    for key, value in _pairs("", given):
        name, count = key or "1", 1
        while details.get(name, value) != value:
            count += 1
            name = f"{key} ({count})"
        details[name] = value
    return details


def _pairs(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and (inner := inner_json(value)) is not None:
        value = inner
    if isinstance(value, dict):
        for key, one in _named(value):
            if not is_secret(key):
                yield from _pairs(path if key == RAW else _joined(path, masked(text(key))), one)
    elif isinstance(value, list):
        for place, one in enumerate(value, 1):
            has_names = isinstance(one, dict) or (isinstance(one, str) and isinstance(inner_json(one), dict))
            yield from _pairs(path if has_names else _joined(path, str(place)), one)
    elif value is not None:
        yield path, _words(value)


def _named(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The parts of an object by their names; {"key": k, "value": v} is one part."""
    if value.keys() == {"key", "value"} and isinstance(value["key"], str):
        return [(value["key"], value["value"])]
    return list(value.items())


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal) and abs(value.adjusted()) <= _WRITTEN_OUT:
        return masked(f"{value:f}")
    return masked(text(value))


def told_amount(details: Mapping[str, str], currency: str, most: Decimal) -> Decimal | None:
    """The amount that the details name: exact, above 0, in that currency and at most so much; None: they name none.

    What is above `most`, the whole of the order, is taken for something else, such as cents.
    """
    plain = {_plain(key): details[key] for key in reversed(list(details))}  # of several alike the first one counts
    told = next((plain[name].strip().upper() for name in _CURRENCIES if name in plain), currency)
    names = (*_BASE_AMOUNTS, *(_AMOUNTS if told == currency else ()))
    amounts = (exact_amount(plain[name]) for name in names if name in plain)
    return next((one for one in amounts if one is not None and ZERO < one <= most), None)


def _plain(key: str) -> str:
    return "".join(one for one in key.lower() if one.isalnum())


def exact_amount(given: Any) -> Decimal | None:
    """An amount that is 0 or more and needs no rounding; None for anything else."""
    try:
        return Decimal(unsigned(given)).scaleb(-SCALE)
    except (ValueError, TypeError, Rounded):
        return None
