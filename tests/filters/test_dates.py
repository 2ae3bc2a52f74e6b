"""Days of the store in filters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.filters.calendar import Calendar
from sales_tui.filters.error import FilterError
from sales_tui.filters.resolve import read
from sales_tui.filters.tree import Between
from tests.filters.shop import FIELDS, NOON, clause, condition, query

HOUR = 3_600_000_000
"""In microseconds."""


def instant(text: str) -> int:
    """`2026-11-22T23:00` in UTC as microseconds."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )


def bounds(text: str, zone: str, now: datetime = NOON) -> tuple[int | None, int | None]:
    ((found,),) = (clause.conditions for clause in read(text, FIELDS, Calendar(now, ZoneInfo(zone))))
    assert isinstance(found, Between)
    return found.low, found.high


@pytest.mark.parametrize(
    "value, low, behind",
    [
        ("2026", "2025-12-31T23:00", "2026-12-31T23:00"),
        ("2026-11", "2026-10-31T23:00", "2026-11-30T23:00"),
        ("2026-12", "2026-11-30T23:00", "2026-12-31T23:00"),
        ("2026-11-23", "2026-11-22T23:00", "2026-11-23T23:00"),
        ("2026-7-1", "2026-06-30T22:00", "2026-07-01T22:00"),
        ("=2026-11-23", "2026-11-22T23:00", "2026-11-23T23:00"),
        ('"2026-11"', "2026-10-31T23:00", "2026-11-30T23:00"),
        ("today", "2026-11-22T23:00", "2026-11-23T23:00"),
        ("Yesterday", "2026-11-21T23:00", "2026-11-22T23:00"),
        ("week", "2026-11-22T23:00", "2026-11-29T23:00"),
        ("month", "2026-10-31T23:00", "2026-11-30T23:00"),
        ("year", "2025-12-31T23:00", "2026-12-31T23:00"),
        ("-0d", "2026-11-22T23:00", "2026-11-23T23:00"),
        ("-7d", "2026-11-15T23:00", "2026-11-16T23:00"),
        ("-2W", "2026-11-08T23:00", "2026-11-09T23:00"),
        ("-1m", "2026-10-22T22:00", "2026-10-23T22:00"),
        ("-11m", "2025-12-22T23:00", "2025-12-23T23:00"),
        ("-1y", "2025-11-22T23:00", "2025-11-23T23:00"),
        ("+3d", "2026-11-25T23:00", "2026-11-26T23:00"),
        ("+1m", "2026-12-22T23:00", "2026-12-23T23:00"),
        ("today..+3d", "2026-11-22T23:00", "2026-11-26T23:00"),
        ("2026-11-01..2026-11-23", "2026-10-31T23:00", "2026-11-23T23:00"),
        ("2026-01..2026-03", "2025-12-31T23:00", "2026-03-31T22:00"),
        ("2026-11..2026", "2026-10-31T23:00", "2026-12-31T23:00"),
        ("-14d..-7d", "2026-11-08T23:00", "2026-11-16T23:00"),
        ("-7d..today", "2026-11-15T23:00", "2026-11-23T23:00"),
        ("2026-11-20..", "2026-11-19T23:00", None),
        ("-7d..", "2026-11-15T23:00", None),
        ("..2026-11-20", None, "2026-11-20T23:00"),
        ("..-7d", None, "2026-11-16T23:00"),
        (">2026-11-01", "2026-11-01T23:00", None),
        (">2026", "2026-12-31T23:00", None),
        (">=2026-11", "2026-10-31T23:00", None),
        ("<2026-11-01", None, "2026-10-31T23:00"),
        ("<=2026-11", None, "2026-11-30T23:00"),
        (">=yesterday", "2026-11-21T23:00", None),
    ],
)
def test_days_in_berlin(value: str, low: str | None, behind: str | None):
    high = instant(behind) - 1 if behind else None
    assert condition(f"date:{value}") == Between("created_at", instant(low) if low else None, high)


@pytest.mark.parametrize(
    "zone, day, low, behind, hours",
    [
        ("UTC", "2026-11-23", "2026-11-23T00:00", "2026-11-24T00:00", 24),
        ("Asia/Kolkata", "2026-11-23", "2026-11-22T18:30", "2026-11-23T18:30", 24),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00", 25),
        ("Europe/Berlin", "2026-03-28", "2026-03-27T23:00", "2026-03-28T23:00", 24),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", "2026-03-29T22:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00", 25),
        # There is no midnight: the clock goes from 24:00 to 1:00.
        ("America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00", "2018-11-04T03:00", 24),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", "2018-11-05T02:00", 23),
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00", "2026-03-29T21:00", 23),
        # There are two: at 1:00, or at 24:00, it is an hour earlier again.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00", 25),
        ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", "2018-02-18T03:00", 25),
        # From 23:30 to 0:30: half an hour of either day is missing.
        ("America/Toronto", "1919-03-30", "1919-03-30T05:00", "1919-03-31T04:30", 23.5),
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30", "1919-04-01T04:00", 23.5),
        # Samoa went over the date line and left this day out.
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", "2011-12-30T10:00", 24),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", "2011-12-30T10:00", 0),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", "2011-12-31T10:00", 24),
    ],
)
def test_a_day_where_clocks_are_changed(zone: str, day: str, low: str, behind: str, hours: float):
    found = bounds(f"date:{day}", zone)
    assert found == (instant(low), instant(behind) - 1)
    assert instant(behind) - instant(low) == hours * HOUR


