"""Many rows at once as the driver takes them: one constant text a statement, values in stored form by position.

For every row that goes through SQLAlchemy's own statements Python works longer than the database does. Here values
change their form a column at a time, and a text that never changes is prepared once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from sales_tui.core.memo import Memo
from sales_tui.model.columns import Convert, form_of

Values = Sequence[Any]


def mark(connection: Connection) -> str:
    """What stands for a value in a statement's text."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


def insert_rows(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows with these columns; the others get the defaults that the table declares."""
    more = _defaults(table, names)
    listed = ", ".join(f'"{name}"' for name in (*names, *(name for name, _ in more)))
    marks = ", ".join([mark(connection)] * (len(names) + len(more)))
    stored = _in_stored_form(table, names, rows, [repeat(value) for _, value in more])
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', stored)


def update_rows(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Values], where: tuple[str, ...]
) -> int:
    """Give rows new values in the columns `names`, found by the values of the columns `where` that follow in each.

    Returns how many there were.
    """
    sign = mark(connection)
    settings = ", ".join(f'"{name}" = {sign}' for name in names)
    conditions = " AND ".join(f'"{name}" = {sign}' for name in where)
    statement = f'UPDATE "{table.name}" SET {settings} WHERE {conditions}'
    return connection.exec_driver_sql(statement, _in_stored_form(table, (*names, *where), rows)).rowcount


def add_to_rows(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Values], where: str
) -> None:
    """Add to what rows have in the columns `names`; they are found by the column whose value follows in each."""
    sign = mark(connection)
    settings = ", ".join(f'"{name}" = "{name}" + {sign}' for name in names)
    statement = f'UPDATE "{table.name}" SET {settings} WHERE "{where}" = {sign}'
    connection.exec_driver_sql(statement, _in_stored_form(table, (*names, where), rows))


def select_rows(
    connection: Connection, columns: Sequence[Column[Any]], among: Column[Any], keys: Collection[Any], rest: str = ""
) -> Sequence[Values]:
    """Rows in stored form whose column `among` is one of the keys; `rest` is the text that ends the query."""
    if not keys:
        return []
    wanted = "IN (SELECT value FROM json_each(?))" if _is_sqlite(connection) else "= ANY(%s)"
    names = ", ".join(f'"{column.name}"' for column in columns)
    statement = f'SELECT {names} FROM "{among.table.name}" WHERE "{among.name}" {wanted} {rest}'
    # Straight from the driver's cursor: a Row around each of them would take as long again.
    with connection.exec_driver_sql(statement, (_listed(connection, keys),)) as result:
        rows: Sequence[Values] = result.cursor.fetchall()
    return rows


def select_values(
    connection: Connection, columns: Sequence[Column[Any]], among: Column[Any], keys: Collection[Any], rest: str = ""
) -> Iterable[Values]:
    """The same in the form that code works with."""
    rows = select_rows(connection, columns, among, keys, rest)
    loaded = [form.loaded if (form := form_of(column)) else None for column in columns]
    return zip(*converted(loaded, rows), strict=True)


def among(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of these values: one parameter, however many there are."""
    if _is_sqlite(connection):
        listed = func.json_each(bindparam(None, _listed(connection, values), type_=Text)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(None, _listed(connection, values), type_=ARRAY(column.type)))


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _listed(connection: Connection, values: Collection[Any]) -> Any:
    """Several values as one parameter."""
    return json.dumps(list(values)) if _is_sqlite(connection) else list(values)


def _in_stored_form(
    table: Table, names: Iterable[str], rows: Sequence[Values], more: Iterable[Iterable[Any]] = ()
) -> list[tuple[Any, ...]]:
    """The rows with all values as the database keeps them, and with `more` columns at the end."""
    return list(zip(*converted(_to_stored(table, tuple(names)), rows), *more, strict=False))


def converted(conversions: Iterable[Convert | None], rows: Sequence[Values]) -> list[Sequence[Any]]:
    """The columns of some rows, each in its other form."""
    columns = zip(*rows, strict=True)
    return [_converted(convert, column) for convert, column in zip(conversions, columns, strict=False)]


def _converted(convert: Convert | None, column: Sequence[Any]) -> Sequence[Any]:
    if convert is None:
        return column
    # Most columns of amounts say the same of all: nothing refunded, nothing canceled.
    return convert.each(column) if isinstance(convert, Memo) else list(map(convert, column))


@cache
def _to_stored(table: Table, names: tuple[str, ...]) -> list[Convert | None]:
    return [form.stored if (form := form_of(table.c[name])) else None for name in names]


@cache
def _defaults(table: Table, names: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Columns that aren't among `names` and have a default in the code, with it in stored form."""
    missing = (column for column in table.columns if column.name not in names and column.default is not None)
    return [(column.name, _default(column)) for column in missing]


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    value: Any | Callable[[Any], Any] = default.arg
    value = value(None) if default.is_callable else value
    form = form_of(column)
    return form.stored(value) if form else value
