"""What payment systems say, without what may not be kept: card numbers but for their last four digits, check codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

SHORTEST, LONGEST = 13, 19
"""Digits of a card number (ISO/IEC 7812)."""

_CHECK_CODES = ("cvv", "cvv2", "cvc", "cvc2", "cccid", "securitycode", "ccnumberenc")
_NOT_NAMED = re.compile(r"[^a-z0-9]+")
_RUN = re.compile(r"[0-9](?:[ \u00a0-]?[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a card's check code, which nobody may keep."""
    return _NOT_NAMED.sub("", name.lower()).endswith(_CHECK_CODES)


def masked(words: str) -> str:
    """The text with every card number in it cut to its last four digits."""
    return _RUN.sub(_mask_run, words) if len(words) >= SHORTEST else words


def cleaned(value: Any) -> Any:
    """A JSON value without check codes and card numbers; JSON inside texts is looked through, too."""
    if isinstance(value, dict):
        return {masked(key): cleaned(one) for key, one in value.items() if not is_secret(key)}
    if isinstance(value, list):
        return [cleaned(one) for one in value if not _is_secret_pair(one)]
    if isinstance(value, str):
        inner = inner_json(value)
        return masked(value) if inner is None else _cleaned_text(value, inner)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        words = str(value)
        return value if masked(words) == words else masked(words)
    return value


def inner_json(words: str) -> Any:
    """The object or list that a text holds as JSON; None where it holds none."""
    if not words.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(words, parse_float=Decimal, parse_constant=str)
    except ValueError:
        return None


def _cleaned_text(words: str, inner: Any) -> str:
    clean = cleaned(inner)
    return words if clean == inner else json.dumps(clean, default=str)


def _is_secret_pair(value: Any) -> bool:
    """Whether that is {"key": …, "value": …} of a check code."""
    return isinstance(value, dict) and isinstance(value.get("key"), str) and is_secret(value["key"])


def _mask_run(run: re.Match[str]) -> str:
    """Digits in groups: any neighbouring groups may be a card number."""
    words, kept, done = run[0], "", 0
    for start, end in _cards(words):
        if start >= done:
            digits = "".join(_GROUP.findall(words[start:end]))
            kept += f"{words[done:start]}****{digits[-4:]}"
            done = end
    return kept + words[done:]


def _cards(words: str) -> Iterator[tuple[int, int]]:
    groups = list(_GROUP.finditer(words))
    for place, first in enumerate(groups):
        digits = ""
        for last in groups[place:]:
            digits += last[0]
            if len(digits) > LONGEST:
                break
            if len(digits) >= SHORTEST and digits[0] != "0" and _adds_up(digits):
                yield first.start(), last.end()


def _adds_up(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn)."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(_DOUBLED[int(digit)] for digit in even)) % 10 == 0
