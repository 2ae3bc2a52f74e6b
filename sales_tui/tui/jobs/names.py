"""The names that stand beside numbers, read when they come into view."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import DatabaseUnusable
from sales_tui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from sales_tui.store.job_plan import Plan
    from sales_tui.tui.app import SalesApp


class Names:
    """Of the records of a plan, as far as they were read."""

    def __init__(self, desk: SalesApp, plan: Plan) -> None:
        self._plan = plan
        self._place = WORKSPACES.get(plan.workspace)
        self._column = self._place.column(self._place.gist[1]) if self._place else None
        self._grid = Grid(desk.runtime.reader())
        self._names: dict[int, str] = {}

    def name(self, position: int) -> str:
        """Of the record at that place in the plan; nothing where it isn't known."""
        return self._names.get(position, "")

    async def read(self, positions: Sequence[int], then: Callable[[], object]) -> None:
        """Read those that aren't known yet. Without an answer there are just no names."""
        wanted = {
            position: self._plan.aims[position].record_id for position in positions if position not in self._names
        }
        keys = [key for key in wanted.values() if key is not None]
        if self._place is None or self._column is None or not keys:
            return
        query = GridQuery(self._place, (self._column,))
        try:
            rows = await asyncio.to_thread(self._grid.rows, query, keys)
        except DatabaseUnusable:
            return
        for position, key in wanted.items():
            values = rows.get(key) if key is not None else None
            self._names[position] = str(values[0] or "") if values else ""
        then()
