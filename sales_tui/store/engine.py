"""The engine: one URL decides between SQLite and PostgreSQL; transactions that write take their lock at the start."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from sales_tui.store.failures import explain
from sales_tui.store.location import DatabaseUnusable, Location

BUSY_SECONDS = 30.0
"""How long a writer waits for another process's write to end."""

CACHE = 8 * 1024
"""KiB of a SQLite file's pages that a connection keeps: at a desk where many records are opened it fills up."""

BULK_CACHE = 64 * 1024
"""The same for transactions that write many thousand rows."""


def make_engine(location: Location) -> Engine:
    """An engine for that place. Nothing is opened yet. Raises DatabaseUnusable where the driver is missing."""
    if not location.is_sqlite:
        try:
            return create_engine(location.url, pool_pre_ping=True, isolation_level="READ COMMITTED")
        except ModuleNotFoundError:
            raise DatabaseUnusable(
                "PostgreSQL needs its driver: install it with pip install 'sales-tui[postgres]'."
            ) from None
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if location.is_read_only:
        url = f"sqlite:///{location.file_url}&uri=true"
        engine = create_engine(url, connect_args=arguments)
        event.listen(engine, "connect", _prepare_reading)
    else:
        engine = create_engine(location.url, connect_args=arguments)
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Foreign keys on, write-ahead log, and no transaction that the driver opens behind our back."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute(f"PRAGMA cache_size = -{CACHE}")
    cursor.close()


def _prepare_reading(connection: Any, _record: Any) -> None:
    """Nothing can be set on a database that can't be written."""
    connection.isolation_level = None


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes the write lock at once, so that what it reads stays true until it commits."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


_ROLLED_BACK = ("40001", "40P01")
"""What PostgreSQL says to the loser of a collision: serialization failure, deadlock."""


class Collided(DatabaseUnusable):
    """Two transactions got in each other's way; the loser did nothing and may simply try again."""


def keep_more_pages(connection: Connection) -> None:
    """For a transaction that writes many thousand rows: fewer of its pages have to be written twice."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{BULK_CACHE}")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: commits at the end, rolls back on any exception.

    Raises DatabaseUnusable where the database can't be written (read-only, locked too long, full disk).
    """
    with _explained(engine), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads a consistent state and never waits for writers."""
    with _explained(engine), engine.connect().execution_options(reading=True) as connection, connection.begin():
        yield connection


@contextmanager
def glancing(engine: Engine) -> Iterator[Connection]:
    """The same for single records, whose pages aren't kept: among many records the next one is on others.

    On a large file they would fill the connection's cache, megabytes for nothing; the system keeps the file anyway.
    """
    with reading(engine) as connection:
        yield connection
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA shrink_memory")


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) in _ROLLED_BACK:
            raise Collided(explain(error.orig, _place(engine))) from error
        raise DatabaseUnusable(explain(error.orig, _place(engine))) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.DatabaseError) and not isinstance(error.orig, sqlite3.IntegrityError):
            raise DatabaseUnusable(explain(error.orig, _place(engine))) from error
        raise
    except sqlite3.DatabaseError as error:  # while rows are read straight from the driver
        raise DatabaseUnusable(explain(error, _place(engine))) from error


def _place(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return engine.url.database or "in memory"
    return f"{engine.url.host or 'localhost'}/{engine.url.database}"
