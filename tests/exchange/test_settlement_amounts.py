"""Amounts of settlement files: whichever way they are written, exactly, or a reason why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.exchange.settlements.amounts import mark_told, read_amount, read_minor


@pytest.mark.parametrize(
    "text,amount",
    [
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1’234’567.8", "1234567.8"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1234567", "1234567"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        (".5", "0.5"),
        ("-1", "-1"),
        ("1-", "-1"),
        ("(1)", "-1"),
        ("(1,234.50)", "-1234.50"),
        ("−3,20", "-3.20"),
        ("+4", "4"),
        ("€ -5,00", "-5.00"),
        ("-$5.00", "-5.00"),
        ("5,00 €", "5.00"),
        ("0.10000000", "0.1"),
    ],
)
def test_read(text: str, amount: str):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text,mark,reason",
    [
        ("1,234", "", "may be thousands or decimals"),
        ("1.234", "", "may be thousands or decimals"),
        ("", "", "is not an amount"),
        ("free", "", "is not an amount"),
        ("1e5", "", "is not an amount"),
        ("--1", "", "is not an amount"),
        ("(-1)", "", "is not an amount"),
        ("-1-", "", "is not an amount"),
        ("12.", "", "is not an amount"),
        ("٣", "", "is not an amount"),
        ("12,50", ".", "is not an amount with a decimal point"),
        ("12.50", ",", "is not an amount with a decimal comma"),
        ("1,23,456.00", "", "is not an amount with a decimal point"),
        ("1.2.3,4", "", "is not an amount with a decimal comma"),
        ("1,234,56", ",", "is not an amount with a decimal comma"),
        ("1.00001", "", "has more than 4 decimals"),
        ("9" * 20, "", "is too large"),
    ],
)
def test_refused(text: str, mark: str, reason: str):
    with pytest.raises(ValueError, match=reason):
        read_amount(text, mark)


def test_other_amounts_of_the_file_tell_what_one_alone_does_not():
    assert mark_told(["1,234", "x", "7", "12,50"]) == ","
    assert mark_told(["1,234", "12.50"]) == "."
    assert mark_told(["1,234", "5"]) == ""
    assert mark_told(["12.50", "12,50"]) == ""
    assert read_amount("1,234", ".") == 1234
    assert read_amount("1,234", ",") == Decimal("1.234")


def test_cents():
    assert read_minor("-1250", "USD") == Decimal("-12.50")
    assert read_minor("1250", "JPY") == 1250
    assert read_minor("(1250)", "KWD") == Decimal("-1.250")
    with pytest.raises(ValueError, match="smallest unit"):
        read_minor("12.50", "USD")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from([",.", ".,", " ,", "'."]))
def test_what_is_written_is_read(amount: Decimal, marks: str):
    by, mark = marks[0], marks[1]
    text = f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", by)
    assert read_amount(text) == read_amount(text, mark) == amount


@given(st.text(alphabet="0123456789., '()-+€x", max_size=12))
def test_any_text_is_read_or_refused(text: str):
    try:
        amount = read_amount(text)
    except ValueError:
        return
    digits = "".join(char for char in text if char.isdigit())
    shown = "".join(char for char in f"{abs(amount):f}" if char.isdigit())
    assert digits.strip("0") == shown.strip("0")
