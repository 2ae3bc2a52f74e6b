"""Rows on their way into the database in bulk: in their stored form, pointing to each other inside the batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

Row = list[Any]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SCALE = 10_000

SOURCE = "demo"
"""The source that generated stores, groups and customers name, so that they never mix with imported ones."""


@dataclass(slots=True)
class RowBatch:
    """Rows of several tables, made elsewhere, perhaps in another process.

    Keys count from 0 inside the batch, and so do references to rows of other tables; `store.seeding` replaces both.
    `increment_id` and `number_tail` are left empty: numbers are given out with the insert.
    """

    columns: Mapping[str, tuple[str, ...]]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> int:
        """Add a row, without its key in front. Returns the key."""
        rows = self.rows.setdefault(table, [])
        key = len(rows)
        rows.append([key, *row])
        return key

    def link(self, table: str, row: Row) -> None:
        """Add a row of a table that has no keys of its own."""
        self.rows.setdefault(table, []).append(row)

    def count(self, table: str) -> int:
        """How many rows of that table there are."""
        return len(self.rows.get(table, ()))


def amount(number: Decimal) -> int:
    """An amount or quantity of at most four decimals as the database keeps it."""
    return int(number * SCALE)


def amounts(numbers: Iterable[Decimal]) -> list[int]:
    """Several of them; most are 0."""
    return [int(number * SCALE) if number else 0 for number in numbers]


def both(money: Iterable[Decimal], base: Iterable[Decimal], *, alike: bool) -> list[int]:
    """Amounts in order currency, then in base currency; where both are `alike`, they are read once."""
    numbers = amounts(money)
    return numbers + (numbers if alike else amounts(base))


def instant(moment: datetime) -> int:
    """A moment of whole seconds as the database keeps it."""
    past = moment - EPOCH
    return (past.days * 86_400 + past.seconds) * 1_000_000
