"""Filters back as text, quoted where that is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sales_tui.filters.scan import Role, scan
from sales_tui.filters.tree import Term, Value

ANY = "any"
"""As the value of a field: whatever it is, as long as there is one."""

NONE = "none"
"""As the value of a field: there is none."""

_PLAIN_VALUE = re.compile(r'(?![<>=*!-]*")[^\s,]+')
_PLAIN_WORD = re.compile(r'(?!["!-])[^\s:]+')
_LITERAL = re.compile(r'(?!-)[^\s,"=<>*]+')


def write(terms: Iterable[Term]) -> str:
    """The text that `parse` reads as these terms."""
    return " ".join(_term(term) for term in terms)


def literal(text: str) -> Value:
    """A value that means exactly this text, in quotes if it would mean something else without: `none`, `a*`."""
    return Value(text, not _LITERAL.fullmatch(text) or ".." in text or text.casefold() in (ANY, NONE))


def write_value(value: Value) -> str:
    """A value as it stands behind a colon."""
    if not value.quoted and value.text.startswith("=") and not _PLAIN_VALUE.fullmatch(value.text):
        return "=" + _quoted(value.text[1:])
    return _plain_or_quoted(value, _PLAIN_VALUE)


def words_only(text: str) -> str:
    """The bare words of a filter with their signs, without its `field:value` terms; also of one that has mistakes."""
    kept: list[str] = []
    sign = ""
    for piece in scan(text):
        if piece.role is Role.WORD:
            kept.append(sign + text[piece.start : piece.end])
        sign = piece.text if piece.role is Role.SIGN else ""
    return " ".join(kept)


def _term(term: Term) -> str:
    sign = "!" if term.negated else ""
    if term.name is None:
        (word,) = term.values
        return sign + _plain_or_quoted(word, _PLAIN_WORD)
    return f"{sign}{term.name}:" + ",".join(write_value(value) for value in term.values)


def _plain_or_quoted(value: Value, plain: re.Pattern[str]) -> str:
    return value.text if not value.quoted and plain.fullmatch(value.text) else _quoted(value.text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
