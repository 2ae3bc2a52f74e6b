"""Sorting by every column: the same order on both databases, in every way of asking, ties decided by the key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_tui.store.grid import GridQuery
from tests.store.conftest import Shop
from tests.store.grid_places import PLACES
from tests.store.grid_plain import found, in_order
from tests.store.grid_shop import gathering, query, walking

COLUMNS = [(name, column.name) for name, workspace in PLACES.items() for column in workspace.columns]
SORTS = [(name, tuple(column.name for column in workspace.columns)) for name, workspace in PLACES.items()]


def check(shop: Shop, name: str, filter: str, *sort: tuple[str, bool]) -> None:
    """All ways of asking for the records in that order."""
    workspace, grid = PLACES[name], shop.grid
    asked = GridQuery(workspace, (), query(grid, workspace, filter), sort)
    keys = in_order(found(asked.filter, shop.plain.records(name)), *sort)
    assert keys
    for way in (walking, gathering):
        with way():
            assert list(grid.order(asked)) == keys
            assert grid.first(asked, 40) == keys[:40]
            assert [key for key, _ in grid.stream(asked, 40)] == keys[:40]


@pytest.mark.parametrize("name, column", COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_in_both_directions(shop: Shop, name: str, column: str, descending: bool):
    check(shop, name, "", (column, descending))
    check(shop, name, "has:company", (column, descending))


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("name, columns", SORTS)
def test_a_second_column_decides_where_the_first_is_equal(
    shop: Shop, name: str, columns: tuple[str, ...], data: st.DataObject
):
    pairs = st.tuples(st.sampled_from(columns), st.booleans())
    sort = data.draw(st.lists(pairs, min_size=2, max_size=3, unique_by=lambda pair: pair[0]))
    filter = data.draw(st.sampled_from(["", "has:company", "!ana"]))
    check(shop, name, filter, *sort)


@pytest.mark.parametrize(
    "first", ["billing_name", "shipping_name", "store_name", "company", "billing_address", "customer_email"]
)
def test_equal_texts_are_sorted_by_the_second_column(shop: Shop, first: str):
    """Records of the same text are told apart by the amount, not by their age."""
    records = {record.key: record for record in shop.plain.records("orders")}
    workspace = PLACES["orders"]
    order = shop.grid.order(GridQuery(workspace, (), (), ((first, False), ("grand_total", True))))
    values = [
        (records[key].sorts.get(first, records[key].cells[first]), records[key].cells["grand_total"]) for key in order
    ]
    equal = [(one[1], other[1]) for one, other in pairwise(values) if one[0] == other[0]]
    assert len(equal) > 1
    assert all(one >= other for one, other in equal)
