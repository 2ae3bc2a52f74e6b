"""Reads what only quotes are told: items with prices, a price for the whole, days, files. All raise ValueError."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sales_tui.core.money import exact
from sales_tui.core.text import storable
from sales_tui.rules.quote_files import LARGEST, checked
from sales_tui.rules.quote_items import parse_lines
from sales_tui.rules.quote_records import QuoteFile
from sales_tui.rules.quoting import AMOUNT, PERCENTAGE, PROPOSED, TYPES

NEVER = "never"
"""For a day: without an end."""

Day = date | str
"""A day, or `NEVER`."""

_ITEM_KEYS = frozenset(("sku", "item_id", "qty", "price"))
_ITEM = "entry {} needs sku or item_id, may have qty and price, and has nothing else"
_NONE = frozenset(("", "none", "no"))


def as_number(value: Any) -> Decimal:
    """A JSON number or numeric text, exactly."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("a number is needed")
    return exact(str(value))


def as_amount(value: Any) -> Decimal:
    """A number of 0 or more."""
    amount = as_number(value)
    if amount < 0:
        raise ValueError(f"{value} is negative; give 0 or more")
    return amount


_ADDRESS = frozenset(
    "prefix firstname middlename lastname suffix company street city region region_code postcode country_id telephone "
    "vat_id".split()
)


def as_address(value: Any) -> dict[str, str]:
    """An address as JSON by REST names, or as one line: name; street; postcode city; country code."""
    address = _address_line(value) if isinstance(value, str) else value
    if not isinstance(address, dict) or not address.keys() <= _ADDRESS:
        raise ValueError(f"an object is needed with some of: {', '.join(sorted(_ADDRESS))}")
    if not all(isinstance(part, str) for part in address.values()):
        raise ValueError("every part of an address is a text")
    told = {name: storable(part).strip() for name, part in address.items()}
    if missing := [name for name in ("lastname", "street", "city", "country_id") if not told.get(name)]:
        raise ValueError(f"it lacks {', '.join(missing)}; write name; street; postcode city; country code")
    return {name: part for name, part in told.items() if part}


def _address_line(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != 4:
        raise ValueError("four parts are needed: name; street; postcode city; country code")
    first, _, last = parts[0].rpartition(" ")
    postcode, _, city = parts[2].partition(" ")
    return {
        "firstname": first,
        "lastname": last,
        "street": parts[1],
        "postcode": postcode if city else "",
        "city": city or postcode,
        "country_id": parts[3].upper(),
    }


def as_quoted(value: Any) -> tuple[Mapping[str, Any], ...]:
    """Items as JSON, or as pasted lines of SKU and quantity."""
    if isinstance(value, str):
        return tuple(parse_lines(storable(value)))
    if not isinstance(value, list):
        raise ValueError('a list is needed, such as [{"sku": "MUG", "qty": 5, "price": "9.50"}], or lines SKU,quantity')
    return tuple(_item(entry, place) for place, entry in enumerate(value, 1))


def _item(entry: Any, place: int) -> Mapping[str, Any]:
    if not isinstance(entry, dict) or not entry.keys() <= _ITEM_KEYS or not {"sku", "item_id"} & entry.keys():
        raise ValueError(_ITEM.format(place))
    item: dict[str, Any] = {}
    if entry.get("sku") is not None:
        item["sku"] = storable(str(entry["sku"]))
    if entry.get("item_id") is not None:
        item_id = as_number(entry["item_id"])
        if item_id != int(item_id):
            raise ValueError(f"item_id in entry {place} is a whole number")
        item["item_id"] = int(item_id)
    if not item:
        raise ValueError(_ITEM.format(place))
    try:
        if entry.get("qty") is not None:
            item["qty"] = as_amount(entry["qty"])
        if "price" in entry:
            item["price"] = None if entry["price"] is None else _price(entry["price"])
    except ValueError as error:
        raise ValueError(f"entry {place}: {error}") from None
    return item


def _price(value: Any) -> Decimal | tuple[str, Decimal]:
    """A price of a piece; as text also what is taken off it: 10%, -2.50."""
    if isinstance(value, str) and (value.strip().endswith("%") or value.strip().startswith("-")):
        return _negotiated_text(value.strip())
    return as_amount(value)


def as_skus(value: Any) -> tuple[str, ...]:
    """A list of SKUs, or text with one a line or between commas."""
    if isinstance(value, str):
        value = value.replace("\n", ",").split(",")
    if not isinstance(value, list) or not all(isinstance(sku, str) for sku in value):
        raise ValueError('a list of SKUs is needed, such as ["MUG"]')
    return tuple(sku.strip() for sku in value if sku.strip())


def as_negotiated(value: Any) -> tuple[str, Decimal]:
    """How much for the whole: {"type", "value"}, or text: 5%, -20 (off), 300 (in all), none. Empty type: nothing."""
    if isinstance(value, str):
        return _negotiated_text(value.strip())
    if not isinstance(value, dict) or value.keys() != {"type", "value"}:
        raise ValueError('{"type": "percentage", "value": 5} is needed; type: percentage, amount or proposed')
    kind = str(value["type"]).strip().lower()
    kind = {"1": PERCENTAGE, "2": AMOUNT, "3": PROPOSED}.get(kind, kind)
    if kind not in TYPES:
        raise ValueError(f"the type is one of: {', '.join(TYPES)}")
    return kind, as_amount(value["value"])


def _negotiated_text(text: str) -> tuple[str, Decimal]:
    if text.lower() in _NONE:
        return "", Decimal(0)
    if text.endswith("%"):
        return PERCENTAGE, as_amount(text[:-1].strip().lstrip("-"))
    if text.startswith("-"):
        return AMOUNT, as_amount(text[1:].strip())
    amount = as_amount(text)
    return (PROPOSED, amount) if amount else ("", amount)


def as_day(value: Any) -> Day:
    """A day such as 2026-12-24, or never."""
    if not isinstance(value, str):
        raise ValueError("a day such as 2026-12-24 is needed, or never")
    words = value.strip().lower()
    if words in (NEVER, ""):
        return NEVER
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"{value[:40]!r} is no day that exists, such as 2026-12-24; or never") from None


def as_files(value: Any) -> tuple[QuoteFile, ...]:
    """Files as [{"file_name", "content"}], the content in base64. Raises Refused for what may not be kept."""
    if not isinstance(value, list):
        raise ValueError('a list is needed, such as [{"file_name": "offer.pdf", "content": "…base64…"}]')
    return tuple(_file(entry, place) for place, entry in enumerate(value, 1))


def _file(entry: Any, place: int) -> QuoteFile:
    if not isinstance(entry, dict) or entry.keys() != {"file_name", "content"}:
        raise ValueError(f"entry {place} needs file_name and content, and nothing else")
    name, content = entry["file_name"], entry["content"]
    if not isinstance(name, str) or not isinstance(content, str):
        raise ValueError(f"file_name and content in entry {place} are texts")
    if len(content) > 2 * LARGEST:
        return checked(storable(name), b"\0" * (len(content) * 3 // 4))
    try:
        return checked(storable(name), base64.b64decode(content, validate=True))
    except binascii.Error:
        raise ValueError(f"content in entry {place} is no base64") from None
