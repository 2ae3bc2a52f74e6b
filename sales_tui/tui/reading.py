"""Reads single records in threads: the one under the cursor, a little after it came there; the one that is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sales_tui.core.money import plain
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.reader import Reader
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.line import is_compact
from sales_tui.workspaces import PLACES

if TYPE_CHECKING:
    from textual.worker import WorkType

    from sales_tui.store.desk import Opened
    from sales_tui.tui.app import SalesApp

PAUSE = 0.05
"""Seconds that the cursor rests before its record is read: held down, it reads only where it ends."""

LONG_PAUSE = 0.15
"""The same where there is no room for the record: only what can be done with it is shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was read; `key` is its key in the grid."""

    key: int | None
    opened: Opened

    @property
    def allowed(self) -> frozenset[str]:
        """Names of the actions that are possible on the record, on its order, and on its shipments."""
        order = self.opened.order
        parts = [self.opened.record, order]
        if self.opened.record is order:
            parts += order.get("shipments", ())
        return frozenset(name for part in parts for name in part.get("allowed_actions", ()))

    @property
    def counts(self) -> Mapping[str, str]:
        """Name of a step of a return -> how many pieces wait for it."""
        from sales_tui.workspaces.return_words import STEPS, step_pieces

        record = self.opened.record
        qtys = ((step, step_pieces(record, step)) for step in STEPS) if "next_step" in record else ()
        return {f"return.{step}": plain(qty) for step, qty in qtys if qty}


class Follower(Protocol):
    """A screen that shows the record under its cursor."""

    kind: str

    @property
    def is_attached(self) -> bool:
        """Whether it is still there."""
        ...

    async def show_found(self, found: Found) -> None:
        """The record was read."""

    def show_gone(self) -> None:
        """The record is no longer there."""


def for_order(opened: Opened) -> Opened:
    """The order of what was opened, as if it had been opened itself."""
    from sales_tui.actions.base import Target
    from sales_tui.store.desk import Opened

    return Opened(opened.order, opened.order, Target(opened.target.order))


class RecordReader:
    """Reads records for the screens."""

    def __init__(self, app: SalesApp, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._grid = Grid(reader)
        self._clock = clock

    def follow(self, screen: Follower, key: int | None, number: str | None = None) -> None:
        """Read the record that the screen is at, unless it has moved on by then."""
        group = f"follow {id(screen)}"
        work: WorkType[None] = partial(self._follow, screen, key, number)
        self._app.run_worker(work, group=group, exclusive=True, exit_on_error=False)

    async def _follow(self, screen: Follower, key: int | None, number: str | None) -> None:
        await asyncio.sleep(LONG_PAUSE if is_compact(self._app.size) else PAUSE)
        try:
            found = await self.read(screen.kind, key=key, number=number)
        except DatabaseUnusable as error:
            self._app.say(str(error), Tone.FAULT)
            return
        if not screen.is_attached:
            return
        if found is None:
            screen.show_gone()
        else:
            await screen.show_found(found)

    async def read(self, kind: str, *, key: int | None = None, number: str | None = None) -> Found | None:
        """The record with that key or that number; None where there is none. Raises DatabaseUnusable."""
        return await asyncio.to_thread(self._read, kind, key, number)

    async def number(self, kind: str, key: int) -> str | None:
        """The number of the record with that key."""
        return await asyncio.to_thread(self._number, kind, key)

    def _read(self, kind: str, key: int | None, number: str | None) -> Found | None:
        from sales_tui.actions.base import Context
        from sales_tui.store.desk import open_record

        if number is None:
            number = None if key is None else self._number(kind, key)
        if number is None:
            return None
        runtime = self._app.runtime
        context = Context(self._clock(), runtime.terms, by=runtime.actor.name)
        opened = open_record(runtime.engine, kind, number, context, key)
        return None if opened is None else Found(key, opened)

    def _number(self, kind: str, key: int) -> str | None:
        place = PLACES[kind]
        column = place.column(place.number)
        assert column is not None
        row = self._grid.rows(GridQuery(place, (column,)), [key]).get(key)
        return None if row is None else str(row[0])
