"""What screens ask the database about sets of records: filters and what they may say, counts and sums."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sales_tui.store.grid import Grid, GridQuery, Sums
from sales_tui.tui.question import Question, shown_columns
from sales_tui.workspaces.base import Workspace

if TYPE_CHECKING:
    from sales_tui.filters.fields import Field, Fields
    from sales_tui.filters.tree import Query
    from sales_tui.runtime import Runtime
    from sales_tui.tui.shop import Shop


class Asking:
    """Asks in threads. One question about counts at a time: a newer one takes the place of the one before it."""

    def __init__(self, runtime: Runtime, shop: Callable[[], Shop], clock: Callable[[], datetime]) -> None:
        self._shop = shop
        self._runtime = runtime
        self._clock = clock
        self._quick = Grid(runtime.reader())
        self._counting = Grid(runtime.reader())
        self._fields: dict[str, Fields] = {}

    async def fields(self, place: Workspace) -> Fields:
        """What filters of this workspace may ask about. Raises DatabaseUnusable."""
        if place.name not in self._fields:
            await asyncio.to_thread(self._known, place)
        return self._fields[place.name]

    def _known(self, place: Workspace) -> Fields:
        # Loaded with the first filter: the first question of a start has none.
        from sales_tui.store.questions import known_fields

        if place.name not in self._fields:
            self._fields[place.name] = known_fields(self._quick, place)
        return self._fields[place.name]

    def forget(self) -> None:
        """Names and codes may have changed: look them up again."""
        self._fields.clear()

    async def values(self, place: Workspace) -> Callable[[Field], Sequence[str]]:
        """The names that may stand behind a field, such as those of the stores."""
        from sales_tui.filters.fields import Kind

        columns = [column for column in (*place.columns, *place.fields) if column.names]
        found = {column.name: await asyncio.to_thread(self._quick.names, column) for column in columns}
        listed = {name: sorted({" ".join(one.split()) for one in names.values()}) for name, names in found.items()}
        return lambda field: listed.get(field.name, ()) if field.kind is Kind.NAME else ()

    def read(self, place: Workspace, text: str) -> Query:
        """What the filter means now; for worker threads. Raises FilterError, DatabaseUnusable."""
        if not text.strip():
            return ()
        from sales_tui.filters.resolve import Calendar, read

        return read(text, self._known(place), Calendar(self._clock(), self._shop().zone, self._runtime.actor.name))

    def query(self, place: Workspace, question: Question) -> GridQuery:
        """The question for the database; for worker threads. Raises FilterError, DatabaseUnusable."""
        columns = shown_columns(place, question.columns)
        return GridQuery(place, columns, self.read(place, question.filter), question.sort)

    async def count(self, place: Workspace, text: str) -> int:
        """How many records a filter finds. Raises FilterError, DatabaseUnusable, Interrupted."""
        try:
            return await asyncio.to_thread(self._count, place, text)
        except asyncio.CancelledError:
            self._counting.reader.interrupt()  # else it would go on beside what is asked next
            raise

    def _count(self, place: Workspace, text: str) -> int:
        self._counting.reader.interrupt()
        return self._counting.count(GridQuery(place, (), self.read(place, text)))

    async def sums_of(self, place: Workspace, ids: Iterable[int]) -> list[Sums]:
        """What these records come to. Raises DatabaseUnusable, Interrupted."""
        return await asyncio.to_thread(self._counting.sums_of, place, ids)
