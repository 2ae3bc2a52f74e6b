"""Rows of a batch on their way to the database: collected in any order, sent table by table with executemany."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

Row = dict[str, Any]


class VersionConflict(Exception):
    """A record was changed by somebody else since it was read; nothing was written."""


class Rows:
    """New rows and changed columns. Tables are written in the order in which they first came up."""

    def __init__(self) -> None:
        self._inserts: dict[Table, list[Row]] = defaultdict(list)
        self._updates: dict[tuple[Table, tuple[str, ...]], list[Row]] = defaultdict(list)

    def add(self, table: Table, row: Row) -> None:
        """A new row."""
        self._inserts[table].append(row)

    def change(self, table: Table, key: int, values: Row, *, version: int | None = None) -> None:
        """New values for some columns of a row; with `version` only if the row still has it."""
        if values:
            row = {f"new_{name}": value for name, value in values.items()}
            row |= {"key": key} if version is None else {"key": key, "old_version": version}
            self._updates[table, tuple(values)].append(row)

    def write(self, connection: Connection) -> None:
        """Send everything, what is new first: changed rows may point to it.

        Raises VersionConflict where a row with a version to check wasn't found.
        """
        for table, new in self._inserts.items():
            connection.execute(insert(table), new)
        for (table, names), rows in self._updates.items():
            statement = update(table).where(table.c.id == bindparam("key"))
            versioned = "old_version" in rows[0]
            if versioned:
                statement = statement.where(table.c.version == bindparam("old_version"))
            result = connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), rows)
            if versioned and result.rowcount != len(rows):
                raise VersionConflict(table.name)
