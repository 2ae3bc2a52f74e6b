"""Filter terms as SQL conditions with parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sales_tui.core.money import exact
from sales_tui.filters.terms import FilterError, Term
from sales_tui.workspaces.base import Column, Show, Workspace

Parameters = dict[str, Any]
Condition = Callable[[Column, str, str, Parameters, ZoneInfo], str]
"""(column, value, parameter name, parameters to fill, time zone) -> SQL."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def conditions(workspace: Workspace, terms: Sequence[Term], timezone: str) -> tuple[str, Mapping[str, Any]]:
    """A WHERE clause (with a space before it, or nothing) and its parameters. Raises FilterError."""
    parameters: Parameters = {}
    zone = ZoneInfo(timezone)
    clauses = [_clause(workspace, term, place, parameters, zone) for place, term in enumerate(terms)]
    return (" WHERE " + " AND ".join(clauses) if clauses else ""), parameters


def _clause(workspace: Workspace, term: Term, place: int, parameters: Parameters, zone: ZoneInfo) -> str:
    column = workspace.column(term.field)
    if column is None:
        known = ", ".join(sorted(column.name for column in workspace.columns))
        raise FilterError(f"{workspace.title} have no field '{term.field}'; the fields are: {known}.")
    make = _CONDITIONS[column.show]
    choices = [make(column, value, f"v{place}_{k}", parameters, zone) for k, value in enumerate(term.values)]
    return "(" + " OR ".join(choices) + ")"


def _contains(column: Column, value: str, name: str, parameters: Parameters, zone: ZoneInfo) -> str:
    parameters[name] = "%" + value.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    return f"lower({column.sql}) LIKE :{name} ESCAPE '!'"


def _equals(column: Column, value: str, name: str, parameters: Parameters, zone: ZoneInfo) -> str:
    labels = {label.lower(): code for code, label in column.words.items()}
    parameters[name] = labels.get(value.lower(), value)
    return f"{column.sql} = :{name}"


def _equals_number(column: Column, value: str, name: str, parameters: Parameters, zone: ZoneInfo) -> str:
    try:
        number = exact(value)
    except ValueError:
        raise FilterError(f"'{value}' in the filter is not a number, which {column.name} needs.") from None
    parameters[name] = int(number if column.show is Show.INTEGER else number.scaleb(4))
    return f"{column.sql} = :{name}"


def _within(column: Column, value: str, name: str, parameters: Parameters, zone: ZoneInfo) -> str:
    """A year, a month or a day of the store's time."""
    start, end = _period(value, column)
    for suffix, day in (("a", start), ("b", end)):
        moment = datetime(day.year, day.month, day.day, tzinfo=zone)
        parameters[f"{name}{suffix}"] = (moment - _EPOCH) // timedelta(microseconds=1)
    return f"({column.sql} >= :{name}a AND {column.sql} < :{name}b)"


def _period(value: str, column: Column) -> tuple[date, date]:
    parts = value.split("-")
    try:
        year, month, day = (int(part) for part in (*parts, "1", "1")[:3])
        start = date(year, month, day)
        if len(parts) == 1:
            return start, date(year + 1, 1, 1)
        if len(parts) == 2:
            return start, date(year + month // 12, month % 12 + 1, 1)
        if len(parts) == 3:
            return start, start + timedelta(days=1)
    except (ValueError, OverflowError):
        pass
    raise FilterError(f"'{value}' in the filter is not a date for {column.name}; write 2026, 2026-11 or 2026-11-23.")


_CONDITIONS: dict[Show, Condition] = {
    Show.TEXT: _contains,
    Show.STORE: _contains,
    Show.CODE: _equals,
    Show.MONEY: _equals_number,
    Show.BASE_MONEY: _equals_number,
    Show.QUANTITY: _equals_number,
    Show.INTEGER: _equals_number,
    Show.INSTANT: _within,
}
