"""Amounts and whole numbers in filters."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.filters.error import FilterError
from sales_tui.filters.tree import Between
from tests.filters.shop import clause, condition, query


@pytest.mark.parametrize(
    "value, low, high",
    [
        ("12", 120000, 120000),
        ("12.50", 125000, 125000),
        ("=12", 120000, 120000),
        ("+12.", 120000, 120000),
        (".5", 5000, 5000),
        ("-5", -50000, -50000),
        ('"12"', 120000, 120000),
        (">100", 1000001, None),
        (">=100", 1000000, None),
        ("<5", None, 49999),
        ("<=5", None, 50000),
        ("10..20", 100000, 200000),
        ("10..", 100000, None),
        ("..20", None, 200000),
        ("-5..-2.5", -50000, -25000),
        ("5..5", 50000, 50000),
        ("900000000000000", 9 * 10**18, 9 * 10**18),
        # Between two stored numbers: nothing equals it, and bounds move inwards.
        ("0.00005", 1, 0),
        ("1.23456", 12346, 12345),
        (">1.23456", 12346, None),
        (">=1.23456", 12346, None),
        ("<1.23456", None, 12345),
        ("<=1.23456", None, 12345),
        ("1.23451..1.23459", 12346, 12345),
        ("-1.00005..1.00005", -10000, 10000),
        ("<0.0000000000000000000000000001", None, 0),
        (">-0.0000000000000000000000000001", 0, None),
    ],
)
def test_amounts(value: str, low: int | None, high: int | None):
    assert condition(f"total:{value}") == Between("grand_total", low, high)


@pytest.mark.parametrize(
    "value, low, high",
    [("12", 12, 12), (">12", 13, None), ("<=12", None, 12), ("1..3", 1, 3), ("12.5", 13, 12), (">12.5", 13, None)],
)
def test_whole_numbers(value: str, low: int | None, high: int | None):
    assert condition(f"items:{value}") == Between("items", low, high)


def test_several():
    assert clause("items:100,200").conditions == (Between("items", 100, 100), Between("items", 200, 200))
    assert clause("total:5,>100").conditions == (
        Between("grand_total", 50000, 50000),
        Between("grand_total", 1000001, None),
    )
    assert clause("total:100,=200").conditions == (
        Between("grand_total", 1000000, 1000000),
        Between("grand_total", 2000000, 2000000),
    )


NO_NUMBER = "is not a number for grand_total; write 12.50, >100, <=100, or 10..20."
SEPARATE = "write one number without separators, as in 1234.50, and two as"


@pytest.mark.parametrize(
    "text, place, message",
    [
        ("total:abc", "abc", f"'abc' {NO_NUMBER}"),
        ("total:1e5", "1e5", f"'1e5' {NO_NUMBER}"),
        ("total:NaN", "NaN", f"'NaN' {NO_NUMBER}"),
        ("total:١٢", "١٢", f"'١٢' {NO_NUMBER}"),
        ("total:none", "none", f"'none' {NO_NUMBER}"),
        ('total:">5"', '">5"', f"'>5' {NO_NUMBER}"),
        ("total:>5..6", ">5..6", f"'>5..6' {NO_NUMBER}"),
        ("total:1..2..3", "1..2..3", f"'1..2..3' {NO_NUMBER}"),
        ("total:5,> 6", ">", "A number is missing after >, without a blank: grand_total:>100."),
        ("total:..", "..", "A range needs a beginning or an end: grand_total:10..20, 10.. or ..20."),
        ("total:20..10", "20..10", "'20..10': the range ends before it begins; write 10..20."),
        ("total:1,000", "1,000", f"'1,000': {SEPARATE} 1,=000."),
        ("total:1,234.50", "1,234.50", f"'1,234.50': {SEPARATE} 1,=234.50."),
        ("total:1,234,567", "1,234", f"'1,234': {SEPARATE} 1,=234."),
        ("total:>1,200", ">1,200", f"'>1,200': {SEPARATE} >1,=200."),
        ("total:1,000..2,000", "1,000..2", f"'1,000..2': {SEPARATE} 1,=000..2."),
        ("total:1.234,50", "1.234,50", f"'1.234,50': {SEPARATE} 1.234,=50."),
        ("items:1,000", "1,000", f"'1,000': {SEPARATE} 1,=000."),
        ("items:>1,200", ">1,200", f"'>1,200': {SEPARATE} >1,=200."),
        (
            'total:"1 000"',
            '"1 000"',
            "'1 000' has separators in it; write only digits and a decimal point: 1234.50.",
        ),
        ("total:1'000", "1'000", "'1'000' has separators in it; write only digits and a decimal point: 1234.50."),
        (
            "total:900000000000001",
            "900000000000001",
            "'900000000000001' is too large for grand_total; the largest is 900000000000000.",
        ),
        (f"total:{'9' * 5000}", "9" * 5000, f"'{'9' * 39}…' has too many digits for grand_total."),
    ],
)
def test_mistakes(text: str, place: str, message: str):
    with pytest.raises(FilterError) as caught:
        query(text)
    assert str(caught.value) == message
    assert text[caught.value.start : caught.value.end] == place


def plain_holds(sign: str, stored: Decimal, number: Decimal) -> bool:
    return {
        "": stored == number,
        "=": stored == number,
        ">": stored > number,
        ">=": stored >= number,
        "<": stored < number,
        "<=": stored <= number,
    }[sign]


@given(
    st.sampled_from(["", "=", ">", ">=", "<", "<="]),
    st.decimals(-1000, 1000, places=7) | st.decimals(-1, 1, places=4),
    st.integers(-(10**7), 10**7),
    st.integers(-2, 2),
)
def test_comparisons_hold_for_stored_amounts_as_for_decimals(sign: str, number: Decimal, far: int, near: int):
    found = condition(f"total:{sign}{number:f}")
    assert isinstance(found, Between)
    for stored in (far, int(number.scaleb(4)) + near):
        holds = (found.low is None or found.low <= stored) and (found.high is None or stored <= found.high)
        assert holds == plain_holds(sign, Decimal(stored).scaleb(-4), number)
