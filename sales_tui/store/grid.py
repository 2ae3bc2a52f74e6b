"""Grid queries: which records in which order, as keys; their rows, by key; never OFFSET, never all rows at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_tui.filters.terms import Term
from sales_tui.store.reader import Reader
from sales_tui.store.where import conditions
from sales_tui.workspaces.base import Column, Show, Workspace

Values = tuple[Any, ...]
"""The columns' stored values, then the row's order currency and shop currency."""


@dataclass(frozen=True, slots=True)
class GridQuery:
    """Which records of a workspace, in which order, with which columns."""

    workspace: Workspace
    columns: tuple[Column, ...]
    terms: tuple[Term, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    """(column, descending); ties by key in the direction of the first. Empty: the workspace's own."""
    timezone: str = "UTC"
    """Where a day begins, for dates in the filter."""


class Grid:
    """Runs grid queries."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def head(self, query: GridQuery, limit: int) -> list[tuple[int, Values]]:
        """The first records, with their rows, at once."""
        sql, parameters = self._sql(query, _row_list(query), ordered=True)
        rows = self.reader.rows(f"{sql} LIMIT :limit", {**parameters, "limit": limit})
        return [(row[0], row[1:]) for row in rows]

    def order(self, query: GridQuery) -> array[int]:
        """The keys of all records, in sort order."""
        sql, parameters = self._sql(query, f"{query.workspace.alias}.id", ordered=True)
        return array("q", (row[0] for row in self.reader.rows(sql, parameters)))

    def count(self, query: GridQuery) -> int:
        """How many records there are."""
        sql, parameters = self._sql(query, "count(*)", ordered=False)
        return int(self.reader.rows(sql, parameters)[0][0])

    def rows(self, query: GridQuery, keys: Sequence[int]) -> dict[int, Values]:
        """The rows of those records; keys that no longer exist are missing."""
        if not keys:
            return {}
        wanted = ",".join(str(int(key)) for key in keys)
        alias = query.workspace.alias
        selected = _row_list(query)
        sql = f"SELECT {selected} FROM {_tables(query.workspace, selected)} WHERE {alias}.id IN ({wanted})"
        return {row[0]: row[1:] for row in self.reader.rows(sql)}

    def stream(self, query: GridQuery, limit: int | None = None) -> Iterator[tuple[int, Values]]:
        """All records with their rows, in order, in constant memory."""
        sql, parameters = self._sql(query, _row_list(query), ordered=True)
        if limit is not None:
            sql, parameters = f"{sql} LIMIT :limit", {**parameters, "limit": limit}
        return ((row[0], row[1:]) for row in self.reader.stream(sql, parameters))

    def find(self, workspace: Workspace, digits: str, limit: int) -> list[tuple[int, str]]:
        """Records whose number ends with those characters: (key, number), the exact one and the newest first."""
        name = workspace.column(workspace.number)
        assert name is not None
        sql = (
            f"SELECT {workspace.alias}.id, {name.sql} FROM {_tables(workspace, name.sql)} "
            f"WHERE {name.sql} LIKE :pattern ESCAPE '!' "
            f"ORDER BY CASE WHEN {name.sql} = :exact THEN 0 ELSE 1 END, {workspace.alias}.id DESC LIMIT :limit"
        )
        pattern = "%" + digits.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        return [
            (row[0], row[1]) for row in self.reader.rows(sql, {"pattern": pattern, "exact": digits, "limit": limit})
        ]

    def _sql(self, query: GridQuery, selected: str, *, ordered: bool) -> tuple[str, Mapping[str, Any]]:
        where, parameters = conditions(query.workspace, query.terms, query.timezone)
        order = self._order(query) if ordered else ""
        tables = _tables(query.workspace, f"{selected} {where} {order}")
        return f"SELECT {selected} FROM {tables}{where}{order}", parameters

    def _order(self, query: GridQuery) -> str:
        """ORDER BY with ties by key; the same order of texts on both databases."""
        sort = query.sort or (query.workspace.sort,)
        parts = []
        for name, descending in sort:
            column = query.workspace.column(name)
            assert column is not None, name
            parts.append(f"{self._comparable(column)} {'DESC' if descending else 'ASC'}")
        parts.append(f"{query.workspace.alias}.id {'DESC' if sort[0][1] else 'ASC'}")
        return " ORDER BY " + ", ".join(parts)

    def _comparable(self, column: Column) -> str:
        is_text = column.show in (Show.TEXT, Show.CODE, Show.STORE)
        return f'({column.sql}) COLLATE "C"' if is_text and not self.reader.is_sqlite else column.sql


def _row_list(query: GridQuery) -> str:
    workspace = query.workspace
    expressions = [f"{workspace.alias}.id", *(column.sql for column in query.columns)]
    return ", ".join([*expressions, workspace.order_currency, workspace.base_currency])


def _tables(workspace: Workspace, used: str) -> str:
    """The main table and the joins that the rest of the query needs."""
    wanted: list[str] = []
    for alias, clause in reversed(workspace.joins):
        if f"{alias}." in used:
            wanted.insert(0, clause)
            used += f" {clause}"
    return " ".join([workspace.table, *wanted])
