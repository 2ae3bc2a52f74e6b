"""Text in cells: wide characters take two, accents none, and nothing from data acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.documents.cells import clean, padded, width, wrapped


@pytest.mark.parametrize(
    "text, cells", [("abc", 3), ("Łukasz Żółć", 11), ("山田 太郎", 9), ("e\u0301", 1), ("ｱｲ", 2), ("한국", 4), ("", 0)]
)
def test_cells_that_a_text_takes(text: str, cells: int):
    assert width(clean(text)) == cells
    assert width(padded(clean(text), 12)) == width(padded(clean(text), 12, right=True)) == 12


def test_broken_between_words_where_there_are_any():
    assert wrapped("leave with the neighbour", 10) == ["leave with", "the", "neighbour"]
    assert wrapped("山田太郎山田", 5) == ["山田", "太郎", "山田"]
    assert wrapped("a\nb\r\n\n  c", 10) == ["a", "b", "", "  c"]
    assert wrapped("", 10) == [""]


@given(st.text(), st.integers(2, 90))
def test_never_wider_and_nothing_that_acts(text: str, cells: int):
    lines = wrapped(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for line in lines for char in line)


@given(st.text(st.characters(categories=["L", "N", "P"])), st.integers(2, 90))
def test_no_letter_is_lost(text: str, cells: int):
    assert "".join("".join(wrapped(text, cells)).split()) == "".join(clean(text).split())
