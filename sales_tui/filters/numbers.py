"""Amounts and whole numbers of a filter, as ranges of the integers in the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import pairwise

from sales_tui.core.money import LIMIT, STORED_DIGITS, exact
from sales_tui.filters.error import FilterError
from sales_tui.filters.fields import Field, Kind
from sales_tui.filters.mistakes import shown, wrong
from sales_tui.filters.tree import Between, Value

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<|=|)(.*)", re.DOTALL)
_SEPARATED = re.compile(r"[+-]?\d{1,3}(?:[,.'’_\s]\d{3})+(?:[.,]\d*)?", re.ASCII)
_WITH_COMMA = re.compile(
    r"(?:.*\.\.|>=|<=|>|<|)[+-]?(?:\d{1,3},\d{3}(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d{1,2})(?:\.\..*)?", re.ASCII
)
"""Two values that are one number as people write it, `1,234.50` or `1.234,50`."""
_LONGEST = 30
_WIDE = Context(prec=60)
"""Enough for the longest number, times 10^4."""


def between(field: Field, value: Value) -> Between:
    """`12`, `>12`, `10..20`: bounds between two stored integers are moved inwards, so that none of them is missed and
    none is too many. Raises FilterError."""
    first, dots, last = value.text.partition("..")
    if dots and not value.quoted:
        return _range(field, value, first, last)
    sign, text = _compared(value)
    if sign and not text:
        raise wrong(value, f"A number is missing after {sign}, without a blank: {field.name}:{sign}100.")
    number = _number(field, value, text)
    above, below = _rounded(field, number, ROUND_CEILING), _rounded(field, number, ROUND_FLOOR)
    bounds = {
        ">": (below + 1, None),
        ">=": (above, None),
        "<": (None, above - 1),
        "<=": (None, below),
        # With more decimals than are stored it equals nothing: the lower bound is then above the upper one.
        "=": (above, below),
        "": (above, below),
    }
    return Between(field.name, *bounds[sign])


def refuse_separators(field: Field, values: Sequence[Value]) -> None:
    """`1,200` may be meant as one number: it is not taken for two. Raises FilterError."""
    for one, other in pairwise(values):
        pair = f"{one.text},{other.text}"
        if one.quoted or other.quoted or not _WITH_COMMA.fullmatch(pair):
            continue
        # A list of whole numbers, such as those of records, is a list unless it can't be one.
        if field.kind is Kind.AMOUNT or other.text.startswith("0") or not one.text.isdigit():
            advice = f"write one number without separators, as in 1234.50, and two as {one.text},={other.text}"
            raise FilterError(f"{shown(pair)}: {advice}.", one.start, other.end)


def _range(field: Field, value: Value, first: str, last: str) -> Between:
    if not first and not last:
        raise wrong(value, f"A range needs a beginning or an end: {field.name}:10..20, 10.. or ..20.")
    low = _number(field, value, first) if first else None
    high = _number(field, value, last) if last else None
    if low is not None and high is not None and low > high:
        raise wrong(value, f"{shown(value.text)}: the range ends before it begins; write {last}..{first}.")
    return Between(
        field.name,
        None if low is None else _rounded(field, low, ROUND_CEILING),
        None if high is None else _rounded(field, high, ROUND_FLOOR),
    )


def _compared(value: Value) -> tuple[str, str]:
    found = None if value.quoted else _COMPARED.fullmatch(value.text)
    return (found[1], found[2]) if found else ("", value.text)


def _number(field: Field, value: Value, text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        if _SEPARATED.fullmatch(text):
            raise wrong(value, f"{shown(text)} has separators in it; write only digits and a decimal point: 1234.50.")
        raise wrong(
            value,
            f"{shown(value.text)} is not a number for {field.name}; write 12.50, >100, <=100, or 10..20.",
        )
    if len(text.lstrip("+-")) > _LONGEST:
        raise wrong(value, f"{shown(text)} has too many digits for {field.name}.")
    try:
        return exact(text)
    except ValueError:
        raise wrong(value, f"{shown(text)} is too large for {field.name}; the largest is {LIMIT:f}.") from None


def _rounded(field: Field, number: Decimal, rounding: str) -> int:
    digits = STORED_DIGITS if field.kind is Kind.AMOUNT else 0
    return int(_WIDE.scaleb(number, digits).to_integral_value(rounding, _WIDE))
