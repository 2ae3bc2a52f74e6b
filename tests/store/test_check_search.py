"""`db check` names the records that aren't found by what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine, writing
from sales_tui.store.location import locate
from sales_tui.store.requests import Request
from tests.store.orders import add_order, new_database, new_runner


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    number = add_order(engine)
    add_order(engine)
    (shipped,) = new_runner(engine).run([Request("order.ship", number, {"unpaid": True})])
    assert shipped.ok
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "statement, fault",
    [
        (
            "UPDATE sales_order SET number_tail = '1' WHERE id = 2",
            "Order 000000002 is kept under other last digits than its own.",
        ),
        (
            "UPDATE shipment SET number_tail = ''",
            "Shipment 000000001 is kept under other last digits than its own.",
        ),
        (
            "UPDATE sales_order SET qty_to_invoice = 25000 WHERE id = 1",
            "Order 000000001: qty_to_invoice is 2.5, but its lines leave 3.",
        ),
        (
            "UPDATE sales_order SET qty_to_ship = 10000 WHERE id = 1",
            "Order 000000001: qty_to_ship is 1, but its lines leave 0.",
        ),
        (
            "DELETE FROM order_search WHERE order_id = 2",
            "Order 000000002 can't be found: it has no entry in the search index.",
        ),
        (
            "UPDATE order_search SET city = 'x', text = 'x' WHERE order_id = 2",
            "Order 000000002: its entry in the search index has another city, text than the order.",
        ),
    ],
)
def test_what_is_kept_twice_must_say_the_same(engine: Engine, statement: str, fault: str):
    with writing(engine) as connection:
        connection.execute(text(statement))
    assert list(check_database(engine)) == [fault]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO order_search_fts (rowid, text) VALUES (7, 'nobody')",
        "INSERT INTO order_search_fts (order_search_fts) VALUES ('delete-all')",
    ],
)
def test_pieces_that_are_not_those_of_the_texts(engine: Engine, statement: str):
    with writing(engine) as connection:
        connection.execute(text(statement))
    fault = "The search index doesn't hold the pieces of the texts that orders are found by."
    assert list(check_database(engine)) == [fault]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_cannot_be_written_is_checked_too(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    with writing(engine) as connection:
        connection.execute(text("UPDATE sales_order SET number_tail = '1' WHERE id = 2"))
    engine.dispose()
    # The superuser may write any file, so that no mode of the file shows it.
    monkeypatch.setattr("os.access", lambda path, mode: mode != 2)
    read_only = make_engine(locate(database_url))
    assert [fault[:15] for fault in check_database(read_only)] == ["Order 000000002"]
    read_only.dispose()
    assert Path(str(locate(database_url).path)).exists()
