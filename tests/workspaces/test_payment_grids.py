"""Transactions, billing agreements and accounts in grids: columns, filters, words, numbers, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_tui.core.folding import fold
from sales_tui.filters.resolve import Calendar, read
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from sales_tui.store.where import Way
from sales_tui.workspaces import PLACES, TABS, WORKSPACES
from sales_tui.workspaces.filtering import filter_fields
from tests.store.grid_shop import BERLIN, gathering, walking
from tests.store.orders import add_order, new_database
from tests.tui.payment_rows import add_payments

NAMES = ("transactions", "agreements", "accounts")
COLUMNS = [(name, column.name) for name in NAMES for column in WORKSPACES[name].columns]
VIEWS = [(name, view.filter) for name in NAMES for view in WORKSPACES[name].views]
CALENDAR: Calendar = BERLIN

INDEXED = {
    "transactions": ("order_increment_id", "txn_id", "payment_method", "txn_type", "created_at"),
    "agreements": ("customer_email", "reference_id", "status", "created_at", "updated_at"),
    "accounts": ("increment_id", "owner", "balance", "updated_at"),
}
"""Columns that a table may be large and still be sorted by."""


@pytest.fixture
def grid(database_url: str) -> Iterator[Grid]:
    """Three orders with all that money does."""
    yield from _grid(database_url)


def _grid(database_url: str) -> Iterator[Grid]:
    engine = new_database(database_url)
    for _ in range(3):
        add_order(engine)
    engine.dispose()
    add_payments(database_url, (1, 2, 3))
    reader = Reader(locate(database_url))
    yield Grid(reader)
    reader.close()


def asked(grid: Grid, name: str, filter: str = "", *sort: tuple[str, bool]) -> GridQuery:
    place = WORKSPACES[name]
    column = place.column(place.number)
    assert column is not None
    return GridQuery(place, (column,), read(filter, filter_fields(place, grid.names), CALENDAR), sort)


def found(grid: Grid, name: str, filter: str = "", *sort: tuple[str, bool]) -> list[str]:
    """The numbers of the records, the same in whichever way they are come by."""
    query = asked(grid, name, filter, *sort)
    numbers = [str(values[0]) for _, values in grid.stream(query)]
    for way in (walking, gathering):
        with way():
            assert [str(values[0]) for _, values in grid.head(query, 50)] == numbers
    assert grid.count(query) == len(numbers)
    return numbers


def ranked(value: object) -> tuple[int, int, bytes]:
    """Numbers by their size, also those that are texts; texts by their characters."""
    text = str(value)
    return (0, int(text), b"") if text.lstrip("-").isdecimal() else (1, 0, fold(text).encode())


def test_every_column_is_shown_and_sorts(grid: Grid):
    for name, column in COLUMNS:
        place = WORKSPACES[name]
        query = GridQuery(place, place.columns, (), ((column, False),))
        at = [one.name for one in place.columns].index(column)
        shown = [ranked(row[at]) for _, row in grid.stream(query) if row[at]]
        assert shown == sorted(shown), (name, column)
        upwards, downwards = found(grid, name, "", (column, False)), found(grid, name, "", (column, True))
        assert upwards == downwards[::-1]


@pytest.mark.parametrize("name, filter", VIEWS)
def test_views_can_be_asked(grid: Grid, name: str, filter: str):
    assert set(found(grid, name, filter)) <= set(found(grid, name))


@pytest.mark.parametrize(
    "name, filter, numbers",
    [
        ("transactions", "type:reserved closed:no", ["sbx-auth-2"]),
        ("transactions", "type:authorization closed:no", ["sbx-auth-2"]),
        ("transactions", "status:closed", ["sbx-back-1", "sbx-cap-1", "sbx-auth-1"]),
        ("transactions", "parent:sbx-cap-1", ["sbx-back-1"]),
        ("transactions", "amount:>=40 method:sandbox", ["sbx-cap-1", "sbx-auth-1"]),
        ("transactions", "order:=000000002", ["sbx-auth-2"]),
        ("transactions", "cap-2", ["sbx-cap-2"]),
        ("transactions", "sbx-cap type:charged", ["sbx-cap-2", "sbx-cap-1"]),
        ("transactions", "000000002", ["sbx-auth-2"]),
        ("transactions", "name:silva date:yesterday type:refund", ["sbx-back-1"]),
        ("agreements", "zolc", ["7"]),
        ("agreements", "customer:ŻÓŁĆ status:active", ["7"]),
        ("agreements", "lastname:=silva", ["12"]),
        ("agreements", "ref:b-77", ["12", "7"]),
        ("agreements", "order:000000001", ["7"]),
        ("agreements", "-status:active updated:today", ["12"]),
        ("accounts", "zolc", ["000000001"]),
        ("accounts", "owner:gross*", ["000000002"]),
        ("accounts", '"GROSS & SÖHNE"', ["000000002"]),
        ("accounts", "status:owes", ["000000002"]),
        ("accounts", "kind:store_credit balance:>10", ["000000001"]),
        ("accounts", "available:380", ["000000002"]),
        ("accounts", "email:none", ["000000002"]),
    ],
)
def test_filters(grid: Grid, name: str, filter: str, numbers: list[str]):
    order = (("created_at", True),)
    assert found(grid, name, filter, *order) == numbers


def test_agreements_are_sorted_by_the_number_that_they_are(grid: Grid):
    assert found(grid, "agreements", "", ("agreement_id", False)) == ["7", "12"]


def test_numbers_are_found_by_their_end(grid: Grid):
    assert [number for _, number in grid.find(WORKSPACES["transactions"], "CAP-1", 5)] == []
    assert [number for _, number in grid.find(WORKSPACES["transactions"], "cap-1", 5)] == ["sbx-cap-1"]
    assert [number for _, number in grid.find(WORKSPACES["accounts"], "2", 5)] == ["000000002"]


def test_sums_are_told_by_currency(grid: Grid):
    (sums,) = grid.sums(asked(grid, "transactions"))
    assert (sums.currency, sums.count, sums.amounts) == ("USD", 5, (600_000, 50_000, 725_000))
    (balances,) = grid.sums(asked(grid, "accounts"))
    assert balances.amounts == (-1_025_000, 3_975_000)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Grid]:
    """The same where it can be asked how it goes about a question, whatever the number of records."""
    yield from _grid(f"sqlite:///{tmp_path / 'plans.db'}")


@pytest.mark.parametrize("name, column", [(name, column) for name, columns in INDEXED.items() for column in columns])
def test_large_tables_are_walked_by_an_index(on_sqlite: Grid, name: str, column: str):
    grid = on_sqlite
    select = grid._select(asked(grid, name, "", (column, True)), Way.WALK)
    steps = [step for *_, step in grid.reader.rows(f"EXPLAIN QUERY PLAN {select.sql(select.key)} LIMIT 50")]
    assert "INDEX" in steps[0]
    assert "TEMP B-TREE" not in " ".join(steps)


def test_places_without_a_tab_have_no_letter():
    assert next(name for name in WORKSPACES if name not in TABS) == "accounts"
    assert not PLACES["account"].digit
    assert "".join(place.digit for place in TABS.values()) == "12345678"
