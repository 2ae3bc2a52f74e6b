"""Rows of a batch on their way to the database: collected in any order, sent table by table with executemany."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Table

from sales_tui.store.driver import insert_rows, update_rows

Row = dict[str, Any]
Names = tuple[str, ...]


class VersionConflict(Exception):
    """A record was changed by somebody else since it was read; nothing was written."""


class Rows:
    """New rows and changed columns. Tables are written in the order in which they first came up."""

    def __init__(self) -> None:
        self._inserts: dict[Table, dict[Names, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
        self._updates: dict[tuple[Table, Names, Names], list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, table: Table, row: Row) -> None:
        """A new row."""
        self.add_values(table, tuple(row), tuple(row.values()))

    def add_values(self, table: Table, names: Names, values: tuple[Any, ...]) -> None:
        """The same, of what there are many."""
        self._inserts[table][names].append(values)

    def change(self, table: Table, key: int, values: Row, *, version: int | None = None) -> None:
        """New values for some columns of a row; with `version` only if the row still has it."""
        if values:
            where, keys = (("id",), (key,)) if version is None else (("id", "version"), (key, version))
            self._updates[table, tuple(values), where].append((*values.values(), *keys))

    def write(self, connection: Connection) -> None:
        """Send everything, what is new first: changed rows may point to it.

        Raises VersionConflict where a row with a version to check wasn't found.
        """
        for table, by_names in self._inserts.items():
            for names, new in by_names.items():
                insert_rows(connection, table, names, new)
        for (table, names, where), rows in self._updates.items():
            found = update_rows(connection, table, names, rows, where)
            if "version" in where and found != len(rows):
                raise VersionConflict(table.name)
