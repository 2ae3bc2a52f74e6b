"""The journal on both databases: it is only ever added to, and what was done is found by who, what, when and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from sales_tui import model
from sales_tui.actions.base import Context
from sales_tui.store import journal, schema
from sales_tui.store.actor import Actor
from sales_tui.store.engine import make_engine, reading, writing
from sales_tui.store.grid import Grid, GridQuery, Place, Sums
from sales_tui.store.location import locate
from sales_tui.store.mapping import table_of
from sales_tui.store.questions import read_filter
from sales_tui.store.reader import Reader
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.show import show
from sales_tui.store.where import Way
from sales_tui.workspaces import WORKSPACES
from tests.store.grid_shop import BERLIN, gathering, walking
from tests.store.journal_entries import do_some
from tests.store.orders import NOW, new_database
from tests.store.test_watch import watching

JOURNAL = table_of(model.Journal)
PLACE = WORKSPACES["journal"]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of each kind in turn, with these entries. Nobody may change it, and of its journal nobody can."""
    if request.param == "sqlite":
        yield from _filled(f"sqlite:///{tmp_path_factory.mktemp('journal') / 'sales.db'}")
        return
    server = request.getfixturevalue("postgres_server")
    url = server.create()
    yield from _filled(url)
    server.drop(url)


