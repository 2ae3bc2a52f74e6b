"""A screen around one grid, a source with gates, and what the tests of the grid look at."""

from __future__ import annotations

import threading
from array import array
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot

from sales_tui.tui.grid.source import Around, GridColumn, NotSoon, Row
from sales_tui.tui.grid.view import RecordGrid

MILLION = 1_000_000
COLUMNS = (
    GridColumn("number", "Order", 9),
    GridColumn("name", "Bill-to", 12, flexible=True),
    GridColumn("store", "Store", 10, priority=2, sortable=False),
    GridColumn("total", "Total", 10, align="right"),
    GridColumn("status", "Status", 12),
)


class Source:
    """Records by id. Gates hold a call back until the test opens them; `broken` makes every call raise."""

    def __init__(self, ids: Sequence[int], tag: str = "open") -> None:
        self.ids = ids if isinstance(ids, array) else array("q", ids)
        self.tag = tag
        self.asked: list[list[int]] = []
        self.orders = 0
        self.gates = {name: threading.Event() for name in ("head", "around", "order", "rows")}
        self.places = True
        """Whether it can tell soon where a record is."""
        self.broken: str | None = None
        self.gone: set[int] = set()
        for gate in self.gates.values():
            gate.set()

    def close(self, *names: str) -> None:
        for name in names:
            self.gates[name].clear()

    def open(self, *names: str) -> None:
        for name in names or self.gates:
            self.gates[name].set()

    def _wait(self, name: str) -> None:
        assert threading.current_thread() is not threading.main_thread()
        assert self.gates[name].wait(20)
        if self.broken:
            raise RuntimeError(self.broken)

    def cells(self, record_id: int) -> Row:
        return (f"#{record_id:08}", f"Customer {record_id}", "Main", f"{record_id}.50", self.tag)

    def head(self, limit: int) -> Sequence[tuple[int, Row]]:
        self._wait("head")
        return [(record_id, self.cells(record_id)) for record_id in self.ids[:limit]]

    def around(self, record_id: int, before: int, after: int) -> Around | None:
        self._wait("around")
        if not self.places:
            raise NotSoon
        if record_id not in self.ids:
            return None
        row = list(self.ids).index(record_id)
        first = max(0, row - before)
        ids = list(self.ids[first : row + after + 1])
        return Around(first, len(self.ids), ids, {i: self.cells(i) for i in ids if i not in self.gone})

    def order(self) -> array[int]:
        self._wait("order")
        self.orders += 1
        return array("q", self.ids)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        tag = self.tag  # as a read that began before a change sees it
        self.asked.append(list(ids))
        self._wait("rows")
        return {i: (*self.cells(i)[:-1], tag) for i in ids if i not in self.gone}


class Desk(App[None]):
    """A screen around one grid; writes down what it is told, and has a key of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [("i", "act", "Act"), ("j", "step(1)"), ("k", "step(-1)")]

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.acted: list[int | None] = []

    def compose(self) -> ComposeResult:
        yield RecordGrid(id="grid")

    def action_act(self) -> None:
        self.acted.append(self.grid.cursor_id)

    def action_step(self, rows: int) -> None:
        self.grid.step(rows)

    @property
    def grid(self) -> RecordGrid:
        return self.screen_stack[0].query_one(RecordGrid)

    def on_record_grid_cursor_moved(self, message: RecordGrid.CursorMoved) -> None:
        assert message.control is self.grid
        self.heard.append(("cursor", message.record_id, message.position, message.total))

    def on_record_grid_opened(self, message: RecordGrid.Opened) -> None:
        self.heard.append(("opened", message.record_id))

    def on_record_grid_sort_asked(self, message: RecordGrid.SortAsked) -> None:
        self.heard.append(("sort", message.key))

    def on_record_grid_loaded(self, message: RecordGrid.Loaded) -> None:
        self.heard.append(("loaded", message.total))

    def on_record_grid_failed(self, message: RecordGrid.Failed) -> None:
        self.heard.append(("failed", message.sentence))


Robot = Pilot[None]


def desk(pilot: Robot) -> Desk:
    assert isinstance(pilot.app, Desk)
    return pilot.app


def lines(pilot: Robot) -> list[str]:
    """The text on the screen, as the compositor has it."""
    strips = pilot.app.screen._compositor.render_strips()
    return [strip.text for strip in strips]


def numbers(pilot: Robot) -> list[int | None]:
    """The record in every painted row; None for a placeholder."""
    found = [line[4:13].strip().lstrip("#") for line in lines(pilot)[1:]]
    return [int(number) if number else None for number in found]


async def until(pilot: Robot, holds: Callable[[], bool]) -> None:
    """Let the screen work until this holds; the reading threads have the time they need."""
    for _ in range(2000):
        await pilot.pause()
        if holds():
            return
    raise AssertionError("it never came to be; the screen was:\n" + "\n".join(lines(pilot)))


async def settled(pilot: Robot) -> None:
    grid = desk(pilot).grid
    await until(pilot, lambda: grid.is_complete and None not in numbers(pilot)[: len(grid.ordered_rows)])


@asynccontextmanager
async def running(source: Source | None, *, size: tuple[int, int] = (80, 24), **show: object) -> AsyncIterator[Robot]:
    app = Desk()
    async with app.run_test(size=size) as pilot:
        try:
            if source is not None:
                app.grid.show(source, COLUMNS, **show)  # type: ignore[arg-type]
                if all(gate.is_set() for gate in source.gates.values()) and not source.broken:
                    await settled(pilot)
            yield pilot
        finally:
            if source is not None:
                source.open()
