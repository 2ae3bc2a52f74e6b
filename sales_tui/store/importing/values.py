"""Values of JSON as the database stores them: each converter takes what came and gives what a column keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache
from typing import Any

from sales_tui.core.money import LIMIT
from sales_tui.model.columns import instant_to_stored, to_stored

Converter = Callable[[Any], Any]

LONGEST_LABEL = 500
"""Characters of a text that an index holds (PostgreSQL's index rows end near 2,700 bytes)."""

LONGEST_CODE = 128
"""Characters of a code, several of which one index holds."""

_SCALE = Decimal(10_000)
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])
_WIDE = Context(prec=20_000)
_WHOLE_LIMIT = int(LIMIT)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,6})?|[+-]?\.[0-9]+", re.ASCII)
_NO_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
_FLAGS = {0: 0, 1: 1, "0": 0, "1": 1, "true": 1, "false": 0, "": 0}
_NAMES = {
    bool: "true or false",
    int: "a number",
    Decimal: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_LAST_DAY = instant_to_stored(datetime(9999, 12, 30, tzinfo=UTC))
_FIRST_DAY = instant_to_stored(datetime(1, 1, 2, tzinfo=UTC))


class FieldError(Exception):
    """A record can't come in because of one of its fields."""

    def __init__(self, field: str, reason: str, code: str = "import.field") -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.code = code


class Rounded(Exception):
    """A number has more decimals than its column keeps; carries what the column gets."""

    def __init__(self, stored: int) -> None:
        super().__init__(stored)
        self.stored = stored


class NotJson:
    """NaN and Infinity, which some programs write though JSON has no such numbers."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


def named(value: object) -> str:
    """What a value is, for people."""
    return repr(value) if isinstance(value, NotJson) else _NAMES.get(type(value), type(value).__name__)


def number(value: object) -> Decimal:
    """A JSON number or a numeric string, exactly. Raises ValueError with the reason."""
    kind = type(value)
    if kind is Decimal:
        exact = value
    elif kind is int:
        exact = Decimal(value)  # type: ignore[arg-type]
    elif kind is str:
        if not _NUMBER.fullmatch(text := value.strip()):  # type: ignore[attr-defined]
            raise ValueError(f"{_shown(value)} is not a number")
        exact = Decimal(text)
    else:
        raise ValueError(f"must be a number, not {named(value)}")
    if not -LIMIT <= exact <= LIMIT:  # type: ignore[operator]
        raise ValueError(f"{str(value)[:20]}… is larger than {_WHOLE_LIMIT:,}")
    return exact  # type: ignore[return-value]


def _remembered(convert: Converter) -> Converter:
    """The same prices and quantities come again and again. Raises TypeError for lists and objects."""
    return lru_cache(maxsize=1 << 12, typed=True)(convert)


@_remembered
def amount(value: object) -> int:
    """An amount or quantity as stored. Raises ValueError, or Rounded where more than four decimals came."""
    exact = number(value)
    try:
        scaled = _EXACT.multiply(exact, _SCALE)
        stored = int(scaled)
    except Inexact:
        raise Rounded(to_stored(_WIDE.plus(exact))) from None
    if stored != scaled:
        raise Rounded(to_stored(exact))
    return stored


@_remembered
def unsigned(value: object) -> int:
    """An amount or quantity that can't be negative."""
    try:
        stored: int = amount(value)
    except Rounded as rounded:
        stored = rounded.stored
        if stored >= 0:
            raise
    if stored < 0:
        raise ValueError(f"{_shown(value)} is negative")
    return stored


@_remembered
def rate(value: object) -> str:
    """A rate or percentage as decimal text, no digit lost."""
    exact = number(value)
    if exact < 0:
        raise ValueError(f"{_shown(value)} is negative")
    if not -40 <= int(exact.as_tuple().exponent) <= 15:
        raise ValueError(f"{_shown(value)} has too many digits for a rate")
    return f"{exact:f}"


def whole(value: object, bits: int = 63) -> int:
    """A whole number, such as an id."""
    if type(value) is not int:
        exact = number(value)
        if exact != int(exact):
            raise ValueError(f"{_shown(value)} is not a whole number")
        value = int(exact)
    if not 0 <= value < 1 << bits:
        raise ValueError(f"{_shown(value)} is out of range")
    return value


@_remembered
def small(value: object) -> int:
    """A whole number of 31 bits."""
    return whole(value, 31)


@_remembered
def flag(value: object) -> int:
    """Yes or no: true, false, 1 or 0."""
    if isinstance(value, bool | int | str) and value in _FLAGS:
        return _FLAGS[value]
    if isinstance(value, Decimal) and value in (0, 1):
        return int(value)
    raise ValueError(f"{_shown(value)} is neither yes (1) nor no (0)")


def text(value: object) -> str:
    """Text as it came; NUL and lone surrogates, which no database takes, become U+FFFD."""
    if type(value) is str:
        if value.isascii() and "\0" not in value:
            return value
        return _NO_CHARACTERS.sub("\ufffd", value)
    if type(value) is int or type(value) is Decimal:
        return str(value)
    raise ValueError(f"must be text, not {named(value)}")


def label(value: object, longest: int = LONGEST_LABEL) -> str:
    """Text that is indexed, and so can't be of any length."""
    words = text(value)
    if len(words) > longest:
        raise ValueError(f"has {len(words):,} characters, more than {longest}")
    return words


def code(value: object) -> str:
    """A state, a status, a currency, a method."""
    return label(value, LONGEST_CODE)


def lines(value: object) -> str:
    """A list of texts, or one text, as lines."""
    if isinstance(value, list):
        return "\n".join(text(line) for line in value if line is not None)
    return text(value)


def instant(value: object) -> int:
    """A moment as stored: "YYYY-MM-DD HH:MM:SS" is UTC, ISO 8601 may name another offset."""
    if type(value) is not str:
        raise ValueError(f"must be a date, not {named(value)}")
    return _instant(value)


@lru_cache(maxsize=4096)
def _instant(words: str) -> int:
    try:
        moment = datetime.fromisoformat(words.strip())
        stored = instant_to_stored(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise ValueError(f"{_shown(words)} is no date that exists, such as 2024-02-29 08:30:00") from None
    if not _FIRST_DAY <= stored <= _LAST_DAY:
        raise ValueError(f"{_shown(words)} is out of range")
    return stored


def _shown(value: object) -> str:
    is_words = isinstance(value, str) and not _NUMBER.fullmatch(value)
    shown = repr(value) if is_words else str(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
