"""Sets of ids as short texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.ranges import ids_of, read_ranges, write_ranges


@pytest.mark.parametrize(
    "ids,text",
    [([], ""), ([7], "7"), ([0, 1], "0-1"), ([1, 2, 3, 4, 5, 9], "1-5,9"), ([1, 3, 5], "1,3,5"), ([2**62], f"{2**62}")],
)
def test_ids_as_ranges(ids: list[int], text: str):
    assert write_ranges(ids) == text


@given(st.sets(st.integers(0, 60) | st.integers(0, 10**17)))
def test_written_ranges_are_read_again(ids: set[int]):
    assert list(ids_of(write_ranges(sorted(ids)), 1000)) == sorted(ids)


def test_a_million_ids_are_read_lazily():
    assert list(read_ranges("1-1000000,2000000")) == [range(1, 1000001), range(2000000, 2000001)]
    assert sum(1 for _ in ids_of(f"1-{10**17}", 1000)) == 1000


@given(st.text("0123456789-,x １"))
def test_what_is_no_range_is_left_out(text: str):
    assert all(one >= 0 for one in ids_of(text, 1000))
    assert list(ids_of(f"{'x' + text + 'x'},4-3,-5,1-2-3,9", 10))[-1:] == [9]
