"""Cells are made a column at a time, and are what the slow way makes of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.exchange.export.cells import data_cells, sheet_cells
from sales_tui.exchange.export.instants import ClockText, Remembered, WallClock
from sales_tui.workspaces.base import Column, Show
from sales_tui.workspaces.format import for_programs, stored_instant
from tests.exchange.sheets import NAME, STATUS, STORE, TOTAL, sheet

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "XXX"])
AMOUNTS = st.integers(-(9 * 10**18), 9 * 10**18) | st.integers(-200_000, 200_000)
MOMENTS = st.integers(-30_000_000_000_000_000, 250_000_000_000_000_000)
"""From the year 1019 to 9892."""

VALUES: dict[Show, st.SearchStrategy[Any]] = {
    Show.TEXT: st.text(),
    Show.CODE: st.text(),
    Show.STORE: st.text(),
    Show.INTEGER: st.integers(),
    Show.MONEY: AMOUNTS,
    Show.BASE_MONEY: AMOUNTS,
    Show.QUANTITY: AMOUNTS,
    Show.INSTANT: MOMENTS,
}
ZONES = [
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Antarctica/Casey",
    "Europe/Dublin",
    "Pacific/Apia",
    "UTC",
]


@pytest.mark.parametrize("show", Show)
@given(data=st.data())
def test_cells_are_what_programs_get(show: Show, data: st.DataObject):
    column = Column("x", "X", "", show)
    some = data.draw(st.lists(st.tuples(st.none() | VALUES[show], CURRENCIES), max_size=20))
    values, currencies = [value for value, _ in some], [currency for _, currency in some]
    made = list(data_cells(column, labels=False)(values, currencies))
    assert made == [for_programs(column, value, currency, currency) for value, currency in some]


@pytest.mark.parametrize(
    "currency,value,text",
    [
        ("USD", 125_000, "12.50"),
        ("USD", -50, "-0.005"),
        ("USD", -1_125_000, "-112.50"),
        ("USD", 0, "0.00"),
        ("USD", 9 * 10**18, "900000000000000.00"),
        ("JPY", 125_000, "12.5"),
        ("JPY", 120_000, "12"),
        ("KWD", 125_000, "12.500"),
        ("KWD", 1, "0.0001"),
        ("USD", None, None),
    ],
)
def test_amounts_have_their_currency_s_decimals(currency: str, value: int | None, text: str | None):
    assert list(data_cells(TOTAL, labels=False)([value], [currency])) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+49 30 1234", "-", "@SUM(A1)", "\t=1", "\rx", "  =1", "\n=1", "\xa0=1", "\u3000@x",
        "＝1", "＋1", "－1", "＠x",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str):
    assert list(sheet_cells(NAME, sheet(NAME))([text], [""])) == [f"'{text}"]


def test_no_blank_hides_a_formula():
    blanks = [chr(code) for code in range(0x10000) if chr(code).isspace()]
    assert len(blanks) > 20
    assert list(sheet_cells(NAME, sheet(NAME))([f"{blank}=1" for blank in blanks], [])) == [
        f"'{blank}=1" for blank in blanks
    ]


@pytest.mark.parametrize("text", ["1-2", "a=1", " a", "'=1", "", " ", "O'Neill", "−1", "x\n=1", None])
def test_other_texts_stay(text: str | None):
    assert list(sheet_cells(NAME, sheet(NAME))([text], [""])) == [text]


def test_numbers_are_no_formulas():
    assert list(sheet_cells(TOTAL, sheet(TOTAL))([-125_000], ["USD"])) == ["-12.50"]


def test_labels_are_words_and_short_store_names():
    assert list(sheet_cells(STATUS, sheet(labels=True))(["holded", "own", None], [])) == ["On Hold", "own", None]
    assert list(sheet_cells(STATUS, sheet(labels=True))(["minus"], [])) == ["'-1"]
    assert list(sheet_cells(STORE, sheet(labels=True))(["Main\nHearth\nUS", None], [])) == ["Hearth/US", None]
    assert list(sheet_cells(STORE, sheet())(["Main\nHearth\nUS"], [])) == ["Main\nHearth\nUS"]


@pytest.mark.parametrize("name", ZONES)
@given(values=st.lists(st.integers(-2_000_000_000_000_000, 4_000_000_000_000_000), max_size=30))
def test_the_clock_on_the_wall(name: str, values: list[int]):
    zone = ZoneInfo(name)
    clock, text = WallClock(zone), ClockText()
    assert [text(clock(value)) for value in values] == [
        f"{stored_instant(value).astimezone(zone):%Y-%m-%d %H:%M:%S}" for value in values
    ]


@pytest.mark.parametrize("name", ZONES)
def test_the_clock_on_the_wall_through_a_year(name: str):
    zone, start = ZoneInfo(name), datetime(2020, 9, 1, 0, 0, 30, tzinfo=UTC)
    clock, text = WallClock(zone), ClockText()
    for minutes in range(0, 366 * 24 * 60, 7):
        moment = start + timedelta(minutes=minutes)
        shown = text(clock(int(moment.timestamp()) * 1_000_000))
        assert shown == f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    "moment",
    [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)],
)
@pytest.mark.parametrize("name", ["America/New_York", "Asia/Tokyo"])
def test_the_ends_of_the_calendar(name: str, moment: datetime):
    value = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert ClockText()(WallClock(ZoneInfo(name))(value))[:4] in ("0001", "9999")


def test_what_is_remembered_is_limited(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Remembered, "LIMIT", 3)
    squares: Remembered[int, int] = Remembered(lambda number: number * number)
    assert [squares[number] for number in (1, 2, 3, 4, 1)] == [1, 4, 9, 16, 1]
    assert len(squares) <= 3
