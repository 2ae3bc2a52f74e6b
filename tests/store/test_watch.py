"""The watch on the database: what others commit is reported, and nothing else; a lost database is no crash."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.location import locate
from sales_tui.store.watch import INTERVAL, Watch
from tests.conftest import PostgresServer
from tests.store.orders import add_order, new_database

PATIENCE = 20.0
QUICK = 0.02
"""Seconds between two looks of the watches here."""


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    add_order(engine)
    yield engine
    engine.dispose()


class Turns(Event):
    """A word to stop that counts how often it was waited for: before every look at a file, and every new connection."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = Semaphore(0)

    def wait(self, timeout: float | None = None) -> bool:
        self.turns.release()
        return super().wait(timeout)


class Watching:
    """A watch on a thread of its own, and what it has reported."""

    def __init__(self, url: str, interval: float = QUICK) -> None:
        self.watch = Watch(locate(url), interval=interval, pause=QUICK)
        self.stop = Turns()
        self.reports: SimpleQueue[str] = SimpleQueue()
        self.thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        self.watch.run(lambda: self.reports.put("changed"), self.stop, lambda: self.reports.put("gone"))

    def next(self) -> str:
        """The next report; waits for it."""
        return self.reports.get(timeout=PATIENCE)

    @property
    def is_silent(self) -> bool:
        """Whether nothing more was reported so far."""
        return self.reports.empty()

    def has_looked(self) -> bool:
        """Wait until it has looked once more, from beginning to end."""
        while self.stop.turns.acquire(blocking=False):
            pass
        return all(self.stop.turns.acquire(timeout=PATIENCE) for _ in range(2))

    def end(self) -> None:
        """Stop it, and hold that it has stopped."""
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@contextmanager
def watching(url: str, interval: float = QUICK) -> Iterator[Watching]:
    watch = Watching(url, interval)
    watch.thread.start()
    try:
        assert watch.watch.began.wait(PATIENCE)
        yield watch
    finally:
        watch.end()


def change(engine: Engine, table: str = "sales_order") -> None:
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET updated_at = updated_at + 1"))


def test_another_connections_change_is_reported_once(engine: Engine, database_url: str):
    with watching(database_url) as watch:
        change(engine)
        assert watch.next() == "changed"
        change(engine)
        assert watch.next() == "changed"
    assert watch.is_silent


def test_another_process_is_seen(engine: Engine, database_url: str):
    code = (
        "import sys; from sqlalchemy import create_engine, text\n"
        "with create_engine(sys.argv[1]).begin() as c: c.execute(text('UPDATE sales_order SET version = 9'))"
    )
    with watching(database_url) as watch:
        subprocess.run([sys.executable, "-c", code, database_url], check=True, timeout=60)
        assert watch.next() == "changed"
    assert watch.is_silent


@pytest.mark.postgresql
def test_orders_and_every_kind_of_document_are_watched(postgres_url: str):
    engine = new_database(postgres_url)
    with watching(postgres_url) as watch:
        for table in ("sales_order", "invoice", "shipment", "creditmemo"):
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with engine.begin() as connection:
                    connection.execute(text(statement))
                assert watch.next() == "changed", statement
    assert watch.is_silent
    engine.dispose()


def test_what_is_rolled_back_is_not_reported(engine: Engine, database_url: str):
    with watching(database_url) as watch:
        with engine.connect() as connection:
            connection.execute(text("UPDATE sales_order SET version = 9"))
            connection.rollback()
        change(engine)
        assert watch.next() == "changed"
        change(engine)
        assert watch.next() == "changed"
    assert watch.is_silent


def test_reading_is_not_reported(engine: Engine, database_url: str):
    with watching(database_url) as watch:
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM sales_order")).scalar() == 1
        change(engine)
        assert watch.next() == "changed"
    assert watch.is_silent


