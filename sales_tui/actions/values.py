"""Reads an action's parameters from JSON values or from text, exactly and with a sentence for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.actions import quote_values
from sales_tui.actions.base import Action, Command, Kind, Parameter
from sales_tui.actions.return_values import PARCEL, RETURN_ITEMS, RETURNED, entries
from sales_tui.core.money import exact
from sales_tui.core.refusal import Refused
from sales_tui.core.text import storable

_YES = frozenset(("true", "yes", "y", "1", "on"))
_NO = frozenset(("false", "no", "n", "0", "off"))
_JSON = frozenset((Kind.ITEMS, Kind.TRACKS, Kind.RETURNED, Kind.RETURN_ITEMS, Kind.PARCEL))
_ITEM_KEYS = frozenset(("sku", "item_id", "qty"))
_TRACK_KEYS = frozenset(("carrier_code", "title", "track_number"))
_TEXT_OR_JSON = frozenset((Kind.STOCK, Kind.QUOTED, Kind.SKUS, Kind.NEGOTIATED, Kind.FILES, Kind.ADDRESS))
"""Kinds that are easily typed as text, too."""


def build_command(action: Action, given: Mapping[str, Any]) -> Command:
    """The command with these values (JSON values: text, Decimal, int, bool, list, dict, None).

    Raises Refused `parameter.unknown`, `parameter.missing` or `parameter.invalid`.
    """
    known = {parameter.name: parameter for parameter in action.parameters}
    for name in given:
        if name not in known:
            expected = ", ".join(known) or "none"
            raise Refused("parameter.unknown", f"{action.name} has no parameter '{name}'; it takes: {expected}.")
    values = {name: read_value(action, known[name], value) for name, value in given.items() if value is not None}
    for parameter in known.values():
        if parameter.required and parameter.name not in values:
            raise Refused("parameter.missing", f"{action.name} needs '{parameter.name}': {parameter.help}.")
    return action.command(**values)


def read_value(action: Action, parameter: Parameter, value: Any) -> Any:
    """One value by the parameter's kind. Raises Refused."""
    try:
        value = _READERS[parameter.kind](value)
    except ValueError as error:
        raise Refused("parameter.invalid", f"'{parameter.name}' of {action.name}: {error}.") from None
    if parameter.choices and value not in parameter.choices:
        raise Refused(
            "parameter.invalid", f"'{parameter.name}' of {action.name} is one of: {', '.join(parameter.choices)}."
        )
    return value


def value_from_text(parameter: Parameter, text: str) -> Any:
    """What `--set NAME=VALUE` says, as a JSON value: lists and tables are JSON, everything else is taken as it is.

    Raises ValueError with a sentence.
    """
    if parameter.kind in _JSON or (parameter.kind in _TEXT_OR_JSON and text.lstrip().startswith(("[", "{"))):
        return read_json(text)
    return text


def read_json(text: str | bytes) -> Any:
    """JSON with exact numbers: no float, no NaN. Raises ValueError with a sentence."""
    try:
        return _cleaned(json.loads(text, parse_float=exact, parse_int=_whole, parse_constant=_refuse_constant))
    except json.JSONDecodeError as error:
        raise ValueError(f"not valid JSON at column {error.colno}: {error.msg.lower()}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _cleaned(value: Any) -> Any:
    """The same value with texts that every database takes."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_cleaned(entry) for entry in value]
    if isinstance(value, dict):
        return {storable(name): _cleaned(entry) for name, entry in value.items()}
    return value


def _whole(text: str) -> int:
    return int(exact(text))


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("a text is needed")
    return str(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError("yes or no is needed (true or false)")


def number(value: Any) -> Decimal:
    """A number that came as JSON number or as numeric text, exactly. Raises ValueError with a sentence."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("a number is needed")
    return exact(str(value))


def _amount(value: Any) -> Decimal:
    amount = number(value)
    if amount < 0:
        raise ValueError(f"{value} is negative; give an amount of 0 or more")
    return amount


def _adjustment(value: Any) -> Decimal | str:
    if isinstance(value, str) and value.strip().endswith("%"):
        _amount(value.strip()[:-1])
        return value.strip()
    return _amount(value)


def _tenders(value: Any) -> Mapping[str, Decimal]:
    """Amounts by tender, as an object or as text such as "store_credit=20 reward_points=5"."""
    if isinstance(value, str):
        value = read_json(value) if value.lstrip().startswith("{") else _pairs(value)
    if not isinstance(value, dict):
        raise ValueError('amounts by tender are needed, such as {"store_credit": "20"}')
    return {name: _amount(amount) for name, amount in value.items() if amount is not None}


def _pairs(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.replace(",", " ").split()]
    if not all(name and sign and amount for name, sign, amount in pairs):
        raise ValueError("amounts by tender are needed, such as store_credit=20")
    return {name: amount for name, _, amount in pairs}


def _items(value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list):
        raise ValueError('a list is needed, such as [{"sku": "MUG", "qty": 1}]')
    return tuple(_item(entry, place) for place, entry in enumerate(value, 1))


def _item(entry: Any, place: int) -> Mapping[str, Any]:
    if not isinstance(entry, dict) or not entry.keys() <= _ITEM_KEYS or not {"sku", "item_id"} & entry.keys():
        raise ValueError(f"entry {place} needs sku or item_id, may have qty, and has nothing else")
    item: dict[str, Any] = {}
    if entry.get("sku") is not None:
        item["sku"] = _text(entry["sku"])
    if entry.get("item_id") is not None:
        item_id = number(entry["item_id"])
        if item_id != int(item_id):
            raise ValueError(f"item_id in entry {place} is a whole number")
        item["item_id"] = int(item_id)
    if entry.get("qty") is not None:
        try:
            item["qty"] = _amount(entry["qty"])
        except ValueError as error:
            raise ValueError(f"qty in entry {place}: {error}") from None
    return item


def _tracks(value: Any) -> tuple[Mapping[str, str], ...]:
    if not isinstance(value, list):
        raise ValueError('a list is needed, such as [{"carrier_code": "ups", "track_number": "1Z…"}]')
    return tuple(_track(entry, place) for place, entry in enumerate(value, 1))


def _track(entry: Any, place: int) -> Mapping[str, str]:
    if not isinstance(entry, dict) or not entry.keys() <= _TRACK_KEYS:
        raise ValueError(f"entry {place} needs carrier_code, track_number and, if you like, title, and nothing else")
    return {name: _text(part) for name, part in entry.items() if part is not None}


def _stock(value: Any) -> bool | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(sku) for sku in value)
    return _flag(value)


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.FLAG: _flag,
    Kind.CHOICE: _text,
    Kind.AMOUNT: _amount,
    Kind.SIGNED: number,
    Kind.ADJUSTMENT: _adjustment,
    Kind.TENDERS: _tenders,
    Kind.ITEMS: _items,
    Kind.TRACKS: _tracks,
    Kind.STOCK: _stock,
    Kind.QUOTED: quote_values.as_quoted,
    Kind.SKUS: quote_values.as_skus,
    Kind.NEGOTIATED: quote_values.as_negotiated,
    Kind.DAY: quote_values.as_day,
    Kind.ADDRESS: quote_values.as_address,
    Kind.FILES: quote_values.as_files,
    Kind.RETURNED: entries(*RETURNED),
    Kind.RETURN_ITEMS: entries(*RETURN_ITEMS),
    Kind.PARCEL: entries(*PARCEL),
}
