"""How SQLite goes about a question: through the index that was made for it."""

from __future__ import annotations

import pytest

from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from sales_tui.store.where import Way
from tests.store.grid_places import PLACES
from tests.store.grid_shop import query
from tests.store.orders import add_order, new_database

DEFAULTS = [(name, column.name) for name, workspace in PLACES.items() for column in workspace.defaults]
NAMES = [(name, column) for name in PLACES for column in ("customer_name", "customer_email")]


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory):
    url = f"sqlite:///{tmp_path_factory.mktemp('plans') / 'sales.db'}"
    engine = new_database(url)
    add_order(engine)
    engine.dispose()
    reader = Reader(locate(url))
    yield Grid(reader)
    reader.close()


def plan(grid: Grid, name: str, filter: str, way: Way, *sort: tuple[str, bool]) -> list[str]:
    """The steps in which SQLite finds the first records."""
    workspace = PLACES[name]
    select = grid._select(GridQuery(workspace, (), query(grid, workspace, filter), sort), way)
    sql = f"EXPLAIN QUERY PLAN {select.sql(select.key)} LIMIT 50"
    return [step for *_, step in grid.reader.rows(sql, select.parameters)]


@pytest.mark.parametrize("name, column", [*DEFAULTS, *NAMES])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("filter", ["", "has:company !name:ana silva"])
def test_columns_are_walked_in_the_order_of_an_index(grid: Grid, name: str, column: str, descending: bool, filter: str):
    first, *others = plan(grid, name, filter, Way.WALK, (column, descending))
    assert first.startswith("SCAN")
    assert "INDEX" in first
    assert "TEMP B-TREE" not in " ".join(others)


@pytest.mark.parametrize("name", list(PLACES))
@pytest.mark.parametrize(
    "filter", ["silva", "name:silva", "ship_to:silva", "street:*weg", "sku:A*C-100", "email:=a@b.c"]
)
def test_texts_of_three_characters_are_gathered_by_the_search_index(grid: Grid, name: str, filter: str):
    if filter.startswith("ship_to") and PLACES[name].field("shipping_name") is None:
        filter = "customer_name:silva"
    steps = plan(grid, name, filter, Way.GATHER)
    assert any(step.startswith("SCAN f VIRTUAL TABLE INDEX") for step in steps)
    assert not any(step in ("SCAN o", "SCAN s", "SCAN d") for step in steps)


@pytest.mark.parametrize("name", list(PLACES))
def test_numbers_are_looked_up_by_both_ends(grid: Grid, name: str):
    steps = " ".join(plan(grid, name, "42", Way.GATHER))
    assert "increment_id>? AND increment_id<?" in steps
    assert "number_tail>? AND number_tail<?" in steps


@pytest.mark.parametrize("filter", ["store:main", "status:holded", "total:>9000"])
def test_few_records_are_gathered_by_an_index_of_the_orders(grid: Grid, filter: str):
    assert plan(grid, "orders", filter, Way.GATHER)[0].startswith("SEARCH o USING")


def test_records_are_found_by_their_tail(grid: Grid, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    rows = grid.reader.rows

    def explained(sql, parameters=None, seconds=None):
        asked.extend(step for *_, step in rows(f"EXPLAIN QUERY PLAN {sql}", parameters, seconds))
        return []

    monkeypatch.setattr(grid.reader, "rows", explained)
    grid.find(PLACES["orders"], "de-42", 5)
    assert sum("ix_sales_order_number_tail (number_tail>? AND number_tail<?)" in step for step in asked) == 2
    assert not any(step.startswith("SCAN") for step in asked)
