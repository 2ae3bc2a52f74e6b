"""Where a record stands: the same as in the order of all, on both databases, by every column."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_tui.store import grid, reader
from sales_tui.store.grid import GridQuery, Place
from sales_tui.store.reader import OutOfTime
from tests.store.conftest import Shop
from tests.store.grid_places import PLACES
from tests.store.grid_shop import gathering, query, walking

ORDERS = PLACES["orders"]
COLUMNS = [(name, column.name) for name, workspace in PLACES.items() for column in workspace.columns]
FILTERS = ["", "has:company", "!ana", "date:2026"]


def asked(shop: Shop, name: str, filter: str, *sort: tuple[str, bool]) -> GridQuery:
    workspace = PLACES[name]
    return GridQuery(workspace, (), query(shop.grid, workspace, filter), sort)


def expected(keys: list[int], row: int, before: int, after: int) -> Place:
    return Place(row, len(keys), keys[max(0, row - before) : row + after + 1])


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "NEARBY", 60.0)


@pytest.mark.parametrize("name, column", COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
def test_a_record_stands_where_the_order_has_it(shop: Shop, name: str, column: str, descending: bool):
    question = asked(shop, name, "", (column, descending))
    keys = list(shop.grid.order(question))
    for row in (0, 1, len(keys) // 3, len(keys) // 2, len(keys) - 2, len(keys) - 1):
        assert shop.grid.place(question, keys[row], 7, 5) == expected(keys, row, 7, 5)


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.parametrize("name", list(PLACES))
@pytest.mark.parametrize("way", [walking, gathering])
def test_filtered_records_too(shop: Shop, name: str, way, data: st.DataObject):
    column = data.draw(st.sampled_from([column.name for column in PLACES[name].columns]))
    question = asked(shop, name, data.draw(st.sampled_from(FILTERS)), (column, data.draw(st.booleans())))
    keys = list(shop.grid.order(question))
    row = data.draw(st.integers(0, len(keys) - 1))
    before, after = data.draw(st.tuples(st.integers(0, 200), st.integers(0, 200)))
    with way():
        assert shop.grid.place(question, keys[row], before, after) == expected(keys, row, before, after)


def test_the_order_of_the_workspace_where_none_was_chosen(shop: Shop):
    question = asked(shop, "orders", "")
    keys = list(shop.grid.order(question))
    assert shop.grid.place(question, keys[40], 3, 3) == Place(40, len(keys), keys[37:44])


@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("name", list(PLACES))
def test_a_record_that_isnt_among_them_has_no_place(shop: Shop, name: str, chosen: bool):
    sort = (PLACES[name].sort, ("increment_id", False)) if chosen else ()
    question = asked(shop, name, "has:company", *sort)
    others = set(shop.grid.order(asked(shop, name, ""))) - set(shop.grid.order(question))
    assert shop.grid.place(question, min(others), 5, 5) is None
    assert shop.grid.place(question, 10**9, 5, 5) is None


def found(place: Place | None) -> Place:
    assert place is not None
    return place


def test_by_several_columns_it_isnt_known_soon(shop: Shop):
    question = asked(shop, "orders", "", ("status", False), ("grand_total", True))
    with pytest.raises(OutOfTime):
        shop.grid.place(question, 5, 5, 5)


@pytest.mark.parametrize("filter", ["", "has:company"])
def test_it_is_given_up_where_it_takes_too_long(shop: Shop, filter: str):
    question = asked(shop, "orders", filter)
    key = shop.grid.order(question)[9]
    with patch.object(grid, "NEARBY", -1.0), patch.object(reader, "STEPS", 1):
        if shop.grid.reader.is_sqlite:
            with pytest.raises(OutOfTime):
                shop.grid.place(question, key, 5, 5)
        else:  # a server isn't asked to stop
            assert found(shop.grid.place(question, key, 5, 5)).row == 9


def test_a_set_of_too_many_is_left_alone(shop: Shop):
    question = asked(shop, "orders", "has:company")
    keys = shop.grid.order(question)
    with patch.object(grid, "MANY", len(keys)):
        if shop.grid.reader.is_sqlite:
            with pytest.raises(OutOfTime):
                shop.grid.place(question, keys[0], 5, 5)
        else:  # a server counts, and needs no list of them
            assert found(shop.grid.place(question, keys[0], 5, 5)).total == len(keys)
    with patch.object(grid, "MANY", len(keys) + 1):
        assert shop.grid.place(question, keys[0], 0, 0) == Place(0, len(keys), [keys[0]])


def test_what_comes_in_meanwhile_makes_it_unknown(shop: Shop):
    question = asked(shop, "orders", "")
    keys = shop.grid.order(question)
    with patch.object(shop.grid, "_counted", return_value=3), pytest.raises(OutOfTime):
        shop.grid.place(question, keys[50], 10, 10)