def _filled(url: str) -> Iterator[Engine]:
    engine = new_database(url)
    do_some(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def grid(engine: Engine) -> Iterator[Grid]:
    reader = Reader(locate(engine.url.render_as_string(hide_password=False)))
    yield Grid(reader)
    reader.close()


def asked(grid: Grid, filter: str = "", *sort: tuple[str, bool], me: str = "ada") -> GridQuery:
    """A question that `me` asks for the numbers of entries."""
    query = read_filter(grid, PLACE, filter, NOW, BERLIN.zone, me)
    return GridQuery(PLACE, PLACE.columns[:1], query, sort)


def found(grid: Grid, query: GridQuery) -> list[str]:
    """The numbers of the entries, the same in whichever way they are come by."""
    numbers = [str(values[0]) for _, values in grid.stream(query)]
    for way in (walking, gathering):
        with way():
            assert [str(values[0]) for _, values in grid.head(query, 50)] == numbers
    assert grid.count(query) == len(numbers)
    return numbers


def entry(engine: Engine, number: str) -> dict[str, Any]:
    with reading(engine) as connection:
        record = show(connection, "journal_entry", number, Context(NOW))
    assert record is not None
    return record


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET message = 'nothing happened' WHERE id = 1",
        "UPDATE journal SET id = 9",
        "DELETE FROM journal",
    ],
)
def test_nobody_changes_or_removes_an_entry(engine: Engine, statement: str):
    with pytest.raises(DBAPIError, match="the journal is only ever added to"), writing(engine) as connection:
        connection.execute(text(statement))
    with reading(engine) as connection:
        rows = list(connection.execute(select(JOURNAL.c.id, JOURNAL.c.message).order_by(JOURNAL.c.id)))
    assert [row.id for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[0].message == "Order 000000001 is on hold."


@pytest.mark.postgresql
def test_on_a_server_it_is_told_of_and_cannot_be_emptied(postgres_url: str):
    engine = new_database(postgres_url)
    with watching(postgres_url) as watch:
        with writing(engine) as connection:
            connection.execute(insert(JOURNAL), [{"at": NOW, "action": "db.seed"}])
        assert watch.next() == "changed"
    assert watch.is_silent
    with pytest.raises(DBAPIError, match="the journal is only ever added to"), engine.begin() as connection:
        connection.execute(text("TRUNCATE journal CASCADE"))
    engine.dispose()


@pytest.mark.parametrize(
    "filter, numbers",
    [
        ("", "654321"),
        ("who:lukasz", "5"),
        ("who:=ada", "64321"),
        ("who:me", "64321"),
        ("-who:me", "5"),
        ("user:root operator:łuk*", "5"),
        ("from:desk-2", "5"),
        ("action:order.invoice", "63"),
        ("action:invoice outcome:done", "3"),
        ("action:hold,release", "21"),
        ("outcome:refused,failed", "6"),
        ("outcome:failed", ""),
        ("date:today", "654321"),
        ("when:<2026-11-23", ""),
        ("target:000000002", "64"),
        ("kind:order target:=000000001", "5321"),
        ("record:2", "64"),
        ("000000001", "5321"),
        ("2", "64"),
        ("refunded", "5"),
        ('"ON HOLD"', "1"),
        ('message:"payment system"', "6"),
        ("parameters:100%", "4"),
        ("moved:yes", "53"),
        ("moved:no who:ada -outcome:refused", "421"),
        ("number:=4", "4"),
    ],
)
def test_filters(grid: Grid, filter: str, numbers: str):
    assert found(grid, asked(grid, filter)) == [*numbers]


@pytest.mark.parametrize("view", PLACE.views, ids=lambda view: view.name)
def test_views(grid: Grid, view: Any):
    wanted = {"all": "654321", "today": "654321", "mine": "5", "not-done": "6", "money": "53"}
    assert found(grid, asked(grid, view.filter, me="Łukasz")) == [*wanted[view.name]]


def test_entries_are_counted_and_come_to_no_amount(grid: Grid):
    assert grid.sums(asked(grid, "who:ada")) == [Sums("", 5, ())]
    assert grid.sums_of(PLACE, [1, 5, 99]) == [Sums("", 2, ())]
    assert grid.place(asked(grid), 4, 2, 2) == Place(2, 6, [6, 5, 4, 3, 2])


@pytest.mark.parametrize("column", PLACE.columns, ids=lambda column: column.name)
def test_every_column_is_shown_and_sorts(grid: Grid, column: Any):
    query = GridQuery(PLACE, (column,), (), ((column.name, False),))
    values = [row[0] for _, row in grid.stream(query)]
    assert len(values) == 6
    keys = [int(value) if column.name == "increment_id" else value for value in values]
    assert keys == sorted(keys)
    assert found(grid, asked(grid, "", (column.name, True))) == found(grid, asked(grid, "", (column.name, False)))[::-1]


def test_an_entry_tells_everything(engine: Engine):
    record = entry(engine, "3")
    assert record["changes"].pop("total_paid") == ["0", "26.65"]
    assert record["message"].startswith("Invoice 000000001 made: 26.65 USD")
    told = {name: record[name] for name in ("status", "who", "system_user", "operator", "host", "action")}
    assert told == {
        "status": "ok",
        "who": "ada",
        "system_user": "ada",
        "operator": "",
        "host": "desk-1",
        "action": "order.invoice",
    }
    assert (record["increment_id"], record["created_at"]) == ("3", "2026-11-23T10:42:00Z")
    assert (record["target_kind"], record["target"]) == ("order", "000000001")
    assert record["parameters"] == {"items": [{"qty": "2", "sku": "SKU-0"}]}
    assert record["created"] == {"invoices": ["000000001"]}
    assert (record["order_currency_code"], record["base_currency_code"]) == ("USD", "USD")


def test_a_number_is_kept_whole_and_a_name_too(engine: Engine):
    record = entry(engine, " 5 ")
    assert (record["target"], record["who"], record["system_user"]) == ("000000001", "Łukasz", "root")


@pytest.mark.parametrize("number", ["7", "0", "", "-1", "x", "1.0", "9" * 19, "9" * 30, "٣"])
def test_there_is_none(engine: Engine, number: str):
    with reading(engine) as connection:
        assert show(connection, "journal_entry", number, Context(NOW)) is None


def test_amounts_of_an_account_have_its_currency(engine: Engine):
    account: dict[str, Any] = {
        "id": 5,
        "increment_id": "000000005",
        "kind": "store_credit",
        "owner": "Ana",
        "currency": "EUR",
    }
    request, outcome = Request("account.correct", "5"), Outcome("account.correct", "5", "ok", "Corrected.")
    with engine.connect() as connection:
        row = model.CreditAccount(**account, created_at=NOW, updated_at=NOW)
        connection.execute(insert(table_of(model.CreditAccount)), [row.model_dump()])
        entries = [journal.Entry(request, outcome, "account", 5, {"balance": (0, 5)}, "")]
        journal.write(connection, entries, Actor("ada"), NOW)
        key = connection.scalar(select(func.max(JOURNAL.c.id)))
        record = show(connection, "journal_entry", str(key), Context(NOW))
        connection.rollback()
    assert record is not None
    assert (record["target"], record["order_currency_code"], record["base_currency_code"]) == (
        "000000005",
        "EUR",
        "EUR",
    )
    assert record["changes"] == {"balance": [0, 5]}


def test_older_entries_are_found_after_the_upgrade(database_url: str):
    place = locate(database_url)
    engine = make_engine(place)
    old = (
        "INSERT INTO journal (at, system_user, operator, host, action, parameters, target_kind, target_id, target, "
        "outcome, message, created, changes) VALUES (0, 'ada', '{}', '', 'order.hold', '{{}}', 'order', 1, '{}', 'ok', "
        "'', '{{}}', '{{}}')"
    )
    with writing(engine) as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql(old.format("", "000000012"))
        connection.exec_driver_sql(old.format(" Łukasz ", "B-7"))
    assert schema.upgrade(engine, place)
    with reading(engine) as connection:
        rows = list(connection.execute(select(JOURNAL.c.who, JOURNAL.c.number_tail).order_by(JOURNAL.c.id)))
    assert [tuple(row) for row in rows] == [("ada", "210000000"), ("Łukasz", "7-B")]
    engine.dispose()


ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Which can be asked how it goes about a question, whatever the number of entries."""


@ON_SQLITE
@pytest.mark.parametrize("column", ["increment_id", "created_at", "who", "action", "status", "target"])
def test_a_long_journal_is_walked_by_an_index(grid: Grid, column: str):
    select = grid._select(asked(grid, "", (column, True)), Way.WALK)
    steps = [step for *_, step in grid.reader.rows(f"EXPLAIN QUERY PLAN {select.sql(select.key)} LIMIT 50")]
    assert "INDEX" in steps[0] or column == "increment_id"
    assert "TEMP B-TREE" not in " ".join(steps)


@ON_SQLITE
def test_the_entries_of_a_record_are_looked_up_by_both_ends_of_its_number(grid: Grid):
    select = grid._select(asked(grid, "42"), Way.GATHER)
    sql = f"EXPLAIN QUERY PLAN {select.sql(select.key)}"
    steps = " ".join(step for *_, step in grid.reader.rows(sql, select.parameters))
    assert "ix_journal_number (target>? AND target<?)" in steps
    assert "ix_journal_number_tail (number_tail>? AND number_tail<?)" in steps