def test_many_changes_during_a_report_are_one_report(engine: Engine, database_url: str):
    # An interval that gives a server the time to tell of all of them.
    watch, stop, busy, go_on = Watch(locate(database_url), interval=0.3), Event(), Event(), Event()
    reports: SimpleQueue[None] = SimpleQueue()

    def changed() -> None:
        busy.set()
        assert go_on.wait(PATIENCE)
        reports.put(None)

    thread = Thread(target=watch.run, args=(changed, stop), daemon=True)
    thread.start()
    assert watch.began.wait(PATIENCE)
    change(engine)
    assert busy.wait(PATIENCE)
    for _ in range(5):
        change(engine)
    go_on.set()
    for _ in range(2):
        reports.get(timeout=PATIENCE)
    change(engine)
    reports.get(timeout=PATIENCE)
    stop.set()
    thread.join(PATIENCE)
    assert reports.empty()


def test_it_does_not_wait_for_the_next_look_to_stop(engine: Engine, database_url: str):
    with watching(database_url, interval=3600 if engine.dialect.name == "sqlite" else INTERVAL):
        pass


@pytest.mark.postgresql
def test_a_lost_connection_is_made_anew(postgres_server: PostgresServer, postgres_url: str):
    engine = new_database(postgres_url)
    name = urlsplit(postgres_url).path[1:]
    with watching(postgres_url) as watch:
        engine.dispose()
        postgres_server.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        assert [watch.next(), watch.next()] == ["gone", "changed"]
        change(engine)
        assert watch.next() == "changed"
    assert watch.is_silent
    engine.dispose()


@pytest.mark.postgresql
def test_it_waits_for_a_server_that_does_not_answer(postgres_server: PostgresServer, postgres_url: str):
    new_database(postgres_url).dispose()
    name = urlsplit(postgres_url).path[1:]
    with watching(postgres_url) as watch:
        postgres_server.connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        postgres_server.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        assert watch.next() == "gone"
        assert watch.has_looked()
        assert watch.is_silent
        postgres_server.connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
        assert watch.next() == "changed"
    assert watch.is_silent


@pytest.fixture
def file(sqlite_url: str) -> Path:
    new_database(sqlite_url).dispose()
    path = locate(sqlite_url).path
    assert path is not None
    return path


def commit(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("INSERT INTO meta (name, value) VALUES (hex(randomblob(8)), '')")
    connection.commit()
    connection.close()


def test_a_removed_file_is_gone_until_there_is_another(file: Path, sqlite_url: str):
    aside = file.with_suffix(".aside")
    with watching(sqlite_url) as watch:
        file.rename(aside)
        assert watch.next() == "gone"
        assert watch.has_looked()
        assert watch.is_silent
        aside.rename(file)
        assert watch.next() == "changed"
        commit(file)
        assert watch.next() == "changed"
    assert watch.is_silent


def test_a_replaced_file_is_gone_and_the_new_one_is_watched(file: Path, sqlite_url: str):
    other = file.with_suffix(".other")
    other.write_bytes(file.read_bytes())
    with watching(sqlite_url) as watch:
        other.replace(file)
        assert [watch.next(), watch.next()] == ["gone", "changed"]
        commit(file)
        assert watch.next() == "changed"
    assert watch.is_silent


def test_a_file_that_is_no_database_any_more_is_no_crash(file: Path, sqlite_url: str):
    content = file.read_bytes()
    with watching(sqlite_url) as watch:
        file.write_bytes(b"no database at all, " * 1000)
        assert watch.has_looked()
        file.write_bytes(content)
        commit(file)
        assert watch.next() == "changed"


def test_a_locked_file_is_only_looked_at_again(file: Path, sqlite_url: str):
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    with watching(sqlite_url) as watch:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO meta (name, value) VALUES ('a', '')")
        assert watch.has_looked()
        assert watch.is_silent
        other.execute("COMMIT")
        assert watch.next() == "changed"
    assert watch.is_silent
    other.close()


def test_a_file_that_only_others_may_write_is_watched_too(file: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    # The superuser may write any file, so that no mode of the file shows it.
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
    with watching(sqlite_url) as watch:
        commit(file)
        assert watch.next() == "changed"


def test_watching_leaves_nothing_behind(file: Path, sqlite_url: str):
    with watching(sqlite_url):
        commit(file)
    commit(file)
    assert sorted(one.name for one in file.parent.iterdir()) == [file.name]
