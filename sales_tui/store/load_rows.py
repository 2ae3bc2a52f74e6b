"""Reads rows into records: by their own keys, or all that belong to some parents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection

from sales_tui.store.driver import select_rows
from sales_tui.store.mapping import Mapping

R = TypeVar("R")
Values = Sequence[Any]


def heads(
    connection: Connection, mapping: Mapping[R], keys: Collection[int], *more: Column[Any], lock: bool = False
) -> Iterable[tuple[R, Values, Values]]:
    """(record, its values, stored values of `more` columns) by key.

    With `lock` nobody else can change them until the transaction ends.
    """
    rest = 'ORDER BY "id" FOR UPDATE' if lock and connection.dialect.name != "sqlite" else 'ORDER BY "id"'
    rows = select_rows(connection, (*more, *mapping.columns), mapping.table.c.id, keys, rest)
    count = len(more)
    read = mapping.read([row[count:] for row in rows])
    return ((record, values, row[:count]) for row, (record, values) in zip(rows, read, strict=True))


def children(
    connection: Connection, mapping: Mapping[R], parent: str, parents: Collection[Any]
) -> Iterable[tuple[Any, R, Values]]:
    """(parent key, record, its values) of all rows that belong to the parents, the oldest of each first."""
    column = mapping.table.c[parent]
    rows = select_rows(connection, (column, *mapping.columns), column, parents, f'ORDER BY "{parent}", "id"')
    read = mapping.read([row[1:] for row in rows])
    return ((row[0], record, values) for row, (record, values) in zip(rows, read, strict=True))
