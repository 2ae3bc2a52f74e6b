"""Exact amounts: currency digits, commercial rounding, the delta rounder of document totals, exact parsing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, Overflow
from functools import cache

from sales_tui.core.memo import Memo

ZERO = Decimal(0)
"""The amount or quantity 0."""

STORED_DIGITS = 4
"""Decimals kept in the database for amounts and quantities."""

LIMIT = Decimal(9) * 10**14
"""Amounts beyond this are refused: they would not fit the exact integers of the database."""

NO_DECIMALS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())

_QUANTA = tuple(Decimal(1).scaleb(-digits) for digits in range(STORED_DIGITS + 1))
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_NOTHING = -30
"""Numbers that begin behind this decimal are 0: written out they would fill pages."""

_HEALED = Decimal(1).scaleb(_NOTHING)
"""Thirds and sixths that add up to half a cent are cut here, so that they meet the tie exactly."""


@cache
def currency_digits(code: str) -> int:
    """Decimals of a currency by ISO 4217: JPY 0, KWD 3, everything unlisted 2."""
    if code in NO_DECIMALS:
        return 0
    return 3 if code in THREE_DECIMALS else 2


def round_half_up(amount: Decimal, digits: int) -> Decimal:
    """Round half away from zero to `digits` decimals (0 to 4); RULES.md §0.5."""
    return _WIDE.quantize(amount, _QUANTA[digits])


def share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """`amount * part / whole`, unrounded and multiplied first, so that what is exact stays exact.

    Raises decimal.DivisionByZero for a `whole` of 0.
    """
    return _WIDE.divide(_WIDE.multiply(amount, part), whole)


def times(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount times a currency rate, unrounded."""
    return _WIDE.multiply(amount, rate)


def exact(text: str) -> Decimal:
    """Read a plain decimal number exactly.

    Raises ValueError for anything that is not a finite number or lies beyond LIMIT.
    """
    try:
        number = _WIDE.create_decimal(text.strip())
    except (InvalidOperation, Overflow):
        raise ValueError(f"{text[:40]!r} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{text[:40]!r} is not a number")
    if abs(number) > LIMIT:
        raise ValueError(f"{text[:40]} is larger than {LIMIT:,}")
    return number if number.adjusted() > _NOTHING else ZERO


def plain(number: Decimal) -> str:
    """An amount or quantity as the shortest plain decimal text that keeps it: 2.0000 -> "2", 12.5000 -> "12.5"."""
    if not number:
        return "-0" if number.is_signed() else "0"
    return _PLAIN[number]


def _written_plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_PLAIN: Memo[Decimal, str] = Memo(_written_plain)
"""Equal numbers have the same text; only 0 may have a sign that counts for nothing."""


def amount_text(amount: Decimal, digits: int) -> str:
    """An amount with at least `digits` decimals, and more only where it has more: 12.5 -> "12.50"."""
    return _AMOUNT_TEXTS[amount, digits] if amount else f"{amount:.{digits}f}"


def _amount_text(written: tuple[Decimal, int]) -> str:
    amount, digits = written
    shortest = plain(amount)
    decimals = len(shortest.partition(".")[2])
    return shortest if decimals > digits else f"{amount:.{digits}f}"


_AMOUNT_TEXTS: Memo[tuple[Decimal, int], str] = Memo(_amount_text)


class DeltaRounder:
    """Rounds a run of amounts so that the rounding error is carried to the next one (RULES.md §3.1).

    One rounder serves one currency column family of one document. A zero amount passes and leaves the carry alone.
    """

    __slots__ = ("carry", "digits")

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.carry = ZERO

    def add(self, amount: Decimal) -> Decimal:
        """Round an amount that adds to the total."""
        if not amount:
            return ZERO
        exact_amount = _WIDE.quantize(_WIDE.add(amount, self.carry), _HEALED)
        rounded = round_half_up(exact_amount, self.digits)
        self.carry = exact_amount - rounded
        return rounded

    def subtract(self, amount: Decimal) -> Decimal:
        """Round an amount (given positive) that lowers the total, such as a discount."""
        self.carry = -self.carry
        rounded = self.add(amount)
        self.carry = -self.carry
        return rounded
