"""What a filter means: its terms held against the fields of the workspace and the calendar of the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sales_tui.filters import dates, numbers, texts
from sales_tui.filters.calendar import Calendar
from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.filters.mistakes import unknown_field, wrong
from sales_tui.filters.parse import parse
from sales_tui.filters.tree import Clause, Condition, Present, Query, Term, Value
from sales_tui.filters.write import ANY, NONE

__all__ = ["Calendar", "read", "resolve"]

ME = "me"
"""Whoever asks."""


def read(text: str, fields: Fields, calendar: Calendar) -> Query:
    """The text of a filter as a query. Raises FilterError."""
    return resolve(parse(text), fields, calendar)


def resolve(terms: Iterable[Term], fields: Fields, calendar: Calendar) -> Query:
    """The terms of a filter as a query. Raises FilterError."""
    return tuple(_clause(term, fields, calendar) for term in terms)


def _clause(term: Term, fields: Fields, calendar: Calendar) -> Clause:
    if term.name is None:
        return Clause(tuple(texts.search(value) for value in term.values), term.negated)
    field = fields.find(term.name)
    if field is None:
        raise unknown_field(term, fields)
    meant = [_presence(field, value) for value in term.values]
    if NONE in meant:
        if set(meant) != {NONE}:
            nothing = term.values[meant.index(NONE)]
            raise wrong(nothing, f"{NONE} can't stand beside other values; write {field.name}:{NONE} alone.")
        return Clause((Present(field.name),), not term.negated)
    plain = [value for value, word in zip(term.values, meant, strict=True) if not word]
    present: list[Condition] = [Present(field.name)] if ANY in meant else []
    return Clause((*present, *dict.fromkeys(_conditions(field, plain, calendar))), term.negated)


def _presence(field: Field, value: Value) -> str:
    """`any` or `none` where the value means that; codes that are called so come first."""
    word = value.text.casefold()
    if word not in (ANY, NONE) or value.quoted or not field.knows_none:
        return ""
    return "" if texts.codes(field, value) else word


def _conditions(field: Field, values: Sequence[Value], calendar: Calendar) -> Iterable[Condition]:
    match field.kind:
        case Kind.TEXT | Kind.NAME:
            return [texts.like(field, _named(field, value, calendar)) for value in values]
        case Kind.CODE:
            return [texts.one_of(field, values)] if values else []
        case Kind.AMOUNT | Kind.INTEGER:
            numbers.refuse_separators(field, values)
            return [numbers.between(field, value) for value in values]
        case Kind.DATE:
            # Some have words beside days, such as "no" for something that didn't happen yet.
            worded = [value for value in values if texts.codes(field, value)]
            days = [dates.between(field, value, calendar) for value in values if value not in worded]
            return [*([texts.one_of(field, worded)] if worded else []), *days]


def _named(field: Field, value: Value, calendar: Calendar) -> Value:
    """`me` is whoever asks."""
    is_me = field.knows_me and calendar.me and not value.quoted and value.text.casefold() == ME
    return replace(value, text=calendar.me, quoted=True) if is_me else value
