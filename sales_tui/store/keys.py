"""Surrogate keys handed out ahead of the insert, so that rows and what points to them go out in bulk."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select, text


def reserve(connection: Connection, table: Table, count: int) -> range | list[int]:
    """`count` unused keys of that table, ascending, for use in this transaction.

    SQLite holds the write lock already, so the numbers above the highest are free; PostgreSQL's own sequence gives
    them out, safe between concurrent transactions.
    """
    if count <= 0:
        return range(0)
    if connection.dialect.name == "sqlite":
        highest = connection.scalar(select(func.max(table.c.id))) or 0
        return range(highest + 1, highest + 1 + count)
    rows = connection.execute(
        text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"),
        {"name": table.name, "count": count},
    )
    return sorted(row[0] for row in rows)
