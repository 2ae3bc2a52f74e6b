"""What the grid reads beside keys: rows, streams, sums of some records, records by the end of their number."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.engine import writing
from sales_tui.store.grid import Grid, GridQuery, Sums
from sales_tui.store.location import locate
from sales_tui.store.reader import Interrupted, OutOfTime, Reader
from tests.store.conftest import Shop
from tests.store.grid_places import PLACES
from tests.store.grid_plain import in_order
from tests.store.grid_shop import query
from tests.store.import_records import bring_in, lines_of, order
from tests.store.orders import add_order, new_database
from tests.store.test_grid_filters import sums

ORDERS = PLACES["orders"]
ALL = pytest.mark.parametrize("name", list(PLACES))
NEVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
"""A query that takes longer than anybody waits."""


@ALL
def test_every_column_shows_what_the_tables_say(shop: Shop, name: str):
    columns = PLACES[name].columns
    records = {record.key: record for record in shop.plain.records(name)}
    asked = GridQuery(PLACES[name], columns)
    rows = shop.grid.rows(asked, list(records))
    assert rows.keys() == records.keys()
    for key, values in rows.items():
        shown = {column.name: value for column, value in zip(columns, values, strict=False)}
        assert shown == {column.name: records[key].cells[column.name] for column in columns}
        assert {type(value) for column, value in shown.items() if column != "closed_at"} <= {int, str}
        currencies = [records[key].currencies[kind] for kind in ("order", "base")]
        assert list(values[len(columns) :]) == currencies
    assert list(shop.grid.stream(asked)) == [(key, rows[key]) for key in shop.grid.order(asked)]


def test_rows_that_are_gone_are_missing(shop: Shop):
    asked = GridQuery(ORDERS, ORDERS.columns[:1])
    assert shop.grid.rows(asked, [10**9, 2, -1, 1]).keys() == {1, 2}
    assert shop.grid.rows(asked, []) == shop.grid.rows(asked, [10**9]) == {}
    assert [key for key, _ in shop.grid.stream_of(asked, [3, 10**9, 1, 2])] == [3, 1, 2]
    many = [key for _ in range(4) for key in range(160, 0, -1)]
    assert [key for key, _ in shop.grid.stream_of(asked, many)] == many
    assert list(shop.grid.stream_of(asked, [])) == []


def test_a_stream_ends_at_its_limit(shop: Shop):
    asked = GridQuery(ORDERS, ORDERS.defaults, query(shop.grid, ORDERS, "has:company"))
    whole = list(shop.grid.stream(asked))
    assert list(shop.grid.stream(asked, 3)) == whole[:3]
    assert list(shop.grid.stream(asked, 0)) == []


def test_a_stream_that_is_left_lets_others_read(shop: Shop):
    stream = shop.grid.stream(GridQuery(ORDERS, ORDERS.defaults))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert shop.grid.count(GridQuery(ORDERS, ())) == 150  # and 12 are archived


@ALL
def test_some_records_come_to_as_much_as_they_do(shop: Shop, name: str):
    records = shop.plain.records(name)
    for some in (records, records[::3], records[:1], []):
        keys = [record.key for record in some]
        assert shop.grid.sums_of(PLACES[name], [*keys, 10**9]) == sums(shop.plain, name, some)


def test_each_currency_has_its_own_sum(database_url: str):
    engine = new_database(database_url)
    amounts = {"PLN": "0.0001", "EUR": "900000000000"}
    for number, (currency, amount) in enumerate(amounts.items(), 1):
        coded = {"order_currency_code": currency, "base_currency_code": currency}
        totals = {"grand_total": amount, "base_grand_total": amount, "base_total_paid": 0, "base_total_due": amount}
        bring_in(engine, lines_of(order(number, **coded, **totals)))
    reader = Reader(locate(database_url))
    expected = [
        Sums("EUR", 1, (9_000_000_000_000_000, 0, 9_000_000_000_000_000, 0)),
        Sums("PLN", 1, (1, 0, 1, 0)),
    ]
    assert Grid(reader).sums(GridQuery(ORDERS, ())) == Grid(reader).sums_of(ORDERS, [1, 2]) == expected
    reader.close()
    engine.dispose()


@pytest.mark.parametrize(
    "name, digits, numbers",
    [
        ("orders", "DE-000123", ["DE-000123"]),
        ("orders", "de-000123", ["DE-000123"]),
        ("orders", "de-7", ["de-7"]),
        ("orders", "-000124", ["DE-000124"]),
        ("orders", "000124", ["DE-000124", "000000124"]),
        ("orders", "000000007", ["000000007"]),
        ("orders", "07", ["000001007", "000000107", "000000007"]),
        ("orders", "%", []),
        ("orders", "999999", []),
        ("orders", "\ud800", []),
        ("orders", "\0", []),
        ("shipments", "DE-000124", ["DE-000124"]),
        ("invoices", "E-904", ["RE-904"]),
        ("creditmemos", "00042", []),
        ("creditmemos", "042", ["90042"]),
    ],
)
def test_records_are_found_by_the_end_of_their_number(shop: Shop, name: str, digits: str, numbers: list[str]):
    assert [number for _, number in shop.grid.find(PLACES[name], digits, 10)] == numbers


def test_the_whole_number_comes_first_then_the_newest(engine: Engine, grid: Grid):
    for number in ("7", "107", "207", "DE-7", "307"):
        rename(engine, add_order(engine), number)
    assert [number for _, number in grid.find(ORDERS, "7", 3)] == ["7", "307", "DE-7"]
    assert [number for _, number in grid.find(ORDERS, "07", 9)] == ["307", "207", "107"]


def rename(engine: Engine, number: str, new: str) -> None:
    change = text("UPDATE sales_order SET increment_id = :new, number_tail = :tail WHERE increment_id = :old")
    with writing(engine) as connection:
        connection.execute(change, {"new": new, "tail": new[::-1], "old": number})


def test_stores_and_groups_are_listed_by_name(shop: Shop):
    store, group = ORDERS.column("store_name"), ORDERS.column("customer_group")
    assert store is not None
    assert group is not None
    assert shop.grid.names(store) == {row["id"]: row["name"] for row in shop.plain.tables["store"]}
    assert shop.grid.names(group) == {row["id"]: row["code"] for row in shop.plain.tables["customer_group"]}
    status = ORDERS.column("status")
    assert status is not None
    assert set(shop.grid.names(status)) == {row["status"] for row in shop.plain.tables["sales_order"]}


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def grid(engine: Engine, database_url: str):
    reader = Reader(locate(database_url))
    yield Grid(reader)
    reader.close()


def test_a_question_that_nobody_waits_for_is_given_up(shop: Shop):
    reader = Reader(locate(shop.url))
    reader.rows("SELECT 1")
    ended, raised = Event(), list[BaseException]()

    def ask() -> None:
        try:
            reader.rows(NEVER)
        except Interrupted as error:
            raised.append(error)
        ended.set()

    asking = Thread(target=ask)
    asking.start()
    # What isn't running yet can't be given up: it is said again until it is heard.
    while not ended.wait(0.02):
        reader.interrupt()
    asking.join()
    assert [type(error) for error in raised] == [Interrupted]
    assert reader.rows("SELECT 1") == [(1,)]
    reader.close()
    reader.interrupt()


def test_a_stream_and_keys_can_be_given_up_too(shop: Shop):
    reader = Reader(locate(shop.url))
    reader.rows("SELECT 1")
    for ask in (lambda: list(reader.stream(NEVER)), lambda: reader.keys(NEVER)):
        ended = Event()
        stopping = Thread(target=lambda ended=ended: _interrupt_until(ended, reader))
        stopping.start()
        with pytest.raises(Interrupted):
            ask()
        ended.set()
        stopping.join()
    assert reader.rows("SELECT 1") == [(1,)]
    reader.close()


def _interrupt_until(ended: Event, reader: Reader) -> None:
    while not ended.wait(0.02):
        reader.interrupt()


def test_a_query_may_have_a_limited_time_on_sqlite(sqlite_url: str):
    new_database(sqlite_url).dispose()
    reader = Reader(locate(sqlite_url))
    with pytest.raises(OutOfTime):
        reader.rows(NEVER, seconds=0.01)
    with pytest.raises(OutOfTime):
        reader.keys(NEVER, seconds=0.01)
    assert reader.rows("SELECT 1", seconds=10) == [(1,)]
    assert reader.keys("SELECT 1", seconds=10).tolist() == [1]
    assert reader.rows("SELECT count(*) FROM sales_order") == [(0,)]
    reader.close()


@ALL
def test_marks_are_read_in_the_order_they_are_asked_for(shop: Shop, name: str):
    records = shop.plain.records(name)
    keys = in_order(records, ("increment_id", True))
    asked = GridQuery(PLACES[name], PLACES[name].columns[:1])
    numbers = {record.key: record.cells["increment_id"] for record in records}
    assert [values[0] for _, values in shop.grid.stream_of(asked, keys)] == [numbers[key] for key in keys]
