"""What changes is found at once, by others too, and only if it stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.engine import writing
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from sales_tui.store.requests import Request
from sales_tui.workspaces import WORKSPACES
from tests.store.grid_shop import gathering, query, walking
from tests.store.import_records import bring_in, changed, lines_of, order
from tests.store.orders import add_order, new_database, new_runner

Find = Callable[..., list[str]]


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def find(engine: Engine, database_url: str):
    """Numbers of what a filter finds, asked from a connection of its own that stays open."""
    reader = Reader(locate(database_url))
    grid = Grid(reader)

    def numbers(filter: str, name: str = "orders") -> list[str]:
        workspace = WORKSPACES[name]
        asked = GridQuery(workspace, workspace.columns[:1], query(grid, workspace, filter), (("increment_id", False),))
        with walking():
            walked = [values[0] for _, values in grid.head(asked, 10)]
        with gathering():
            assert [values[0] for _, values in grid.head(asked, 10)] == walked
        assert [values[0] for _, values in grid.stream(asked)] == walked
        assert grid.count(asked) == len(walked)
        return walked

    yield numbers
    reader.close()


def do(engine: Engine, action: str, number: str, **parameters: object) -> None:
    (outcome,) = new_runner(engine).run([Request(action, number, parameters)])
    assert outcome.ok, outcome.message


def test_a_new_order_is_found_by_name_and_digits(engine: Engine, find: Find):
    assert find("silva") == find("01") == []
    number = add_order(engine)
    assert find("silva") == find("SÍLVA") == find("si") == find("01") == find("0000000") == [number]
    assert find("lva silva") == find("ana") == [number]
    assert find("lv") == find('"silva ana"') == find("silvana") == []


def test_an_invoice_is_found_by_its_number_its_order_and_what_is_left(engine: Engine, find: Find):
    number, other = add_order(engine), add_order(engine)
    assert find("invoiced:no") == find("todo:invoice") == [number, other]
    do(engine, "order.invoice", number)
    assert find("invoiced:yes") == find("has:invoice") == find("paid:yes") == [number]
    assert find("invoiced:no") == find("!has:invoice") == find("paid:no") == [other]
    assert find("silva", "invoices") == find("01", "invoices") == find("ordered:2026-11", "invoices") == ["000000001"]
    assert find("invoiced:2026-11-23") == [number]
    assert find("invoiced:none") == [other]
    do(engine, "order.invoice", other, items=[{"sku": "SKU-0", "qty": "1"}])
    assert find("invoiced:partly") == [other]
    assert find("invoiced:no,partly") == [other]


def test_a_track_is_found_from_the_moment_it_is_there_until_it_is_gone(engine: Engine, find: Find):
    number = add_order(engine)
    do(engine, "order.ship", number, unpaid=True)
    shipment = "000000001"
    assert find("tracking:none", "shipments") == [shipment]
    do(engine, "shipment.track", shipment, tracks=[{"carrier_code": "ups", "title": "UPS", "track_number": "1Z 77-X"}])
    for filter in ("1z77", '"z 77"', "tracking:=1Z77-x", "tracking:*7-x", "track:1*77*", "has:tracking"):
        assert find(filter) == [number], filter
        assert find(filter, "shipments") == [shipment], filter
    do(engine, "shipment.untrack", shipment, track_number="1Z 77-X")
    assert find("1z77") == find("has:tracking") == find("tracking:any", "shipments") == []


def test_what_an_import_changes_is_found_as_it_is_now(engine: Engine, find: Find):
    first = order(1)
    bring_in(engine, lines_of(first))
    assert find("gasse") == find("city:wien") == ["000000001"]
    moved = changed(first["billing_address"], {"street": ["Ümlaut-Allee 9"], "city": "Köln"})
    bring_in(engine, lines_of(order(1, billing_address=moved, extension_attributes=None)))
    assert find("gasse") == find("city:wien") == []
    assert find("umlaut-allee") == find("UMLAUT") == find("city:koln") == find("address:*9") == ["000000001"]


def test_a_try_and_a_failure_leave_nothing_to_find(engine: Engine, find: Find):
    bring_in(engine, lines_of(order(1)), dry_run=True)
    assert find("gasse") == []
    add_order(engine)

    def rename_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(text("UPDATE order_search SET text = '\n  hopper\n', billing_name = '\n  hopper\n'"))
            assert find("hopper") == find("bill_to:hopper") == []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    assert find("hopper") == find("bill_to:hopper") == []
    assert find("silva") == ["000000001"]
