"""The lines of settlements as a grid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from sales_tui.workspaces.settlement import WORKSPACE
from tests.store.grid_shop import query
from tests.store.orders import add_order, new_database
from tests.store.settlements import add_transaction, compare, line


@pytest.fixture
def grid(database_url: str) -> Iterator[Grid]:
    """A shop with a line of every outcome."""
    engine = new_database(database_url)
    order = add_order(engine, method="stripe")
    add_transaction(engine, order, "ch_1", "30.00")
    add_transaction(engine, order, "ch_2", "5.00")
    add_transaction(engine, order, "ch_3", "7.00")
    add_transaction(engine, order, "re_1", "2.00", "refund", parent="ch_1")
    lines = [line(2, "ch_1", "30", fee="1.17"), line(3, "ch_2", "6"), line(4, "ch_9", "4", currency="EUR")]
    compare(engine, lines)
    engine.dispose()
    reader = Reader(locate(database_url))
    yield Grid(reader)
    reader.close()


def numbers(grid: Grid, filter: str = "", *sort: tuple[str, bool]) -> list[str]:
    """The transactions that a filter finds."""
    asked = GridQuery(
        WORKSPACE, WORKSPACE.columns[:1], query(grid, WORKSPACE, filter), sort or (("increment_id", False),)
    )
    streamed = [values[0] for _, values in grid.stream(asked)]
    assert [values[0] for _, values in grid.head(asked, 10)] == streamed
    return streamed


def test_every_column(grid: Grid):
    asked = GridQuery(WORKSPACE, WORKSPACE.columns, query(grid, WORKSPACE, "ch_2"))
    ((_, values),) = grid.stream(asked)
    shown = {column.name: value for column, value in zip(WORKSPACE.columns, values, strict=False)}
    shown["compared_at"] = shown["created_at"] = shown["settled_at"] = 0
    assert shown == {
        "increment_id": "ch_2",
        "status": "differing",
        "txn_type": "capture",
        "amount": 60_000,
        "amount_here": 50_000,
        "currency": "USD",
        "order_increment_id": "000000001",
        "created_at": 0,
        "note": "amount: 6.00 in the file, 5.00 here",
        "fee": 0,
        "payment_method": "stripe",
        "file": "november.csv",
        "line": 3,
        "settled_at": 0,
        "compared_at": 0,
    }


def test_filters(grid: Grid):
    expected = [
        ("", ["ch_1", "ch_2", "ch_3", "ch_9", "re_1"]),
        ("outcome:matched", ["ch_1"]),
        ("type:refund", ["re_1"]),
        ("there:>5", ["ch_1", "ch_2"]),
        ("here:7", ["ch_3"]),
        ("currency:EUR", ["ch_9"]),
        ("order:000000001", ["ch_1", "ch_2", "ch_3", "re_1"]),
        ("method:stripe", ["ch_1", "ch_2", "ch_3", "ch_9", "re_1"]),
        ("file:november", ["ch_1", "ch_2", "ch_3", "ch_9", "re_1"]),
        ("file:december", []),
        ("note:AMOUNT", ["ch_2"]),
        ("line:2..3", ["ch_1", "ch_2"]),
        ("date:2026-11-23", ["ch_1", "ch_2", "ch_3", "ch_9", "re_1"]),
        ("settled:2026", ["ch_1", "ch_2", "ch_9"]),
        ("ch_", ["ch_1", "ch_2", "ch_3", "ch_9"]),
        ("in the file", ["ch_2"]),
        ("000000001", ["ch_1", "ch_2", "ch_3", "re_1"]),
    ]
    assert [(filter, numbers(grid, filter)) for filter, _ in expected] == expected


def test_views(grid: Grid):
    assert {view.name: numbers(grid, view.filter) for view in WORKSPACE.views} == {
        "open": ["ch_2", "ch_3", "ch_9", "re_1"],
        "all": ["ch_1", "ch_2", "ch_3", "ch_9", "re_1"],
        "differing": ["ch_2"],
        "missing-here": ["ch_9"],
        "missing-there": ["ch_3", "re_1"],
        "matched": ["ch_1"],
    }
    assert (WORKSPACE.views[0].name, WORKSPACE.views[0].filter) == ("all", "")


def test_sorting_by_every_column(grid: Grid):
    for column in WORKSPACE.columns:
        upwards, downwards = (numbers(grid, "", (column.name, way)) for way in (False, True))
        assert upwards == downwards[::-1], column.name
        assert sorted(upwards) == ["ch_1", "ch_2", "ch_3", "ch_9", "re_1"]


def test_sums_say_what_is_more_there_than_here(grid: Grid):
    sums = grid.sums(GridQuery(WORKSPACE, WORKSPACE.columns))
    assert [(one.currency, one.count, one.amounts) for one in sums] == [
        ("EUR", 1, (40_000,)),
        ("USD", 4, (10_000 - 70_000 + 20_000,)),
    ]


def test_found_by_the_end_of_a_number(grid: Grid):
    assert [number for _, number in grid.find(WORKSPACE, "_9", 5)] == ["ch_9"]
