"""The schema: made by migrations alone, equal to the tables; databases that can't be used are explained."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, text
from sqlmodel import SQLModel

from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.store import schema
from sales_tui.store.backup import BackupError, copy_database
from sales_tui.store.engine import make_engine, writing
from sales_tui.store.location import DatabaseUnusable, locate
from sales_tui.store.requests import Request
from sales_tui.store.version import SCHEMA_VERSIONS
from tests.cli.robot import sales
from tests.store.orders import add_order, new_database, new_runner


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def runtime(url: str) -> Runtime:
    return Runtime(Settings(db=url))


def test_migrations_make_exactly_the_tables(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_of_the_tables})
        differences = compare_metadata(context, SQLModel.metadata)
    assert [one for one in differences if one[0] != "modify_default"] == []


PIECES = ("order_search_fts", *(f"order_search_fts_{part}" for part in ("config", "data", "docsize", "idx")))
"""The tables of SQLite's index of three-letter pieces."""


def _is_of_the_tables(name: str | None, kind: str, _parents: object) -> bool:
    """All but the index of three-letter pieces, which is made in other ways than tables and their indexes."""
    return name not in {"table": PIECES, "index": ("ix_order_search_text",)}.get(kind, ())


def test_the_light_reading_knows_every_migration():
    assert SCHEMA_VERSIONS[-1] == schema.newest()
    assert all(schema.is_known(version) for version in SCHEMA_VERSIONS)


def test_amounts_are_integers_in_the_database(engine: Engine):
    add_order(engine)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT grand_total, created_at FROM sales_order")).one()
    assert row == (374800, 1795430520000000)


def test_upgrade_is_done_once(database_url: str):
    place = locate(database_url)
    engine = make_engine(place)
    assert schema.upgrade(engine, place)
    assert not schema.upgrade(engine, place)
    engine.dispose()


def test_a_missing_database_is_made_only_to_write(database_url: str):
    with pytest.raises(DatabaseUnusable, match=r"There is no database at .*; make one with: sales-tui db init"):
        runtime(database_url).prepare(writes=False)
    assert runtime(database_url).prepare(writes=True)
    assert not runtime(database_url).prepare(writes=True)


def test_a_newer_database_is_left_alone(engine: Engine, database_url: str):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="made by a newer sales-tui"):
        runtime(database_url).prepare(writes=True)
    with pytest.raises(DatabaseUnusable, match="made by a newer sales-tui"):
        schema.upgrade(engine, locate(database_url))


def test_another_programs_database_is_left_alone(tmp_path: Path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE bookmark (id INTEGER)")
    with pytest.raises(DatabaseUnusable, match="holds another program's tables"):
        runtime(str(other)).prepare(writes=True)


def test_not_a_database(tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear customer, " * 100)
    with pytest.raises(DatabaseUnusable, match=r"letter\.txt is not a SQLite database"):
        runtime(str(letter)).prepare(writes=True)
    with pytest.raises(DatabaseUnusable, match="is a folder, not a database"):
        runtime(str(tmp_path)).prepare(writes=True)


def test_an_unknown_kind_of_database():
    with pytest.raises(DatabaseUnusable, match="'mysql' is not a database that sales-tui knows"):
        locate("mysql://root@localhost/shop")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_database_says_so(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch):
    number = add_order(engine)
    monkeypatch.setattr("sales_tui.store.engine.BUSY_SECONDS", 0.01)
    other = sqlite3.connect(locate(database_url).path or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = make_engine(locate(database_url))
    with pytest.raises(DatabaseUnusable, match="is locked by another program"):
        new_runner(impatient).run([Request("order.hold", number)])
    other.execute("ROLLBACK")
    other.close()
    assert new_runner(impatient).run([Request("order.hold", number)])[0].ok
    impatient.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_leaves_nothing_half_done(engine: Engine, database_url: str):
    number = add_order(engine, lines=40)
    full = make_engine(locate(database_url))

    @event.listens_for(full, "connect")
    def _no_more_pages(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DatabaseUnusable, match="The disk is full: nothing was written"):
        new_runner(full).run([Request("order.invoice", number, {"comment": "x" * 100_000})])
    full.dispose()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM invoice")).scalar() == 0
    assert new_runner(engine).run([Request("order.invoice", number)])[0].created == {"invoices": ["000000001"]}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_read_only_database_can_be_read_not_written(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    number = add_order(engine)
    engine.dispose()
    # The superuser may write any file, so that no mode of the file shows it.
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
    listed = sales(database_url, "list", "orders", "--format", "jsonl")
    assert [one["increment_id"] for one in listed.lines()] == [number]
    assert sales(database_url, "show", "orders", number, "--json").json()["increment_id"] == number
    held = sales(database_url, "do", "order.hold", number)
    assert held.status == 3
    assert "can't be written: it is read-only for this user." in held.err


def test_a_copy_is_whole_and_never_overwrites(engine: Engine, database_url: str, tmp_path: Path):
    number = add_order(engine)
    place, copy = locate(database_url), tmp_path / "copy"
    if not place.is_sqlite and not any((Path(part) / "pg_dump").exists() for part in os.environ["PATH"].split(":")):
        with pytest.raises(BackupError, match="pg_dump"):
            copy_database(place, copy)
        return
    copy_database(place, copy)
    assert copy.stat().st_size > 1000
    if place.is_sqlite:
        assert sqlite3.connect(copy).execute("SELECT increment_id FROM sales_order").fetchall() == [(number,)]
    with pytest.raises(BackupError, match="exists already"):
        copy_database(place, copy)
    with pytest.raises(BackupError, match="can't be written"):
        copy_database(place, tmp_path / "nowhere" / "copy")


def test_writing_commits_or_leaves_no_trace(engine: Engine):
    def write_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO meta (name, value) VALUES ('a', 'b')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM meta")).scalar() == 0
