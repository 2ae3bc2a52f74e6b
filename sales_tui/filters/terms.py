"""`field:value` terms, as in `status:pending,processing store_name:main created_at:2026-11`; all of them must hold."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


class FilterError(ValueError):
    """The filter can't be read; the message is a sentence that says where and what to do."""


@dataclass(frozen=True, slots=True)
class Term:
    """One field and the values it may have."""

    field: str
    values: tuple[str, ...]


def parse_terms(text: str) -> tuple[Term, ...]:
    """Read a filter. Values with spaces stand in quotes. Raises FilterError."""
    try:
        words = shlex.split(text)
    except ValueError:
        raise FilterError(f"The filter has a quote without its partner: {text}") from None
    return tuple(_parse_term(word) for word in words)


def _parse_term(word: str) -> Term:
    field, colon, rest = word.partition(":")
    values = tuple(value for value in rest.split(",") if value)
    if not colon or not field or not values:
        raise FilterError(f"'{word}' in the filter is not field:value, such as status:pending.")
    return Term(field, values)
