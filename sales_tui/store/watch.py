"""Tells when somebody else, or another connection of this program, changed the database.

SQLite is asked every moment whether it did, which costs microseconds; PostgreSQL says so by itself.
"""

from __future__ import annotations

import os
import select
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from sales_tui.store.location import Location

if TYPE_CHECKING:
    import psycopg

    Listener = psycopg.Connection[tuple[Any, ...]]

INTERVAL = 0.4
"""Seconds between two looks, and at least between two reports."""

CHANNEL = "sales_tui"
"""The migration's triggers speak on it."""

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before the server is tried again."""


def _nothing() -> None:
    return None


class Watch:
    """Watches one database."""

    def __init__(self, location: Location, *, interval: float = INTERVAL, pause: float = SHORTEST_PAUSE) -> None:
        self.location = location
        self.interval = interval
        self.pause = pause
        self.began = Event()
        """Set once changes are seen: what was committed before that isn't reported."""

    def run(self, changed: Callable[[], None], stop: Event, gone: Callable[[], None] = _nothing) -> None:
        """Report until `stop` is set; for a daemon thread. The calls come on this thread, one at a time.

        `changed`: something was committed; what happens within an interval, or during the call, is one report.
        `gone`: the file was removed or replaced, or the server can't be reached. Open connections may hold on to a
        file that is no longer there; when there is a database again, `changed` follows.
        """
        if self.location.path is not None:
            self._poll(_File(self.location, self.location.path), changed, stop, gone)
        else:
            self._listen(changed, stop, gone)

    def _poll(self, file: _File, changed: Callable[[], None], stop: Event, gone: Callable[[], None]) -> None:
        with closing(file):
            seen = file.state()
            self.began.set()
            while not stop.wait(self.interval):
                present = file.state()
                if present != seen:
                    (changed if present else gone)()
                seen = present

    def _listen(self, changed: Callable[[], None], stop: Event, gone: Callable[[], None]) -> None:
        import psycopg

        pause, was_lost = self.pause, False
        while not stop.is_set():
            try:
                with closing(self._connect()) as connection:
                    self.began.set()
                    if was_lost:
                        changed()
                    pause, was_lost = self.pause, False
                    self._hear(connection, changed, stop)
            except psycopg.Error:
                if not was_lost:
                    gone()
                was_lost = True
                stop.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _hear(self, connection: Listener, changed: Callable[[], None], stop: Event) -> None:
        """Report until told to stop. Raises psycopg.Error where the connection is lost."""
        seconds = 0.0
        while not stop.is_set():
            # The driver's own waiting wakes up ten times a second; what came with the answer to LISTEN it already has.
            readable = select.select([connection.fileno()], [], [], seconds)[0]
            news = [*connection.notifies(timeout=0)] if readable or not seconds else ()
            if news:
                changed()
                stop.wait(self.interval)
            seconds = self.interval

    def _connect(self) -> Listener:
        import psycopg

        url = self.location.url.replace("+psycopg", "", 1)
        # A server that is gone without a word is noticed after a minute.
        connection = psycopg.connect(
            url, autocommit=True, connect_timeout=5, keepalives_idle=30, keepalives_interval=10, keepalives_count=3
        )
        connection.execute(f"LISTEN {CHANNEL}".encode())
        return connection


class _File:
    """A SQLite file under watch."""

    def __init__(self, location: Location, path: Path) -> None:
        self.location = location
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._identity = (0, 0)
        self._openings = 0
        self._last: tuple[int, ...] = ()

    def state(self) -> tuple[int, ...]:
        """Numbers that differ once others have committed; empty where that file is no longer there."""
        try:
            found = os.stat(self.path)
            if self._connection is not None and (found.st_dev, found.st_ino) != self._identity:
                raise FileNotFoundError(self.path)
            self._last = self._stamps(found) if self.location.is_read_only else self._version(found)
        except OSError:
            self.close()
            self._last = ()
        except sqlite3.OperationalError:
            pass  # Locked for a moment: nobody is kept waiting, the next look will tell.
        except sqlite3.Error:
            self.close()
        return self._last

    def _version(self, found: os.stat_result) -> tuple[int, ...]:
        if self._connection is None:
            self._connection = sqlite3.connect(self.location.file_url, uri=True, timeout=0, isolation_level=None)
            self._identity = (found.st_dev, found.st_ino)
            self._openings += 1  # Each connection counts the commits of others from a beginning of its own.
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return self._openings, version

    def _stamps(self, found: os.stat_result) -> tuple[int, ...]:
        """For a file that only others can write, which SQLite takes for unchangeable: its size and age, and its log's.

        It may tell of a change that was rolled back.
        """
        try:
            log = os.stat(f"{self.path}-wal")
        except FileNotFoundError:
            return found.st_ino, found.st_size, found.st_mtime_ns
        return found.st_ino, found.st_size, found.st_mtime_ns, log.st_size, log.st_mtime_ns

    def close(self) -> None:
        """Let go of it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
