"""Exact amounts: digits of currencies, shares, the rounder that carries its error on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.core.money import (
    DeltaRounder,
    amount_text,
    currency_digits,
    exact,
    plain,
    round_half_up,
    share,
    times,
)

D = Decimal


@pytest.mark.parametrize("code, digits", [("USD", 2), ("JPY", 0), ("KWD", 3), ("XXX", 2)])
def test_currency_digits(code: str, digits: int):
    assert currency_digits(code) == digits


@pytest.mark.parametrize(
    "amount, digits, rounded",
    [("2.675", 2, "2.68"), ("-2.675", 2, "-2.68"), ("0.5", 0, "1"), ("1.0005", 3, "1.001"), ("1.49", 0, "1")],
)
def test_rounds_half_away_from_zero(amount: str, digits: int, rounded: str):
    assert str(round_half_up(D(amount), digits)) == rounded


def test_a_share_of_the_largest_amount_is_exact():
    largest = D("900000000000000.0001")
    assert share(largest, D("9999999.9999"), D("9999999.9999")) == largest
    assert times(largest, D("1.000000000001")) == D("900000000000900.0001000000000001")


def test_the_rounder_carries_its_error_on():
    rounder = DeltaRounder(2)
    assert [str(rounder.add(share(D(10), D(1), D(3)))) for _ in range(3)] == ["3.33", "3.34", "3.33"]


def test_a_zero_amount_leaves_the_carry_alone():
    rounder = DeltaRounder(2)
    rounder.add(D("0.004"))
    assert rounder.add(D(0)) == 0
    assert rounder.add(D("0.001")) == D("0.01")


def test_a_discount_is_carried_the_other_way():
    rounder = DeltaRounder(2)
    rounder.add(D("0.334"))
    assert rounder.subtract(D("0.001")) == 0
    assert rounder.add(D("0.002")) == D("0.01")


def test_thirds_and_sixths_that_make_half_a_cent_meet_the_tie():
    rounder = DeltaRounder(2)
    rounder.add(share(D("0.01"), D(1), D(3)))
    assert rounder.add(share(D("0.01"), D(1), D(6))) == D("0.01")


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "9" * 40, "1,5", "1e400", "1e9999999"])
def test_what_is_no_amount_is_refused(text: str):
    with pytest.raises(ValueError, match=r"number|larger"):
        exact(text)


def test_numbers_are_read_exactly():
    assert exact(" 12.3400 ") == D("12.34")
    assert str(exact("1e-99999999")) == str(exact("0e-500")) == "0"


def test_texts():
    assert plain(D("2.0000")) == "2"
    assert plain(D("100")) == "100"
    assert amount_text(D("12.5"), 2) == "12.50"
    assert amount_text(D("12.5075"), 2) == "12.5075"
    assert amount_text(D(9800), 0) == "9800"
