"""Days of the store's time in a filter, as ranges of microseconds UTC."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from sales_tui.filters.calendar import Calendar
from sales_tui.filters.error import FilterError
from sales_tui.filters.fields import Field
from sales_tui.filters.mistakes import shown, wrong
from sales_tui.filters.tree import Between, Value

Days = tuple[date, date]
"""The first and the last day of a time."""


def _week(today: date) -> Days:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _days_before(today: date, count: int) -> Days:
    day = today - timedelta(days=count)
    return day, day


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


WORDS: dict[str, tuple[Callable[[date], Days], str]] = {
    "today": (lambda today: _days_before(today, 0), "this day"),
    "yesterday": (lambda today: _days_before(today, 1), "the day before"),
    "week": (_week, "this week, from Monday"),
    "month": (lambda today: _month(today.year, today.month), "this month"),
    "year": (lambda today: (date(today.year, 1, 1), date(today.year, 12, 31)), "this year"),
}
"""What may stand for a date, each with its help."""

HELP = {word: text for word, (_, text) in WORDS.items()} | {
    "-1d..": "since yesterday",
    "-7d..": "since seven days ago",
    "-30d..": "since thirty days ago",
    "-3m..": "since three months ago",
}
"""What is worth offering, each with its help."""

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_AWAY = re.compile(r"([-+])(\d{1,7})([dwmy])", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<|=|)(.*)", re.DOTALL)


def between(field: Field, value: Value, calendar: Calendar) -> Between:
    """`2026-11`, `-7d..`, `>=today`: whole days of the store. Raises FilterError."""
    text = value.text.casefold()
    if value.quoted:
        first, last = _days(field, value, text, calendar)
        return Between(field.name, calendar.begin(first), calendar.end(last))
    first_text, dots, last_text = text.partition("..")
    if dots:
        return _range(field, value, first_text, last_text, calendar)
    found = _COMPARED.fullmatch(text)
    sign, day = (found[1], found[2]) if found else ("", text)
    if sign and not day:
        raise wrong(value, f"A date is missing after {sign}, without a blank: {field.name}:{sign}2026-11-23.")
    first, last = _days(field, value, day, calendar)
    bounds = {
        ">": (calendar.end(last) + 1, None),
        ">=": (calendar.begin(first), None),
        "<": (None, calendar.begin(first) - 1),
        "<=": (None, calendar.end(last)),
    }
    return Between(field.name, *bounds.get(sign, (calendar.begin(first), calendar.end(last))))


def _range(field: Field, value: Value, first_text: str, last_text: str, calendar: Calendar) -> Between:
    if not first_text and not last_text:
        raise wrong(value, f"A range needs a beginning or an end: {field.name}:2026-11-01..2026-11-23, or -7d..today.")
    first = _days(field, value, first_text, calendar)[0] if first_text else None
    last = _days(field, value, last_text, calendar)[1] if last_text else None
    if first and last and first > last:
        raise wrong(value, f"{shown(value.text)}: the range ends before it begins; write {last_text}..{first_text}.")
    return Between(field.name, calendar.begin(first) if first else None, calendar.end(last) if last else None)


def _days(field: Field, value: Value, text: str, calendar: Calendar) -> Days:
    try:
        days = _written(text) if value.quoted else _written(text) or _relative(text, calendar.today)
    except (ValueError, OverflowError):
        raise wrong(value, f"{shown(text)} is not in the calendar; write an existing day for {field.name}.") from None
    if days is None:
        raise _no_date(field, value, text)
    return days


def _written(text: str) -> Days | None:
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if found[3]:
        return date(year, month, day), date(year, month, day)
    return (date(year, 1, 1), date(year, 12, 31)) if not found[2] else _month(year, month)


def _relative(text: str, today: date) -> Days | None:
    if text in WORDS:
        return WORDS[text][0](today)
    found = _AWAY.fullmatch(text)
    if not found:
        return None
    count = int(found[2])
    day = _back(today, count if found[1] == "-" else -count, found[3])
    return day, day


def _back(today: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years before, or after where it is negative.

    The last day of the month where it has no such day.
    """
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _no_date(field: Field, value: Value, text: str) -> FilterError:
    if value.quoted:
        return wrong(
            value, f"{shown(text)} is not a date for {field.name}; write it without the quotes, as in 2026-11."
        )
    return wrong(
        value,
        f"{shown(text)} is not a date for {field.name}; write 2026, 2026-11, 2026-11-23, {', '.join(WORDS)},"
        " -7d for seven days ago, or a range such as -7d..today.",
    )
