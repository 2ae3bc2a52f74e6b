"""Reads the numbers that people type, exactly: comma or point, and a sentence for what could mean two things."""

from __future__ import annotations

import re
from decimal import Decimal

from sales_tui.core.money import ZERO, exact, plain, round_half_up
from sales_tui.core.text import literal

_SPACES = "[ \u00a0\u2009\u202f'’]"
_SPACED = re.compile(rf"[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+(?=[.,]|$)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_PARTS = re.compile(r"([0-9]*)(?:[.,]([0-9]*))?")


def read_number(text: str, decimals: int, counted: str) -> Decimal:
    """The number; nothing is 0. `counted` completes "… has at most 2 decimals", such as a currency's code.

    Raises ValueError with a sentence that says what to do.
    """
    typed = text.strip()
    if not typed:
        return ZERO
    shown = f"“{literal(typed[:24])}”"
    if typed[0] in "-−":
        raise ValueError(f"{shown} is negative; type 0 or more.")
    number = _exact(_plain(typed, shown, decimals), shown)
    if round_half_up(number, decimals) != number:
        most = f"at most {decimals} decimals" if decimals else "no decimals"
        raise ValueError(f"{shown} is too fine: {counted} has {most}.")
    return number


def read_signed(text: str, decimals: int, counted: str) -> Decimal:
    """A number that may have a minus. Raises ValueError with a sentence."""
    typed = text.strip()
    if typed[:1] in ("-", "−"):
        return -read_number(typed[1:], decimals, counted)
    return read_number(typed.removeprefix("+"), decimals, counted)


def read_adjustment(text: str, decimals: int, counted: str) -> Decimal | str:
    """An amount, or a percentage as text such as "10%". Raises ValueError with a sentence."""
    typed = text.strip()
    if not typed.endswith("%"):
        return read_number(typed, decimals, counted)
    return f"{plain(read_number(typed[:-1], 4, 'a percentage'))}%"


def _exact(text: str, shown: str) -> Decimal:
    try:
        return exact(text)
    except ValueError as error:
        why = str(error).partition(" is ")[2]
        raise ValueError(f"{shown} is {why}; type digits, such as 12.50.") from None


def _plain(typed: str, shown: str, decimals: int) -> str:
    """The number with a point and without signs between thousands."""
    if spaced := _SPACED.match(typed):
        typed = re.sub(_SPACES, "", spaced[0]) + typed[spaced.end() :]
    before, sign, after = _halves(typed)
    if sign and _GROUPED.fullmatch(before):
        other = {".": ",", ",": "."}[sign]
        if sign not in before:
            return before.replace(other, "") + (f".{after}" if after else "")
        if other not in before and len(after) == 3:
            return typed.replace(sign, "")
    parts = _PARTS.fullmatch(typed)
    if parts is None or not (parts[1] or parts[2]):
        raise ValueError(f"{shown} is not a number; type digits, such as 12.50.")
    if sign and _ambiguous(before, sign, after, decimals):
        raise ValueError(_asks(shown, before, after, decimals))
    return f"{parts[1] or '0'}.{parts[2]}" if parts[2] else parts[1]


def _halves(typed: str) -> tuple[str, str, str]:
    """What stands before the last comma or point, the sign itself, and what stands behind it."""
    at = max(typed.rfind(","), typed.rfind("."))
    return (typed, "", "") if at < 0 else (typed[:at], typed[at], typed[at + 1 :])


def _ambiguous(before: str, sign: str, after: str, decimals: int) -> bool:
    """Three digits behind the sign may be thousandths or a group of thousands. The point is decimal where it can be."""
    if len(after) != 3 or not 1 <= len(before) <= 3 or before.startswith("0"):
        return False
    return sign == "," or decimals < 3


def _asks(shown: str, before: str, after: str, decimals: int) -> str:
    whole, fraction = before + after, after[:decimals]
    if decimals >= 3:
        return f"{shown} can mean {whole} or {before}.{after}; type {whole}, or {before}.{after} with a point."
    part = f", or {before}.{fraction}" if fraction else ""
    return f"{shown} can mean {whole} or {before}.{after}; type {whole}{part or f', or {before}'}."
