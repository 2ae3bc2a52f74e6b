"""Amounts as settlement files write them: points, commas, thousands, signs on either side, cents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from sales_tui.core.money import STORED_DIGITS, currency_digits, exact

POINT, COMMA = ".", ","

_SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "−": "-", "–": "-"})
_BARE = re.compile(r"[0-9., ']*[0-9]")
_SIGNED = re.compile(r"\((?P<inner>[^()]*)\)|(?P<before>[+-]?)(?P<body>[^+-]*)(?P<after>[+-]?)")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:(?P<by>[., '])[0-9]{3})(?:(?P=by)[0-9]{3})*")


def mark_told(texts: Iterable[str]) -> str:
    """The decimal mark that these amounts show, or nothing where none of them does or they disagree."""
    marks = {mark for text in texts if (mark := mark_of(_split(text)[1]))}
    return marks.pop() if len(marks) == 1 else ""


def mark_of(number: str) -> str:
    """The decimal mark of a number without sign, as far as it tells: 1,234.5 and 12.50 do, 1,234 doesn't."""
    points, commas = number.count(POINT), number.count(COMMA)
    if points and commas:
        return POINT if number.rindex(POINT) > number.rindex(COMMA) else COMMA
    if points + commas > 1:
        return COMMA if points else POINT
    if not points + commas:
        return ""
    mark = POINT if points else COMMA
    before, _, after = number.partition(mark)
    is_thousands = len(after) == 3 and 1 <= len(before) <= 3 and before.isdigit() and not before.startswith("0")
    return "" if is_thousands else mark


def read_amount(text: str, mark: str = "") -> Decimal:
    """An amount in whole units of its currency; `mark` is the decimal mark where it is known.

    Raises ValueError with the reason: the rest of a sentence about the text.
    """
    is_negative, number = _split(text)
    if not _BARE.fullmatch(number):
        raise ValueError("is not an amount")
    mark = mark or mark_of(number)
    if not mark and (POINT in number or COMMA in number):
        raise ValueError("may be thousands or decimals; say which with decimal=point or decimal=comma")
    whole, _, decimals = number.partition(mark) if mark else (number, "", "")
    found = _WHOLE.fullmatch(whole or "0")
    if found is None or found["by"] == mark or (decimals and not decimals.isdigit()):
        raise ValueError(f"is not an amount with a decimal {'comma' if mark == COMMA else 'point'}")
    if len(decimals.rstrip("0")) > STORED_DIGITS:
        raise ValueError(f"has more than {STORED_DIGITS} decimals")
    digits = "".join(char for char in whole if char.isdigit())
    return _signed(is_negative, _exact(f"{digits or 0}.{decimals or 0}"))


def read_minor(text: str, currency: str) -> Decimal:
    """An amount in cents, or whatever the currency's smallest unit is. Raises ValueError likewise."""
    is_negative, number = _split(text)
    if not (number.isascii() and number.isdigit()):
        raise ValueError("is not a whole number of the currency's smallest unit")
    return _signed(is_negative, _exact(number).scaleb(-currency_digits(currency)))


def _exact(number: str) -> Decimal:
    try:
        return exact(number)
    except ValueError:
        raise ValueError("is too large") from None


def _signed(is_negative: bool, amount: Decimal) -> Decimal:
    return -amount if is_negative else amount


def _split(text: str) -> tuple[bool, str]:
    """Whether it is below 0, and the number without sign, currency sign and blanks around it."""
    plain = "".join(char for char in text.translate(_SAME) if unicodedata.category(char) != "Sc").strip()
    found = _SIGNED.fullmatch(plain)
    if found is None or (found["before"] and found["after"]):
        return False, plain
    if found["inner"] is not None:
        return True, found["inner"].strip()
    return "-" in (found["before"], found["after"]), found["body"].strip()
