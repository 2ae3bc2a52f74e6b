"""A filter as it was written, and as it is meant.

`parse` turns the text into terms; `resolve` holds them against the fields and the calendar and gives a `Query`, in
which nothing is left to be interpreted: names are field names, amounts are the stored integers, days are microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values behind a colon, or a bare word."""

    text: str
    """Without its quotes."""
    quoted: bool = False
    """Quoted text is taken literally: no operators, ranges, wildcards or special words in it. In `="ana silva"` only
    the text is quoted: the value is `=ana silva`, not quoted."""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A bare word or a field with its values; any of the values will do."""

    name: str | None
    """The field as it was written; None for a bare word."""
    values: tuple[Value, ...]
    negated: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Search:
    """A bare word: an end or the beginning of the number, or anywhere in the texts that records are known by."""

    text: str
    """As it was written; `core.folding.needle` is what to look for."""


@dataclass(frozen=True, slots=True)
class Like:
    """A value of a text field holds these pieces in this order, with anything between them, also nothing."""

    field: str
    pieces: tuple[str, ...]
    """At least one, none empty; made by `core.folding.phrase`, so that they are parts of a search field's lines."""
    at_start: bool = False
    """The first piece begins a value."""
    at_end: bool = False
    """The last piece ends the same value."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field has one of these codes."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A stored integer lies between these, both included; None: open. For amounts x 10^4, for dates microseconds. A
    low above the high is never so."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Present:
    """The field has a value."""

    field: str


Condition: TypeAlias = Search | Like | OneOf | Between | Present


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of these conditions holds; negated: none of them does, which is so for records without a value too."""

    conditions: tuple[Condition, ...]
    negated: bool = False


Query: TypeAlias = tuple[Clause, ...]
"""All of these clauses hold."""
