"""A count that nobody waits for any more ends."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event

import pytest

from sales_tui.store import reader as reader_module
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.tui.asking import Asking
from sales_tui.workspaces import WORKSPACES
from tests.tui.question_robot import SHOP, runtime_on
from tests.tui.robot import NOW

NEVER = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(folded(i)) FROM n
"""
"""A query that takes longer than anybody waits, and tells that it runs."""


async def test_a_count_ends_with_whoever_waited_for_it(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = Event(), Event()
    readers = []

    def count(grid: Grid, query: GridQuery) -> int:
        readers.append(grid.reader)
        try:
            return len(grid.reader.rows(NEVER))
        finally:
            ended.set()

    monkeypatch.setattr(reader_module, "_folded", lambda number: begun.set())
    monkeypatch.setattr(Grid, "count", count)
    asking = Asking(runtime_on(seeded), lambda: SHOP, lambda: NOW)
    counting = asyncio.create_task(asking.count(WORKSPACES["orders"], ""))
    try:
        assert await asyncio.to_thread(begun.wait, 30)
        counting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await counting
        assert await asyncio.to_thread(ended.wait, 10)
    finally:
        readers[0].interrupt()
