"""Finds card numbers and keys where none may be: in what tests log, and in the journals that they leave behind."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

TABLES = ("journal", "payment_attempt", "payment_transaction")
"""What is kept of actions and of what payment systems were asked."""

KEY_VARIABLES = ("STRIPE_API_KEY",)
"""Variables of the environment that hold keys."""

LOGGERS = ("sales_tui", "stripe", "urllib3")
"""They log all they have to say while they are watched."""

_KEY = re.compile(r"\b(?:sk|rk)_(?:test|live)_\w+|\bwhsec_\w+|\b(?:pi|seti)_\w+_secret_\w+")
_GAP = "[ \u00a0-]"
_NUMBER = re.compile(
    rf"(?<![\w.])(?:[3-6]\d{{12,18}}|[3-6]\d{{3}}(?:{_GAP}\d{{4}}){{2}}{_GAP}\d{{1,7}}|3\d{{3}}{_GAP}\d{{6}}{_GAP}\d{{4,5}})"
    r"(?!\w|\.\d)"
)
"""In one piece, or in the groups that cards have; order numbers begin with 0, ids have letters beside them."""

_ESCAPED = re.compile(r"\\[nrt]")
_SQLITE = b"SQLite format 3\x00"
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def secrets_in(text: str) -> list[str]:
    """The card numbers and keys in a text, each told so that it can't be used."""
    plain = _ESCAPED.sub(" ", text)  # of JSON
    numbers = (re.sub(r"\D", "", found) for found in _NUMBER.findall(plain))
    cards = [f"card number {digits[:4]}…{digits[-4:]}" for digits in numbers if _is_card(digits)]
    keys = [f"key {found[:8]}…" for found in _KEY.findall(plain)]
    values = [(name, os.environ.get(name, "")) for name in KEY_VARIABLES]
    return [*cards, *keys, *(f"the value of {name}" for name, value in values if value and value in text)]


def _is_card(digits: str) -> bool:
    """Whether its check digit is right (Luhn)."""
    doubled = sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return 13 <= len(digits) <= 19 and (doubled + sum(map(int, digits[::-2]))) % 10 == 0


class Guard(logging.Handler):
    """Notes what is found, until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[str] = []
        self.ended = "no test"
        """The test that is over, and whose databases are looked into."""

    def take(self) -> list[str]:
        """What was found since it was asked last: which secret, where, and in which test."""
        found, self._found = self._found, []
        return found

    # --- logs

    def watch(self) -> None:
        """Hear all that is logged from now on."""
        logging.getLogger().addHandler(self)
        for name in LOGGERS:
            logging.getLogger(name).setLevel(logging.DEBUG)

    def emit(self, record: logging.LogRecord) -> None:
        """Something was logged."""
        self._note(f"the log of {record.name}", "\n".join(_words(record)))

    # --- databases

    def scan_folder(self, folder: Path) -> None:
        """Look into all SQLite databases below a folder."""
        for path in folder.rglob("*"):
            if path.is_file() and _begins(path, _SQLITE):
                self.scan_sqlite(path)

    def scan_sqlite(self, path: Path) -> None:
        """Look into a SQLite database; one that was spoilt on purpose has nothing to say."""
        try:
            with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=1)) as connection:
                known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                for table in TABLES:
                    if table in known:
                        self._note_rows(table, connection.execute(f"SELECT * FROM {table}"))
        except sqlite3.DatabaseError:
            return

    def scan_postgres(self, url: str) -> None:
        """Look into a PostgreSQL database, by its SQLAlchemy URL; one that its test removed has nothing to say."""
        import psycopg

        try:
            found = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)
        except psycopg.OperationalError:
            return
        with found as connection:
            for table in TABLES:
                if connection.execute("SELECT to_regclass(%s)", (table,)).fetchone() != (None,):
                    self._note_rows(table, connection.execute(f"SELECT * FROM {table}".encode()))

    def _note_rows(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            self._note(f"the table {table}", "\n".join(str(one) for one in row if isinstance(one, str | dict | list)))

    def _note(self, where: str, text: str) -> None:
        if secrets := secrets_in(text):
            test = os.environ.get("PYTEST_CURRENT_TEST", self.ended)
            self._found += [f"{secret} in {where}, in {test}" for secret in secrets]


GUARD = Guard()
"""The one of the session."""


def _words(record: logging.LogRecord) -> Iterator[str]:
    """The message, and what the exceptions say that it was logged with."""
    try:
        yield record.getMessage()
    except Exception:  # what doesn't fit together is logged as it is
        yield f"{record.msg} {record.args}"
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        yield f"{type(error).__name__}: {error}"
        error = error.__cause__ or error.__context__


def _begins(path: Path, first: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(first)) == first
    except OSError:
        return False
