"""Puts grid queries together: tables, conditions and order, in the words of the database at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sales_tui.filters.tree import Query
from sales_tui.store.dialect import for_postgres
from sales_tui.store.where import Conditions, Names, Way
from sales_tui.workspaces.base import Column, Show, Workspace

_A_NUMBER = re.compile(r"\.(id|state|is_closed)$|^length\(")
"""Keys of texts and codes that aren't texts themselves."""

Sort = Sequence[tuple[str, bool]]
"""(column, descending); empty: the workspace's own."""


@dataclass(frozen=True, slots=True)
class Select:
    """A query without what it selects."""

    key: str
    """Expression for the key of a record."""
    tables: str
    where: str = ""
    order: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    is_sqlite: bool = True

    def sql(self, selected: str) -> str:
        """The whole of it."""
        sql = f"SELECT {selected} FROM {self.tables}{self.where}{self.order}"
        return sql if self.is_sqlite else for_postgres(sql)

    @property
    def counting(self) -> str:
        """How many records it has, in no order."""
        return replace(self, order="").sql("count(*)")

    def counting_to(self, most: int) -> str:
        """How many records it has, in no order; not counted further than `most`."""
        return f"SELECT count(*) FROM ({replace(self, order='').sql(self.key)} LIMIT {int(most)}) counted"

    def narrowed(self, condition: str, **parameters: Any) -> Select:
        """Those of the records for which this holds too."""
        where = f"{self.where}{' AND' if self.where else ' WHERE'} {condition}"
        return replace(self, where=where, parameters={**self.parameters, **parameters})


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes queries for one kind of database."""

    is_sqlite: bool
    names: Names
    kept: Callable[[Workspace, Query], Query] = lambda workspace, filter: filter
    """Adds to a filter what leaves out the records that a workspace doesn't show unless it is asked for them."""

    def ordered(self, workspace: Workspace, filter: Query, sort: Sort, way: Way, selected: str = "") -> Select:
        """The records of a filter in their order; ties by key. `selected` is what will be asked for beside the key."""
        conditions = Conditions(workspace, self.is_sqlite, way, self.names)
        where = conditions.all(self.kept(workspace, filter))
        sort = sort or (workspace.sort,)
        lead, key = self._lead(workspace, sort, way)
        order = self._order(workspace, sort, key, indexed=way is Way.WALK or not self.is_sqlite)
        tables = _tables(workspace, f"{selected} {where} {order}", lead)
        return Select(key, tables, where, order, conditions.parameters, self.is_sqlite)

    def unordered(
        self, workspace: Workspace, filter: Query, selected: str, way: Way = Way.GATHER, above: int | None = None
    ) -> Select:
        """The records of a filter; with `above` only those with a higher key, which are expected to be few."""
        conditions = Conditions(workspace, self.is_sqlite, way if above is None else Way.WALK, self.names)
        where = conditions.all(self.kept(workspace, filter))
        key = f"{workspace.alias}.id"
        tables = _tables(workspace, f"{selected} {where}")
        select = Select(key, tables, where, "", conditions.parameters, self.is_sqlite)
        return select if above is None else select.narrowed(f"{key} > {int(above)}")

    def standing(self, workspace: Workspace, filter: Query, sort: Sort, key: int) -> tuple[Select, str]:
        """That record, where the filter has it, and what tells its place in the order by the first column."""
        told_by = ", ".join(self._place(workspace, sort or (workspace.sort,)))
        select = self.unordered(workspace, filter, told_by, Way.WALK)
        return select.narrowed(f"{select.key} = {int(key)}"), told_by

    def beside(
        self, workspace: Workspace, filter: Query, sort: Sort, place: Sequence[Any], *, behind: bool
    ) -> tuple[Select, Select]:
        """The records before or behind a place in an order by one column, the nearest first.

        First those that are equal in the column, then the others: a comparison of both at once would have SQLite walk
        through all that are equal.
        """
        ((name, descending),) = sort or (workspace.sort,)
        way = ((name, descending is behind),)
        sign = "<" if descending is behind else ">"
        first, *ties = self._place(workspace, way)
        values = {f"v{at}": value for at, value in enumerate(place)}
        tied = ", ".join(f":{value}" for value in list(values)[1:])
        select = self.ordered(workspace, filter, way, Way.WALK)
        equal = select.narrowed(f"{first} = :v0 AND ({', '.join(ties)}) {sign} ({tied})", **values)
        return equal, select.narrowed(f"{first} {sign} :v0", v0=values["v0"])

    def by_key(self, workspace: Workspace, keys: Iterable[int], selected: str) -> Select:
        """Those records."""
        key = f"{workspace.alias}.id"
        where = f" WHERE {key} IN ({','.join(str(int(one)) for one in keys)})"
        return Select(key, _tables(workspace, selected), where, is_sqlite=self.is_sqlite)

    def _lead(self, workspace: Workspace, sort: Sort, way: Way) -> tuple[str, str]:
        """The table whose index gives the order, where it isn't the main one, and the key of a record there."""
        walks = self.is_sqlite and way is Way.WALK
        lead = _sorted_by(workspace, sort)[0].lead if walks else ""
        return lead, workspace.leads[lead][0] if lead else f"{workspace.alias}.id"

    def _place(self, workspace: Workspace, sort: Sort) -> list[str]:
        """What the order by the first column compares, to the key."""
        _, key = self._lead(workspace, sort, Way.WALK)
        return list(dict.fromkeys([*self._expressions(_sorted_by(workspace, sort)[0]), key]))

    def _order(self, workspace: Workspace, sort: Sort, key: str, *, indexed: bool) -> str:
        """ORDER BY; what isn't to be taken from an index gets a sign before it."""
        sign = "" if indexed else "+"
        sorted_by = [self._expressions(column) for column in _sorted_by(workspace, sort)]
        ways = ["DESC" if descending else "ASC" for _, descending in sort]
        parts = [f"{sign}{first} {way}" for (first, *_), way in zip(sorted_by, ways, strict=True)]
        ties = [f"{sign}{tie} {ways[0]}" for tie in sorted_by[0][1:]]
        return " ORDER BY " + ", ".join([*parts, *ties, f"{key} {ways[0]}"])

    def _expressions(self, column: Column) -> list[str]:
        """What a column is sorted by, then what decides ties; texts in the same order on both databases."""
        first, *ties = column.key.split(", ") if column.key else [f"({column.sql})"]
        is_text = column.show in (Show.TEXT, Show.CODE, Show.STORE) and not _A_NUMBER.search(first)
        return [f'{first} COLLATE "C"' if is_text and not self.is_sqlite else first, *ties]


def _sorted_by(workspace: Workspace, sort: Sort) -> list[Column]:
    columns = [workspace.column(name) for name, _ in sort]
    return [column for column in columns if column is not None]


def _tables(workspace: Workspace, used: str, lead: str = "") -> str:
    """The main table, or those of the lead, and the joins that the rest of the query needs."""
    first = workspace.leads[lead][1] if lead else workspace.table
    wanted: list[str] = []
    for alias, clause in reversed(workspace.joins):
        if re.search(rf"\b{alias}\.", used) and not re.search(rf"\b{alias} (ON|CROSS|LEFT)\b", first):
            wanted.insert(0, clause)
            used += f" {clause}"
    if lead and not re.search(r"\bo\.", used):
        # SQLite leaves such a join out by itself, but not while it counts.
        first = first.partition(" LEFT JOIN")[0]
    return " ".join([first, *wanted])
