"""Columns and sort orders as texts: what was written is read again, and any text can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.layouts import known_columns, known_sort, parse_columns, parse_sort, write_columns, write_sort

ORDERS = WORKSPACES["orders"]
NAMES = st.sampled_from([column.name for column in ORDERS.columns])
WIDTHS = st.none() | st.integers(1, 200)


@pytest.mark.parametrize(
    "text,columns",
    [
        ("", ()),
        ("increment_id:12,status", (("increment_id", 12), ("status", None))),
        (" increment_id : 12 , status ", (("increment_id", 12), ("status", None))),
        (",,status,", (("status", None),)),
        ("status:5,status:9", (("status", 5),)),
        ("a:0,b:-3,c:x,d:1:2,e:999,f:99999999,g:,h:１２,i:+4", (
            ("a", None), ("b", None), ("c", None), ("d", None), ("e", 200), ("f", None), ("g", None), ("h", None),
            ("i", None),
        )),
        (":12", ()),
    ],
)  # fmt: skip
def test_columns(text: str, columns: tuple[tuple[str, int | None], ...]):
    assert parse_columns(text) == columns


@pytest.mark.parametrize(
    "text,keys",
    [
        ("", ()),
        ("-created_at,id", (("created_at", True), ("id", False))),
        (" - created_at , id ,", (("created_at", True), ("id", False))),
        ("status,-status", (("status", False),)),
        ("-,--a", (("-a", True),)),
    ],
)
def test_sort(text: str, keys: tuple[tuple[str, bool], ...]):
    assert parse_sort(text) == keys


@given(st.lists(st.tuples(NAMES, WIDTHS), unique_by=lambda one: one[0]))
def test_written_columns_are_read_again(columns: list[tuple[str, int | None]]):
    assert parse_columns(write_columns(columns)) == known_columns(ORDERS, tuple(columns)) == tuple(columns)


@given(st.lists(st.tuples(NAMES, st.booleans()), unique_by=lambda one: one[0]))
def test_a_written_sort_is_read_again(keys: list[tuple[str, bool]]):
    assert parse_sort(write_sort(keys)) == known_sort(ORDERS, tuple(keys)) == tuple(keys)


@given(st.text() | st.text("a:,- 19"))
def test_any_text_can_be_read(text: str):
    assert parse_columns(write_columns(parse_columns(text))) == parse_columns(text)
    assert parse_sort(write_sort(parse_sort(text))) == parse_sort(text)
    assert known_columns(ORDERS, (*parse_columns(text), ("nowhere", 3))) == known_columns(ORDERS, parse_columns(text))


def test_what_is_gone_is_left_out():
    assert known_columns(ORDERS, (("colour", 3), ("status", 4))) == (("status", 4),)
    assert known_sort(ORDERS, (("colour", True), ("status", True))) == (("status", True),)
    assert known_sort(ORDERS, (("colour", True),)) == ()
