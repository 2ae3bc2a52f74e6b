"""Whatever is done to a grid, in any order: a painted row is the right one, and in the end all are there."""

from __future__ import annotations

from array import array
from random import Random

import pytest

from tests.tui.grid_robot import COLUMNS, Robot, Source, desk, numbers, running, until

KEYS = ("down", "down", "up", "pagedown", "pagedown", "pageup", "home", "end", "left", "right", "i", "enter", "escape")


async def misuse(pilot: Robot, chance: Random, source: Source) -> Source:
    """One thing that may happen to a grid; says which source it has then."""
    grid = desk(pilot).grid
    match chance.randrange(12):
        case 0:
            await pilot.resize_terminal(chance.randrange(24, 120), chance.randrange(2, 40))
        case 1:
            kept = [record for record in source.ids if chance.random() < 0.9]
            source.ids = array("q", dict.fromkeys([*kept, *chance.sample(range(9000, 90_000), chance.randrange(30))]))
            grid.reload()
        case 2:
            source.open()
            ids = chance.sample(range(1, 9000), chance.choice((0, 1, 2, 30, 500, 3000)))
            source = Source(ids)
            grid.show(source, COLUMNS, cursor_id=chance.choice((None, *ids[:1], *ids[-1:])))
        case 3:
            source.close(chance.choice(("head", "order", "rows")))
        case 4 | 5:
            source.open()
        case 6:
            grid.scroll_to(y=chance.randrange(3000), animate=False, force=True)
        case 7:
            grid.refresh_visible()
        case 8:
            grid.refresh_records(chance.sample(range(1, 9000), 50))
            if grid.cursor_id is not None:
                grid.mark_done(grid.cursor_id, "shipped")
        case 9:
            source.broken = chance.choice((None, None, "database is locked"))
        case _:
            await pilot.press(*chance.choices(KEYS, k=chance.randrange(1, 9)))
    return source


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_rows_are_right(seed: int) -> None:
    chance = Random(seed)
    source = Source(range(1, 2001))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        for _ in range(50):
            source = await misuse(pilot, chance, source)
            await pilot.pause()
            first = grid.first_visible
            for at, number in enumerate(numbers(pilot)):
                assert number in (None, grid._records.order.id_at(first + at))
        source.broken = None
        source.open()
        grid.reload()
        await until(pilot, lambda: list(grid.all_ids()) == list(source.ids) and grid.is_complete)
        await pilot.press("escape", "end", "home", "down", "up")
        await until(pilot, lambda: numbers(pilot)[: grid.page] == [*source.ids, *[None] * 50][: grid.page])
        assert grid.cursor_id == (source.ids[0] if len(source.ids) else None)
