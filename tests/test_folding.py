"""Texts as searches compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.folding import GAP, LINE, fold, needle, phrase, search_field, spaced

ANY_TEXT = st.text(st.characters())
"""Lone surrogates too."""


@pytest.mark.parametrize(
    "text, folded",
    [
        ("", ""),
        ("Ana SILVA", "ana silva"),
        ("Łódź", "lodz"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Straße", "strasse"),
        ("GROẞ", "gross"),
        ("Ørsted Ǿ", "orsted o"),
        ("Œuvre Ærø", "oeuvre aero"),
        ("Đorđe Þór Guðrún", "dorde thor gudrun"),
        ("İstanbul", "istanbul"),
        ("Iğdır", "igdir"),
        ("ﬁn", "fin"),
        ("１２３ ＡＢＣ", "123 abc"),
        ("e\u0301 = é", "e = e"),
        ("Ό\u03a3 ΟΔΟΣ οδός", "οσ οδοσ οδοσ"),
        ("山田 太郎", "山田 太郎"),
        ("ﾔﾏﾀﾞ", "ヤマタ"),
        ("Ѐлка Ёлка", "елка елка"),
        ("O’Brien O‘Brien", "o'brien o'brien"),
        ("Anne–Marie Anne‑Marie", "anne-marie anne-marie"),
        ("„Rosen“", '"rosen"'),
        ("Do\u00adnau\u200bweg \ufeffx", "donauweg x"),
        ("葛\U000e0100城 ☎\ufe0f", "葛城 ☎"),
        ("a\0b\ud800", "a\ufffdb\ufffd"),
    ],
)
def test_fold(text: str, folded: str):
    assert fold(text) == folded


@given(ANY_TEXT)
def test_what_is_folded_stays_as_it_is(text: str):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_what_is_folded_can_be_stored(text: str):
    assert "\0" not in fold(text)
    fold(text).encode()


def test_every_word_has_two_blanks_before_it():
    assert spaced(" Ana\tMaria\nSilva ") == "  ana  maria  silva"
    assert phrase(" Ana\tMaria\nSilva ") == "ana  maria  silva"
    assert spaced("\u3000山田\u3000太郎") == "  山田  太郎"
    assert spaced(" \n") == phrase("\u0301") == ""


def test_search_field():
    assert search_field([]) == search_field([None, "", "  ", "\u0301"]) == ""
    assert search_field(["Ana Silva"]) == "\n  ana  silva\n"
    assert search_field(["Ana Silva", None, "ANA  SILVA", "x"]) == "\n  ana  silva\n  x\n"


@pytest.mark.parametrize(
    "text, found",
    [("", ""), (" ", ""), ("A", "  a"), ("Żó", "  zo"), ("ana", "ana"), ("a b", "a  b"), ("Ana  Silva", "ana  silva")],
)
def test_needle(text: str, found: str):
    assert needle(text) == found


@given(st.lists(ANY_TEXT, max_size=3))
def test_every_value_and_each_of_its_words_is_found(values: list[str]):
    field = search_field(values)
    for value in values:
        for text in (value, *value.split()):
            assert needle(text) in field


@given(st.lists(ANY_TEXT, max_size=3))
def test_values_stand_in_lines(values: list[str]):
    field = search_field(values)
    lines = [line for value in values if (line := spaced(value))]
    assert field.split(LINE) == (["", *dict.fromkeys(lines), ""] if lines else [""])
    assert all(line.startswith(GAP) for line in field.split(LINE) if line)
