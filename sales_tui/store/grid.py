"""Grid queries: which records in which order, as keys; their rows, by key; never OFFSET, never all rows at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Any

from sales_tui.core.text import storable
from sales_tui.filters.tree import Clause, Like, OneOf, Query, Search
from sales_tui.store.reader import OutOfTime, Reader
from sales_tui.store.select import Builder, Select
from sales_tui.store.where import LAST, Way
from sales_tui.workspaces.base import ARCHIVED, Column, Workspace

Values = tuple[Any, ...]
"""The columns' stored values, then the row's order currency and shop currency."""

PATIENCE = 0.02
"""Seconds in which the first records must be found by walking; then they are gathered."""

FEW = 50_000
"""Up to so many records behind one are counted before those that stand before it are."""

SAMPLE = 120
"""Records that must be met in that time for them to count as many."""

CHUNK = 500
"""Rows read by key in one query."""

NEARBY = 0.2
"""Seconds in which the place of a record must be found; whoever waits for it then does without."""

MANY = 200_000
"""Keys of a filter that are read for it at most."""

_ANY_ARCHIVED = "SELECT 1 FROM sales_order WHERE archived_at IS NOT NULL LIMIT 1"


@dataclass(frozen=True, slots=True)
class GridQuery:
    """Which records of a workspace, in which order, with which columns."""

    workspace: Workspace
    columns: tuple[Column, ...]
    filter: Query = ()
    sort: tuple[tuple[str, bool], ...] = ()
    """(column, descending); ties by key in the direction of the first, the order's before the document's where an
    order says it. Empty: the workspace's own."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What records come to in one currency of the shop; amounts as stored, in the order of `Workspace.sums`."""

    currency: str
    count: int
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands, with those around it."""

    row: int
    """How many stand before it."""
    total: int
    keys: Sequence[int]
    """Some that stand before it, the record itself, some that stand behind it."""


class Grid:
    """Runs grid queries."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._build = Builder(reader.is_sqlite, self.names, self._kept)

    def head(self, query: GridQuery, limit: int) -> list[tuple[int, Values]]:
        """The first records, with their rows, at once."""
        keys = self.first(query, limit)
        rows = self.rows(query, keys)
        return [(key, rows[key]) for key in keys if key in rows]

    def first(self, query: GridQuery, limit: int) -> list[int]:
        """The keys of the first records.

        Where many records fit, they are met soon by walking through the order's index; where few fit, it is quicker to
        gather them. How many fit isn't known before, so walking is tried for a moment.
        """
        if not query.filter or not self.reader.is_sqlite:
            return self._keys(self._select(query, Way.WALK), limit)
        try:
            return self._keys(self._select(query, Way.WALK), limit, PATIENCE)
        except OutOfTime:
            return self._keys(self._select(query, Way.GATHER), limit)

    def _kept(self, workspace: Workspace, filter: Query) -> Query:
        """The filter without what was put away, unless it asks for that itself. Where nothing was, it stays as it is,
        which an index of nothing tells."""
        is_asked = any(getattr(one, "field", "") == ARCHIVED for clause in filter for one in clause.conditions)
        if is_asked or workspace.field(ARCHIVED) is None or not self.reader.rows(_ANY_ARCHIVED):
            return filter
        return (*filter, Clause((OneOf(ARCHIVED, ("no",)),)))

    def _way(self, query: GridQuery) -> Way:
        """How all records of a query are come by quickest.

        Texts are gathered: the search index has them. Of the others, those that are met soon by walking are many, and
        to walk through an index once is quicker than to look up each of many in the table.
        """
        if query.filter and self.reader.is_sqlite:
            if any(isinstance(one, Search | Like) for clause in query.filter for one in clause.conditions):
                return Way.GATHER
            try:
                self._keys(self._select(query, Way.WALK), SAMPLE, PATIENCE)
            except OutOfTime:
                return Way.GATHER
        return Way.WALK

    def _select(self, query: GridQuery, way: Way) -> Select:
        return self._build.ordered(query.workspace, query.filter, query.sort, way)

    def _keys(self, select: Select, limit: int, seconds: float | None = None) -> list[int]:
        sql, parameters = select.sql(select.key), {**select.parameters, "limit": limit}
        return [row[0] for row in self.reader.rows(f"{sql} LIMIT :limit", parameters, seconds)]

    def order(self, query: GridQuery) -> array[int]:
        """The keys of all records, in sort order, in four bytes each where they fit."""
        select = self._select(query, self._way(query))
        return self.reader.keys(select.sql(select.key), select.parameters)

    def place(self, query: GridQuery, key: int, before: int, after: int) -> Place | None:
        """Where the record stands, with as many before and after it; None where the query doesn't have it.

        Raises OutOfTime where that isn't known soon: SQLite needs too long for it, or several columns are sorted by.
        """
        until = monotonic() + NEARBY
        standing, told_by = self._build.standing(query.workspace, query.filter, query.sort, key)
        found = self.reader.rows(standing.sql(told_by), standing.parameters, NEARBY)
        if not found:
            return None
        if query.filter and self.reader.is_sqlite:
            return self._place_among(query, key, before, after, until)
        if len(query.sort) > 1 or None in found[0]:
            raise OutOfTime
        sides = [
            self._build.beside(query.workspace, query.filter, query.sort, found[0], behind=way) for way in (False, True)
        ]
        near = [self._nearest(side, limit, until) for side, limit in zip(sides, (before, after), strict=True)]
        total = self._counted(self._build.unordered(query.workspace, query.filter, ""), until)
        row = self._row(sides, total, until)
        if row < len(near[0]) or total <= row + len(near[1]):
            raise OutOfTime  # records came or went between two of the questions
        return Place(row, total, [*reversed(near[0]), key, *near[1]])

    def _row(self, sides: Sequence[Sequence[Select]], total: int, until: float) -> int:
        """How many records stand before one, from those on either side of it; of these the fewer are counted."""
        behind = 0
        for select in sides[1]:
            behind += self.reader.rows(select.counting_to(FEW), select.parameters, until - monotonic())[0][0]
            if behind >= FEW:
                return sum(self._counted(one, until) for one in sides[0])
        return total - behind - 1

    def _place_among(self, query: GridQuery, key: int, before: int, after: int, until: float) -> Place | None:
        """The same, by all the keys: no other question is answered sooner where a filter tests the records."""
        select = self._select(query, self._way(query))
        sql, parameters = f"{select.sql(select.key)} LIMIT :limit", {**select.parameters, "limit": MANY}
        keys = self.reader.keys(sql, parameters, until - monotonic())
        if len(keys) == MANY:
            raise OutOfTime
        if key not in keys:
            return None
        row = keys.index(key)
        return Place(row, len(keys), keys[max(0, row - before) : row + after + 1].tolist())

    def _nearest(self, side: Iterable[Select], limit: int, until: float) -> list[int]:
        keys: list[int] = []
        for select in side:
            if len(keys) < limit:
                keys += self._keys(select, limit - len(keys), until - monotonic())
        return keys

    def _counted(self, select: Select, until: float) -> int:
        return int(self.reader.rows(select.counting, select.parameters, until - monotonic())[0][0])

    def count(self, query: GridQuery, above: int | None = None) -> int:
        """How many records there are; with `above` only those with a higher key."""
        select = self._build.unordered(query.workspace, query.filter, "", above=above)
        return int(self.reader.rows(select.sql("count(*)"), select.parameters)[0][0])

    def sums(self, query: GridQuery) -> list[Sums]:
        """What the set comes to, for each currency of the shop."""
        summed = _summed(query.workspace)
        return self._sums(self._build.unordered(query.workspace, query.filter, summed, self._way(query)), summed)

    def sums_of(self, workspace: Workspace, keys: Iterable[int]) -> list[Sums]:
        """What these records come to."""
        found: dict[str, Sums] = {}
        summed = _summed(workspace)
        for part in _parts(keys, 10 * CHUNK):
            for sums in self._sums(self._build.by_key(workspace, part, summed), summed):
                known = found.get(sums.currency)
                found[sums.currency] = sums if known is None else _added(known, sums)
        return [found[currency] for currency in sorted(found)]

    def _sums(self, select: Select, summed: str) -> list[Sums]:
        rows = self.reader.rows(f"{select.sql(summed)} GROUP BY 1 ORDER BY 1", select.parameters)
        return [Sums(currency, count, tuple(int(amount) for amount in amounts)) for currency, count, *amounts in rows]

    def rows(self, query: GridQuery, keys: Sequence[int]) -> dict[int, Values]:
        """The rows of those records; keys that no longer exist are missing."""
        if not keys:
            return {}
        selected = f"{query.workspace.alias}.id, {_row(query)}"
        sql = self._build.by_key(query.workspace, keys, selected).sql(selected)
        return {row[0]: row[1:] for row in self.reader.rows(sql)}

    def stream(self, query: GridQuery, limit: int | None = None) -> Iterator[tuple[int, Values]]:
        """All records with their rows, in order, in constant memory."""
        select = self._build.ordered(query.workspace, query.filter, query.sort, self._way(query), _row(query))
        sql, parameters = select.sql(f"{select.key}, {_row(query)}"), select.parameters
        if limit is not None:
            sql, parameters = f"{sql} LIMIT :limit", {**parameters, "limit": limit}
        return ((row[0], row[1:]) for row in self.reader.stream(sql, parameters))

    def stream_of(self, query: GridQuery, keys: Iterable[int]) -> Iterator[tuple[int, Values]]:
        """These records with their rows, in this order; those that no longer exist are left out."""
        for part in _parts(keys, CHUNK):
            rows = self.rows(query, part)
            yield from ((key, rows[key]) for key in part if key in rows)

    def find(self, workspace: Workspace, digits: str, limit: int) -> list[tuple[int, str]]:
        """Records whose number ends with those characters, as they are written or in capitals: (key, number), the
        exact one and the newest first."""
        exact = storable(digits)
        parameters: dict[str, Any] = {"exact": exact, "capitals": exact.upper(), "limit": limit}
        ends = []
        for place, ending in enumerate(dict.fromkeys((exact, exact.upper()))):
            parameters |= {f"low{place}": ending[::-1], f"high{place}": ending[::-1] + LAST}
            ends.append(f"(number_tail >= :low{place} AND number_tail < :high{place})")
        number = workspace.number_column
        sql = (
            f"SELECT id, {number} FROM {workspace.table.split()[0]} WHERE {' OR '.join(ends)} "
            f"ORDER BY CASE {number} WHEN :exact THEN 0 WHEN :capitals THEN 1 ELSE 2 END, id DESC LIMIT :limit"
        )
        return [(key, str(found)) for key, found in self.reader.rows(sql, parameters)]

    def names(self, column: Column) -> dict[Any, str]:
        """What the database lists for a column: key or code -> name."""
        return {key: str(name or "") for key, name in self.reader.rows(column.names)}


def _row(query: GridQuery) -> str:
    expressions = [column.sql for column in query.columns]
    return ", ".join([*expressions, query.workspace.order_currency, query.workspace.base_currency])


def _summed(workspace: Workspace) -> str:
    return ", ".join([workspace.base_currency, "count(*)", *(f"coalesce(sum({sql}), 0)" for _, sql in workspace.sums)])


def _parts(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    ahead = iter(keys)
    while part := list(islice(ahead, size)):
        yield part


def _added(one: Sums, other: Sums) -> Sums:
    amounts = zip(one.amounts, other.amounts, strict=True)
    return Sums(one.currency, one.count + other.count, tuple(first + second for first, second in amounts))