@pytest.mark.parametrize(
    "zone, now, low",
    [
        ("Europe/Berlin", "2026-11-23T22:59:59", "2026-11-22T23:00"),
        ("Europe/Berlin", "2026-11-23T23:00:00", "2026-11-23T23:00"),
        ("Asia/Tokyo", "2026-11-23T15:00:00", "2026-11-23T15:00"),
        ("America/Los_Angeles", "2026-11-23T07:59:00", "2026-11-22T08:00"),
    ],
)
def test_today_is_the_day_of_the_store(zone: str, now: str, low: str):
    assert bounds("date:today", zone, datetime.fromisoformat(now).replace(tzinfo=UTC))[0] == instant(low)


@pytest.mark.parametrize(
    "today, value, day",
    [
        ("2026-03-31", "-1m", "2026-02-28"),
        ("2028-03-31", "-1m", "2028-02-29"),
        ("2028-02-29", "-1y", "2027-02-28"),
        ("2026-05-31", "-6m", "2025-11-30"),
        ("2026-01-15", "-1m", "2025-12-15"),
        ("2026-01-15", "-13m", "2024-12-15"),
        ("2026-03-01", "-1d", "2026-02-28"),
    ],
)
def test_days_ago(today: str, value: str, day: str):
    now = datetime.fromisoformat(today).replace(hour=12, tzinfo=UTC)
    assert bounds(f"date:{value}", "UTC", now)[0] == instant(day)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Europe/Amsterdam"])
def test_the_first_and_the_last_year(zone: str):
    for year in ("0001", "0001-01-01", "9999", "9999-12-31"):
        low, high = bounds(f"date:{year}", zone)
        assert low is not None
        assert high is not None
        assert low < high
        assert bounds(f"date:>{year}", zone) == (high + 1, None)
        assert bounds(f"date:<{year}", zone) == (None, low - 1)


HOW = (
    "write 2026, 2026-11, 2026-11-23, today, yesterday, week, month, year, -7d for seven days ago, or a range such as"
    " -7d..today."
)
UNKNOWN_DAY = "is not in the calendar; write an existing day for created_at."


@pytest.mark.parametrize(
    "text, place, message",
    [
        ("date:tomorrow", "tomorrow", f"'tomorrow' is not a date for created_at; {HOW}"),
        ("date:7d", "7d", f"'7d' is not a date for created_at; {HOW}"),
        ("date:26", "26", f"'26' is not a date for created_at; {HOW}"),
        ("date:23.11.2026", "23.11.2026", f"'23.11.2026' is not a date for created_at; {HOW}"),
        ("date:none", "none", f"'none' is not a date for created_at; {HOW}"),
        ("date:2026..soon", "2026..soon", f"'soon' is not a date for created_at; {HOW}"),
        ("date:2026-02-30", "2026-02-30", f"'2026-02-30' {UNKNOWN_DAY}"),
        ("date:2026-13", "2026-13", f"'2026-13' {UNKNOWN_DAY}"),
        ("date:0000", "0000", f"'0000' {UNKNOWN_DAY}"),
        ("date:-9999999d", "-9999999d", f"'-9999999d' {UNKNOWN_DAY}"),
        ("date:-2027y", "-2027y", f"'-2027y' {UNKNOWN_DAY}"),
        ("ana date:> 2026", ">", "A date is missing after >, without a blank: created_at:>2026-11-23."),
        ("date:..", "..", "A range needs a beginning or an end: created_at:2026-11-01..2026-11-23, or -7d..today."),
        ("date:today..-7d", "today..-7d", "'today..-7d': the range ends before it begins; write -7d..today."),
        (
            'date:"today"',
            '"today"',
            "'today' is not a date for created_at; write it without the quotes, as in 2026-11.",
        ),
    ],
)
def test_mistakes(text: str, place: str, message: str):
    with pytest.raises(FilterError) as caught:
        query(text)
    assert str(caught.value) == message
    assert text[caught.value.start : caught.value.end] == place


ZONES = ["Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "America/Havana", "Asia/Kolkata"]


@given(st.sampled_from(ZONES), st.dates(date(1850, 1, 1), date(2100, 12, 31)))
def test_days_follow_one_another_and_hold_their_noon(zone: str, day: date):
    calendar = Calendar(NOON, ZoneInfo(zone))
    assert calendar.end(day) + 1 == calendar.begin(day + timedelta(days=1))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=calendar.zone)
    if noon.astimezone(UTC).astimezone(calendar.zone).date() == day:  # else the day was left out
        assert (
            calendar.begin(day) <= instant(noon.astimezone(UTC).replace(tzinfo=None).isoformat()) <= calendar.end(day)
        )


def test_several_days():
    assert clause("date:2026-11-23,today").conditions == (condition("date:today"),)
    assert len(clause("date:2026-11-22,today").conditions) == 2
