"""A light reading connection for grids: SQL text on the driver itself, so that the first rows need no ORM.

Parameters are written `:name` for both databases.
"""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from operator import itemgetter
from threading import Lock
from time import monotonic
from typing import Any, Literal

from sales_tui.core.folding import fold
from sales_tui.core.memory import return_free_pages
from sales_tui.store.location import DatabaseUnusable, Location


class Interrupted(Exception):
    """A query was given up: it took longer than it may, or nobody waits for its answer any more."""


class OutOfTime(Interrupted):
    """It took longer than it may."""


_PARAMETER = re.compile(r":([a-z_][a-z0-9_]*)")
CHUNK = 500

KEYS = 20_000
"""Keys fetched at a time from a server."""

STEPS = 2_000
"""Steps of SQLite's machine between two looks at the clock."""

CACHE = 250
"""KiB of SQLite's pages that are kept: the system keeps the file's pages anyway, and a program has many readers."""

STATEMENTS = 4
"""Queries that are kept prepared: those by key are hardly ever the same."""

GRACE = 0.5
"""Seconds that a query which was given up may take to end."""

LONG = 0.1
"""Seconds from which a query may have held so much that it is given back at once."""


class Reader:
    """Reads by SQL text. One query at a time; may be used from any thread. Raises DatabaseUnusable."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.is_sqlite = location.is_sqlite
        self._lock = Lock()
        self._connection: Any = None

    def rows(
        self, sql: str, parameters: Mapping[str, Any] | None = None, seconds: float | None = None
    ) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises OutOfTime where SQLite needs more than so many `seconds`."""
        with self._lock, _tidied(), _Explained(self), self._limited(seconds):
            cursor = self._execute(sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            cursor.close()
            return rows

    @contextmanager
    def _limited(self, seconds: float | None) -> Iterator[None]:
        if seconds is None or not self.is_sqlite:
            yield
            return
        connection, end, is_over = self._open(), monotonic() + seconds, False

        def look() -> bool:
            nonlocal is_over
            is_over = monotonic() > end
            return is_over

        connection.set_progress_handler(look, STEPS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if is_over:
                raise OutOfTime from error
            raise
        finally:
            connection.set_progress_handler(None, STEPS)

    def interrupt(self) -> None:
        """Give up the query that runs now, if there is one; for other threads. Who waits for it gets Interrupted."""
        connection = self._connection
        if connection is not None:
            connection.interrupt() if self.is_sqlite else connection.cancel_safe()

    def keys(self, sql: str, parameters: Mapping[str, Any] | None = None, seconds: float | None = None) -> array[int]:
        """The only column of a query, in four bytes each where they fit, else in eight.

        Raises OutOfTime where SQLite needs more than so many `seconds`.
        """
        with self._lock, _tidied(), _Explained(self), self._limited(seconds):
            try:
                return self._packed("I", sql, parameters)
            except OverflowError:
                return self._packed("q", sql, parameters)

    def _packed(self, typecode: Literal["I", "q"], sql: str, parameters: Mapping[str, Any] | None) -> array[int]:
        keys = array(typecode)
        first = itemgetter(0)
        if self.is_sqlite:
            keys.extend(map(first, self._execute(sql, parameters)))
            return keys
        connection = self._open()
        with connection.transaction(), connection.cursor(name="keys") as cursor:
            cursor.itersize = KEYS
            keys.extend(map(first, cursor.execute(*_for_psycopg(sql, parameters))))
        return keys

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

    def abandon(self) -> None:
        """Let go of the connection at the end of the program: a query that still runs on SQLite is given up for it."""
        if self.is_sqlite:
            self.interrupt()
        if self._lock.acquire(timeout=GRACE if self.is_sqlite else 0):
            try:
                if self._connection is not None:
                    self._connection.close()
                    self._connection = None
            finally:
                self._lock.release()

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
        connection = sqlite3.connect(
            self.location.file_url, uri=True, timeout=30, check_same_thread=False, cached_statements=STATEMENTS
        )
        connection.isolation_level = None
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        connection.create_function("line_matches", 2, _line_matches, deterministic=True)
        connection.create_function("folded", 1, _folded, deterministic=True)
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


@contextmanager
def _tidied() -> Iterator[None]:
    """After a long query, what SQLite held for it goes back to the system."""
    began = monotonic()
    try:
        yield
    finally:
        if monotonic() - began > LONG:
            return_free_pages()


def _line_matches(text: str, pattern: str) -> bool:
    """PostgreSQL's `~`; the expressions are made by `where.line_pattern`."""
    return re.search(pattern, text) is not None


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


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
        if error is None or isinstance(error, DatabaseUnusable | Interrupted | GeneratorExit):
            return
        if str(error) == "interrupted" or type(error).__name__ == "QueryCanceled":
            raise Interrupted from error
        if isinstance(error, sqlite3.Error) or type(error).__module__.partition(".")[0] == "psycopg":
            from sales_tui.store.failures import explain

            place = str(self.reader.location.path) if self.reader.is_sqlite else self.reader.location.name
            raise DatabaseUnusable(explain(error, place)) from error
