"""Numbers as people type them: exactly read, or a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.money import plain
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.numbers import read_adjustment, read_number


@pytest.mark.parametrize(
    "text, number",
    [
        ("", "0"),
        ("  ", "0"),
        ("0", "0"),
        ("12", "12"),
        (" 12.50 ", "12.50"),
        ("10,5", "10.5"),
        ("10.5", "10.5"),
        (",5", "0.5"),
        ("5,", "5"),
        ("0,25", "0.25"),
        ("1234", "1234"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
    ],
)
def test_read(text: str, number: str) -> None:
    assert read_number(text, 2, "USD") == Decimal(number)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("1,234", "“1,234” can mean 1234 or 1.234; type 1234, or 1.23."),
        ("1.234", "“1.234” can mean 1234 or 1.234; type 1234, or 1.23."),
        ("12,345", "“12,345” can mean 12345 or 12.345; type 12345, or 12.34."),
        ("-5", "“-5” is negative; type 0 or more."),
        ("−5", "“−5” is negative; type 0 or more."),
        ("abc", "“abc” is not a number; type digits, such as 12.50."),
        ("1Z999", "“1Z999” is not a number; type digits, such as 12.50."),
        ("1.2.3", "“1.2.3” is not a number; type digits, such as 12.50."),
        ("1,23,4", "“1,23,4” is not a number; type digits, such as 12.50."),
        ("1e5", "“1e5” is not a number; type digits, such as 12.50."),
        ("NaN", "“NaN” is not a number; type digits, such as 12.50."),
        ("٣", "“٣” is not a number; type digits, such as 12.50."),
        (".", "“.” is not a number; type digits, such as 12.50."),
        ("0.555", "“0.555” is too fine: USD has at most 2 decimals."),
        ("\x1b[2J", "“␛[2J” is not a number; type digits, such as 12.50."),
    ],
)
def test_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^“") as error:
        read_number(text, 2, "USD")
    assert str(error.value) == sentence


def test_forty_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="larger than"):
        read_number("9" * 40, 2, "USD")


def test_a_currency_without_decimals() -> None:
    assert read_number("9800", 0, "JPY") == 9800
    with pytest.raises(ValueError, match="JPY has no decimals"):
        read_number("10.5", 0, "JPY")
    with pytest.raises(ValueError, match="type 9800, or 9"):
        read_number("9,800", 0, "JPY")


def test_three_decimals_make_the_point_decimal_and_the_comma_doubtful() -> None:
    assert read_number("1.234", 3, "KWD") == Decimal("1.234")
    with pytest.raises(ValueError, match=r"or 1\.234 with a point"):
        read_number("1,234", 3, "KWD")


@pytest.mark.parametrize("text, value", [("10%", "10%"), ("10,5 %", "10.5%"), ("3,5", Decimal("3.5"))])
def test_adjustments(text: str, value: Decimal | str) -> None:
    assert read_adjustment(text, 2, "USD") == value


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(",."))
def test_what_is_shown_is_read_again(number: Decimal, sign: str) -> None:
    assert read_number(f"{number:.2f}".replace(".", sign), 2, "USD") == number


@given(st.text(max_size=12))
def test_nothing_but_a_number_or_a_sentence(text: str) -> None:
    try:
        said = plain(read_number(text, 2, "USD"))
    except ValueError as error:
        said = str(error)
    assert said.endswith(".") or said.replace(".", "").isdigit()


def test_the_editor_replaces_what_was_preset() -> None:
    editor = Editor("5.00")
    editor.arrive()
    editor.press("1", "1")
    editor.press("2", "2")
    assert editor.text == "12"


@pytest.mark.parametrize(
    "keys, text",
    [
        (("left", "x"), "abxc"),
        (("home", "x"), "xabc"),
        (("home", "right", "delete"), "ac"),
        (("backspace",), "ab"),
        (("ctrl+u", "x"), "x"),
        (("home", "ctrl+k"), ""),
        (("ctrl+w",), ""),
        (("left", "left", "end", "x"), "abcx"),
    ],
)
def test_the_editor_edits(keys: tuple[str, ...], text: str) -> None:
    editor = Editor("abc")
    for key in keys:
        assert editor.press(key, key if len(key) == 1 else None)
    assert editor.text == text


def test_the_editor_takes_no_control_characters() -> None:
    editor = Editor()
    editor.insert("a\x1b[2J\nb\tc")
    assert editor.text == "a[2Jbc"
    assert not editor.press("f5", None)
