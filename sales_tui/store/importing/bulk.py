"""Rows to and from the database in bulk, as raw stored values: one statement, many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete
from sqlalchemy.sql import ColumnExpressionArgument

from sales_tui.store.driver import mark
from sales_tui.store.importing.layout import Layout, Row

T = TypeVar("T")

CHUNK = 1_000
"""Values named in one condition: well below what either database takes."""

LARGE = 5_000
"""Parameter lists longer than this go out in parts, so that no copy of a large batch is made at once."""


def chunks(values: Collection[T]) -> Iterator[list[T]]:
    """The values in lists that fit one condition."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def insert_rows(connection: Connection, layout: Layout, rows: Sequence[Row]) -> None:
    """Insert rows of a layout."""
    if not rows:
        return
    marks = ", ".join([mark(connection)] * len(layout.columns))
    names = ", ".join(f'"{name}"' for name in layout.columns)
    statement = f'INSERT INTO "{layout.table.name}" ({names}) VALUES ({marks})'
    for start in range(0, len(rows), LARGE):
        connection.exec_driver_sql(statement, [tuple(row) for row in rows[start : start + LARGE]])


def update_rows(connection: Connection, layout: Layout, rows: Sequence[Row], *, keep: Collection[str] = ()) -> None:
    """Replace rows by their key, but for the columns to `keep`. A version goes up by one."""
    if not rows:
        return
    sign = mark(connection)
    written = [name for name in layout.columns if name not in {"id", "version", "created_at", *keep}]
    settings = [f'"{name}" = {sign}' for name in written]
    if "version" in layout.index:
        settings.append('"version" = "version" + 1')
    if "created_at" in layout.index:
        written.append("created_at")
        settings.append(f'"created_at" = COALESCE({sign}, "created_at")')
    places = [layout.index[name] for name in (*written, "id")]
    statement = f'UPDATE "{layout.table.name}" SET {", ".join(settings)} WHERE "id" = {sign}'
    connection.exec_driver_sql(statement, [tuple(row[place] for place in places) for row in rows])


def delete_where(connection: Connection, column: ColumnElement[Any], values: Collection[int]) -> None:
    """Delete the rows whose column has one of the values."""
    table = column.table
    assert isinstance(table, Table)
    for some in chunks(values):
        condition: ColumnExpressionArgument[bool] = column.in_(some)
        connection.execute(delete(table).where(condition))
