"""A light reading connection for grids: SQL text on the driver itself, so that the first rows need no ORM.

Parameters are written `:name` for both databases.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any

from sales_tui.store.location import DatabaseUnusable, Location

_PARAMETER = re.compile(r":([a-z_][a-z0-9_]*)")
CHUNK = 5_000


class Reader:
    """Reads by SQL text. One query at a time; may be used from any thread. Raises DatabaseUnusable."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.is_sqlite = location.is_sqlite
        self._lock = Lock()
        self._connection: Any = None

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock, _Explained(self):
            cursor = self._execute(sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            cursor.close()
            return rows

    def stream(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few thousand at a time, whatever their number."""
        with self._lock, _Explained(self):
            if self.is_sqlite:
                yield from _fetched(self._execute(sql, parameters))
                return
            # A server-side cursor: the driver would otherwise fetch everything at once.
            connection = self._open()
            with connection.transaction(), connection.cursor(name="stream") as cursor:
                yield from _fetched(cursor.execute(*_for_psycopg(sql, parameters)))

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _execute(self, sql: str, parameters: Mapping[str, Any] | None) -> Any:
        connection = self._open()
        if self.is_sqlite:
            return connection.execute(sql, parameters or {})
        return connection.execute(*_for_psycopg(sql, parameters))

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = self._open_sqlite() if self.is_sqlite else self._open_postgres()
        return self._connection

    def _open_sqlite(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.location.file_url, uri=True, timeout=30, check_same_thread=False)
        connection.isolation_level = None
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA mmap_size = 268435456")
        return connection

    def _open_postgres(self) -> Any:
        try:
            import psycopg
        except ModuleNotFoundError:
            raise DatabaseUnusable(
                "PostgreSQL needs its driver: install it with pip install 'sales-tui[postgres]'."
            ) from None
        connection = psycopg.connect(self.location.url.replace("+psycopg", "", 1))
        connection.read_only = True
        connection.autocommit = True
        return connection


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(CHUNK):
        yield from rows


def _for_psycopg(sql: str, parameters: Mapping[str, Any] | None) -> tuple[str, Mapping[str, Any]]:
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%")), parameters or {}


class _Explained:
    """Turns what the drivers raise into one clear sentence."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is None or isinstance(error, DatabaseUnusable | GeneratorExit):
            return
        if isinstance(error, sqlite3.Error) or type(error).__module__.partition(".")[0] == "psycopg":
            from sales_tui.store.failures import explain

            place = str(self.reader.location.path) if self.reader.is_sqlite else self.reader.location.name
            raise DatabaseUnusable(explain(error, place)) from error
