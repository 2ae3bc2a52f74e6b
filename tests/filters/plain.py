"""Queries held against plain values, the slow and obvious way: what every other way of doing it must agree with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sales_tui.core.folding import GAP, LINE
from sales_tui.filters.tree import Between, Clause, Condition, Like, OneOf, Present, Query, Search

Record = Mapping[str, Any]
"""By field: texts and names as `search_field` makes them, codes str, amounts and dates int; the latter also a tuple of
them, or None."""

Find = Callable[[str], bool]
"""Whether a bare word finds the record."""


def holds(query: Query, record: Record, find: Find) -> bool:
    return all(_clause(clause, record, find) for clause in query)


def _clause(clause: Clause, record: Record, find: Find) -> bool:
    return any(_condition(one, record, find) for one in clause.conditions) is not clause.negated


def _condition(condition: Condition, record: Record, find: Find) -> bool:
    match condition:
        case Search(text):
            return find(text)
        case Like(field):
            return any(_like(condition, line) for line in (record[field] or "").split(LINE) if line)
        case OneOf(field, codes):
            return any(value in codes for value in _values(record[field]))
        case Between(field, low, high):
            return any(
                (low is None or low <= value) and (high is None or value <= high) for value in _values(record[field])
            )
        case Present(field):
            return bool(_values(record[field]))


def _values(value: Any) -> tuple[Any, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (value,)


def _like(like: Like, line: str) -> bool:
    pattern = ".*".join(re.escape(piece) for piece in like.pieces)
    first = "^" + re.escape(GAP) if like.at_start else ""
    return re.search(first + pattern + (r"\Z" if like.at_end else ""), line) is not None
