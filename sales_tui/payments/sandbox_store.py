"""The sandbox's books: a small SQLite file of its own, which many threads and processes may use at once.

A call's effect and its answer are written in one commit; of a call that was killed either both are there or neither.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sales_tui.core.money import STORED_DIGITS, ZERO
from sales_tui.rules.gateway import Answer, Verdict

AUTHORIZATION, CAPTURE, REFUND, VOID = "authorization", "capture", "refund", "void"
"""Kinds of payments."""

OPEN, REVIEW, RELEASED, DENIED, TAKEN_BACK = "open", "under review", "released", "denied", "taken back"
"""States of payments."""

_TABLES = (
    "CREATE TABLE payment (txn_id TEXT PRIMARY KEY, kind TEXT NOT NULL, parent TEXT NOT NULL, amount INTEGER NOT NULL,"
    " used INTEGER NOT NULL, currency TEXT NOT NULL, state TEXT NOT NULL, card TEXT NOT NULL)",
    "CREATE TABLE answer (key TEXT PRIMARY KEY, content TEXT NOT NULL, answer TEXT NOT NULL)",
    "CREATE TABLE revoked (reference TEXT PRIMARY KEY)",
    "PRAGMA user_version = 1",
)


class BooksUnusable(Exception):
    """The file can't be read or written; the message says why. Nothing is known of what was being done."""


@dataclass(slots=True)
class Payment:
    """One transaction in the sandbox's books."""

    txn_id: str
    kind: str
    amount: Decimal
    currency: str
    used: Decimal = ZERO
    """Of an authorization what was captured, of a capture what was refunded."""
    state: str = OPEN
    parent: str = ""
    card: str = ""

    @property
    def left(self) -> Decimal:
        """What can still be captured or refunded."""
        is_usable = self.kind in (AUTHORIZATION, CAPTURE) and self.state in (OPEN, REVIEW)
        return self.amount - self.used if is_usable else ZERO


class Books:
    """The books within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def answer(self, key: str) -> tuple[str, Answer] | None:
        """The content of the call with this key, and what was answered; None: no such call came."""
        row = self._row("SELECT content, answer FROM answer WHERE key = ?", key)
        return None if row is None else (row[0], _read_answer(row[1]))

    def note(self, key: str, content: str, answer: Answer) -> None:
        """Keep an answer."""
        self._connection.execute("INSERT INTO answer VALUES (?, ?, ?)", (key, content, _write_answer(answer)))

    def payment(self, txn_id: str) -> Payment | None:
        """The payment, or None."""
        sql = "SELECT txn_id, kind, amount, currency, used, state, parent, card FROM payment WHERE txn_id = ?"
        row = self._row(sql, txn_id)
        if row is None:
            return None
        _, kind, amount, currency, used, state, parent, card = row
        return Payment(txn_id, kind, _amount(amount), currency, _amount(used), state, parent, card)

    def save(self, payment: Payment) -> None:
        """Write a payment, new or changed."""
        self._connection.execute(
            "INSERT INTO payment (txn_id, kind, amount, currency, used, state, parent, card) VALUES (?,?,?,?,?,?,?,?)"
            " ON CONFLICT (txn_id) DO UPDATE SET used = excluded.used, state = excluded.state",
            (
                payment.txn_id,
                payment.kind,
                _integer(payment.amount),
                payment.currency,
                _integer(payment.used),
                payment.state,
                payment.parent,
                payment.card,
            ),
        )

    def is_revoked(self, reference: str) -> bool:
        """Whether the billing agreement was ended."""
        return self._row("SELECT 1 FROM revoked WHERE reference = ?", reference) is not None

    def revoke(self, reference: str) -> None:
        """End a billing agreement; one that was ended already stays so."""
        self._connection.execute("INSERT OR IGNORE INTO revoked VALUES (?)", (reference,))

    def _row(self, sql: str, value: str) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self._connection.execute(sql, (value,)).fetchone()
        return row


class SandboxStore:
    """The file. Each use opens it anew: nothing is shared between threads, or lost when a process is forked."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @contextmanager
    def books(self, seconds: float) -> Iterator[Books]:
        """The books, for one who is alone with them until the block ends; committed unless it raises.

        Waits at most `seconds` for others. Raises BooksUnusable.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=seconds, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                _make_tables(connection)
                yield Books(connection)
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise BooksUnusable(f"the file {self.file} can't be used: {error}") from None


def _make_tables(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _TABLES:
            connection.execute(statement)


def _integer(amount: Decimal) -> int:
    return int(amount.scaleb(STORED_DIGITS))


def _amount(integer: str | int) -> Decimal:
    return Decimal(integer).scaleb(-STORED_DIGITS)


def _write_answer(answer: Answer) -> str:
    return json.dumps(
        {
            "verdict": answer.verdict,
            "txn_id": answer.txn_id,
            "reason": answer.reason,
            "is_pending": answer.is_pending,
            "amount": None if answer.amount is None else str(answer.amount),
            "currency": answer.currency,
            "details": dict(answer.details),
        }
    )


def _read_answer(text: str) -> Answer:
    data = json.loads(text)
    amount = None if data["amount"] is None else Decimal(data["amount"])
    return Answer(**{**data, "verdict": Verdict(data["verdict"]), "amount": amount})
