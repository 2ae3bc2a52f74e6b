"""Surrogate keys handed out ahead of the insert, so that rows and what points to them go out in bulk."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select, text


def reserve(connection: Connection, table: Table, count: int) -> range | list[int]:
    """`count` unused keys of that table, ascending, for use in this transaction.

    SQLite holds the write lock already, so the numbers above the highest are free; PostgreSQL's own sequence gives
    them out, safe between concurrent transactions.
    """
    if count <= 0:
        return range(0)
    if connection.dialect.name == "sqlite":
        highest = connection.scalar(_highest(table)) or 0
        return range(highest + 1, highest + 1 + count)
    rows = connection.execute(
        text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"),
        {"name": table.name, "count": count},
    )
    return sorted(row[0] for row in rows)


@cache
def _highest(table: Table) -> Select[Any]:
    return select(func.max(table.c.id))
