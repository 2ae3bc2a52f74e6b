"""Texts and codes of a filter as conditions."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from sales_tui.core.folding import needle, phrase
from sales_tui.core.text import storable
from sales_tui.filters.fields import Field
from sales_tui.filters.mistakes import shown, unknown_code, wrong
from sales_tui.filters.tree import Condition, Like, OneOf, Present, Search, Value

_STAR = "*"
_WHOLE = "="

PARTED = " · "
"""Between the parts of a label, each of which may stand for it."""


def search(value: Value) -> Search:
    """A bare word. Raises FilterError."""
    if not needle(value.text):
        raise wrong(value, "There is nothing to search for here; write a word, or a text in quotes.")
    return Search(value.text)


def like(field: Field, value: Value) -> Condition:
    """A text: contained, or with `*` or `=` as it says. Raises FilterError."""
    text = value.text
    if value.quoted:
        return _like(field, value, [text])
    if text.startswith(_WHOLE):
        return _like(field, value, [text.removeprefix(_WHOLE)], at_start=True, at_end=True)
    if text and not text.strip(_STAR):
        return Present(field.name)
    parts = text.split(_STAR)
    is_open = len(parts) == 1
    return _like(field, value, parts, at_start=not is_open and bool(parts[0]), at_end=not is_open and bool(parts[-1]))


def _like(field: Field, value: Value, parts: list[str], *, at_start: bool = False, at_end: bool = False) -> Like:
    pieces = tuple(piece for part in parts if (piece := phrase(part)))
    if not pieces:
        ways = f"; {field.name}:none finds what is without one" if field.is_optional else ""
        raise wrong(value, f"There is no text to look for in {field.name}{ways}.")
    return Like(field.name, pieces, at_start, at_end)


def one_of(field: Field, values: Sequence[Value]) -> OneOf:
    """Codes, by code or label. Raises FilterError."""
    found = dict.fromkeys(code for value in values for code in _codes_or_mistake(field, value))
    return OneOf(field.name, tuple(found))


def codes(field: Field, value: Value) -> tuple[str, ...]:
    """The codes that are written so, or whose label or a part of it is, as in `our turn · Open`; maybe several."""
    for text in dict.fromkeys((value.text, _bare(value))):
        if text in field.words:
            return (text,)
        wanted = phrase(text)
        parts = [tuple(phrase(part) for part in (one, *one.split(PARTED))) for one in field.words.values()]
        for known in ([(phrase(code),) for code in field.words], parts):
            if found := tuple(code for code, names in zip(field.words, known, strict=True) if wanted in names):
                return found
    return ()


def _bare(value: Value) -> str:
    return value.text if value.quoted else value.text.removeprefix(_WHOLE)


def _codes_or_mistake(field: Field, value: Value) -> tuple[str, ...]:
    if field.words:
        found = codes(field, value)
    else:
        # Which codes there are only the database knows: Magento writes them all small or all in capitals.
        text = storable(_bare(value))
        cases = (text, text.lower(), text.upper(), normalize("NFC", text).casefold())
        found = tuple(dict.fromkeys(cases)) if text.strip() else ()
    if not found:
        raise unknown_code(field, value) if field.words else wrong(value, f"{shown(value.text)} is no {field.name}.")
    return found
