"""Stored values as people read them (grid, tables) and as programs read them (JSON, CSV)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from sales_tui.core.money import amount_text, currency_digits, plain
from sales_tui.workspaces.base import Column, Show

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SCALE = 4


def stored_decimal(value: int) -> Decimal:
    """An amount or quantity from the integer that the database keeps."""
    return Decimal(value).scaleb(-_SCALE)


def stored_instant(value: int) -> datetime:
    """A moment in UTC from the microseconds that the database keeps."""
    return _EPOCH + timedelta(microseconds=value)


def grouped(amount: Decimal, digits: int) -> str:
    """An amount for people: 1,234.50; decimals beyond the currency's own are kept."""
    shortest = plain(amount)
    decimals = max(digits, len(shortest.partition(".")[2]))
    return f"{amount:,.{decimals}f}"


def short_instant(moment: datetime, zone: tzinfo, today: datetime) -> str:
    """Day and time in this year, day and year before: "23 Nov 10:41", "01 Dec 2010"."""
    local = moment.astimezone(zone)
    return f"{local:%d %b %H:%M}" if local.year == today.astimezone(zone).year else f"{local:%d %b %Y} "


def full_instant(moment: datetime, zone: tzinfo) -> str:
    """Day and time with the year, for details."""
    return f"{moment.astimezone(zone):%d %b %Y %H:%M}"


def store_name(name: str) -> str:
    """Magento's three lines for website, store and view as one: store/view; the website is left out where it can be."""
    parts = [part.strip() for part in name.splitlines() if part.strip()]
    return "/".join(parts[-2:])


def coded(column: Column, codes: str) -> str:
    """The words for a code, or for several with commas between them."""
    if codes in column.words or ", " not in codes:
        return column.words.get(codes, codes)
    return ", ".join(column.words.get(code, code) for code in codes.split(", "))


def for_people(column: Column, value: Any, currency: str, base_currency: str, zone: tzinfo, today: datetime) -> str:
    """A grid cell's text; not yet made safe for the terminal."""
    if value is None:
        return ""
    match column.show:
        case Show.MONEY:
            return grouped(stored_decimal(value), currency_digits(currency))
        case Show.BASE_MONEY:
            return grouped(stored_decimal(value), currency_digits(base_currency))
        case Show.QUANTITY:
            return plain(stored_decimal(value))
        case Show.INSTANT:
            return short_instant(stored_instant(value), zone, today)
        case Show.CODE:
            return coded(column, str(value))
        case Show.STORE:
            return store_name(value)
        case _:
            return str(value)


def for_programs(column: Column, value: Any, currency: str, base_currency: str) -> Any:
    """A JSON value: decimal strings, ISO 8601 in UTC, codes."""
    if value is None:
        return None
    match column.show:
        case Show.MONEY:
            return amount_text(stored_decimal(value), currency_digits(currency))
        case Show.BASE_MONEY:
            return amount_text(stored_decimal(value), currency_digits(base_currency))
        case Show.QUANTITY:
            return plain(stored_decimal(value))
        case Show.INSTANT:
            return f"{stored_instant(value):%Y-%m-%dT%H:%M:%SZ}"
        case _:
            return value
