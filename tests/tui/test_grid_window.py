"""A question with a record for the cursor, through a robot: what is around the record is there before the order is."""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Region

from sales_tui.tui.grid.order import PartialOrder
from tests.tui.grid_robot import COLUMNS, MILLION, Robot, Source, desk, lines, numbers, running, settled, until

TEN_THOUSAND = range(1, 10_001)


@asynccontextmanager
async def window(source: Source, record: int) -> AsyncIterator[Robot]:
    """A grid that shows what is around the record; the order of all is held back."""
    source.close("order")
    async with running(source, cursor_id=record) as pilot:
        await until(pilot, lambda: desk(pilot).grid.cursor_id == record)
        yield pilot


async def test_the_rows_around_the_record_are_there_before_the_order() -> None:
    source = Source(range(MILLION))
    async with window(source, 700_000) as pilot:
        grid = desk(pilot).grid
        assert numbers(pilot) == list(range(699_989, 700_012))
        assert [line[4:13] for line in lines(pilot) if "▌" in line] == ["#00700000"]
        assert grid.position == (700_001, 1_000_000)
        assert grid.virtual_size.height == 1_000_001
        assert not grid.is_complete
        assert ("cursor", 700_000, 700_001, 1_000_000) in desk(pilot).heard


async def test_nothing_moves_when_the_order_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(range(MILLION))
    async with window(source, 700_000) as pilot:
        grid = desk(pilot).grid
        await settled_rows(pilot, source)
        shown, painted = lines(pilot), []
        refresh = grid.refresh

        def noted(*regions: Region, **options: bool) -> object:
            painted.append(regions)
            return refresh(*regions, **options)

        monkeypatch.setattr(grid, "refresh", noted)
        source.open()
        await settled(pilot)
        assert lines(pilot) == shown
        assert painted == []
        assert grid.position == (700_001, 1_000_000)
        assert desk(pilot).heard[-1] == ("loaded", 1_000_000)


async def settled_rows(pilot: Robot, source: Source) -> None:
    """Wait until nothing more is asked for."""
    await until(pilot, lambda: desk(pilot).grid._reading is None)


async def test_the_cursor_moves_among_what_is_known() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        app = desk(pilot)
        await pilot.press("down", "down", "i", "up", "up", "up", "i", "pagedown", "i", "pageup", "i", "j", "i")
        assert app.acted == [5002, 4999, 5022, 4999, 5000]
        await pilot.press("enter")
        assert app.heard[-1] == ("opened", 5000)
        assert app.grid.position == (5000, 10_000)
        source.open()
        await settled(pilot)
        assert app.grid.cursor_id == 5000
        assert 5000 in numbers(pilot)


@pytest.mark.parametrize(
    "keys, reached",
    [
        (["end", "i", "up", "i"], [10_000, 9_999]),
        (["home", "i", "down", "i"], [1, 2]),
        (["pagedown"] * 20 + ["i"], [5000 + 20 * 23]),
        (["pageup"] * 20 + ["i"], [5000 - 20 * 23]),
        (["down"] * 90 + ["i"], [5090]),
        (["up"] * 90 + ["i"], [4910]),
        (["k"] * 90 + ["i"], [4910]),
    ],
)
async def test_keys_that_lead_out_of_it_wait_for_the_order(keys: list[str], reached: list[int]) -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        app = desk(pilot)
        await pilot.press(*keys)
        assert app.acted == []
        assert None not in numbers(pilot)
        assert abs((app.grid.cursor_id or 0) - 5000) < 72
        source.open()
        await until(pilot, lambda: app.acted == reached)


async def test_keys_before_the_window_are_pressed_on_it() -> None:
    source = Source(TEN_THOUSAND)
    source.close("around", "order")
    async with running(source, cursor_id=5000) as pilot:
        app = desk(pilot)
        await pilot.press("down", "i", "down", "i")
        assert app.acted == []
        source.open("around")
        await until(pilot, lambda: app.acted == [5001, 5002])
        await pilot.press("end", "i")
        assert app.acted == [5001, 5002]
        source.open()
        await until(pilot, lambda: app.acted == [5001, 5002, 10_000])


async def test_a_movement_already_on_its_way_waits_for_the_order() -> None:
    source = Source(TEN_THOUSAND)
    source.close("around", "order")
    async with running(source, cursor_id=5000) as pilot:
        app = desk(pilot)
        app.grid.action_scroll_bottom()
        await pilot.press("i")
        source.open("around")
        await until(pilot, lambda: app.grid.cursor_id == 5000)
        assert app.acted == []
        source.open()
        await until(pilot, lambda: app.acted == [10_000])


@pytest.mark.parametrize(
    "record, first, row", [(73, 62, 11), (9_999, 9_978, 21), (10_000, 9_978, 22), (9_985, 9_974, 11)]
)
async def test_near_the_ends(record: int, first: int, row: int) -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, record) as pilot:
        grid = desk(pilot).grid
        assert numbers(pilot) == list(range(first, first + 23))
        assert numbers(pilot)[row] == record
        source.open()
        await settled(pilot)
        assert numbers(pilot) == list(range(first, first + 23))
        assert grid.cursor_id == record


async def test_the_end_is_reached_where_it_is_known() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 9_995) as pilot:
        await pilot.press(*["down"] * 8, "i")
        assert desk(pilot).acted == [10_000]


async def test_the_cursor_goes_to_the_next_where_its_record_went_meanwhile() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        grid = desk(pilot).grid
        source.ids = array("q", [n for n in TEN_THOUSAND if n not in (4000, 5000, 5001)])
        source.open()
        await until(pilot, lambda: grid.is_complete)
        assert grid.cursor_id == 5002
        assert grid.position == (4999, 9_997)
        assert numbers(pilot)[11] == 5002


async def test_what_came_meanwhile_leaves_the_picture() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        grid, shown = desk(pilot).grid, numbers(pilot)
        source.ids = array("q", [*range(20_000, 20_010), *TEN_THOUSAND])
        source.open()
        await until(pilot, lambda: grid.position == (5010, 10_010))
        assert grid.cursor_id == 5000
        assert numbers(pilot) == shown


async def test_a_record_that_went_before_its_row_was_read_says_so() -> None:
    source = Source(TEN_THOUSAND)
    source.gone = {5003}
    async with window(source, 5000) as pilot:
        await until(pilot, lambda: "no longe" in lines(pilot)[1 + 11 + 3])


async def test_a_record_that_isnt_among_the_answers_leaves_the_first_rows_to_the_keys() -> None:
    source = Source(TEN_THOUSAND)
    source.close("order", "around")
    async with running(source, cursor_id=77_777) as pilot:
        app = desk(pilot)
        await pilot.press("down", "i")
        source.open("around")
        await until(pilot, lambda: app.acted == [2])
        assert numbers(pilot)[0] == 1
        assert not app.grid.is_complete
        source.open()
        await settled(pilot)
        assert app.grid.cursor_id == 2


async def test_where_its_place_isnt_told_soon_the_first_rows_are_shown_meanwhile() -> None:
    source = Source(TEN_THOUSAND)
    source.places = False
    source.close("order")
    async with running(source, cursor_id=5000) as pilot:
        await until(pilot, lambda: numbers(pilot)[0] == 1)
        assert desk(pilot).grid.cursor_id is None
        source.open()
        await until(pilot, lambda: desk(pilot).grid.cursor_id == 5000)


async def test_a_failing_order_leaves_what_is_known() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        app = desk(pilot)
        await pilot.press("end", "i")
        source.broken = "disk I/O error"
        source.open()
        await until(pilot, lambda: ("failed", "The rows can't be read: disk I/O error.") in app.heard)
        assert app.acted == []
        assert not app.grid.is_complete
        await pilot.press("down", "i")
        assert app.acted == [5001]
        await pilot.press("home", "i")
        assert app.acted == [5001, app.grid.cursor_id]
        assert app.grid.cursor_id in numbers(pilot)
        source.broken = None
        app.grid.reload()
        await until(pilot, lambda: app.grid.is_complete)
        assert app.grid.position == (app.grid.cursor_id, 10_000)


async def test_a_place_that_cant_be_read_is_a_failure() -> None:
    source = Source(TEN_THOUSAND)
    source.close("around")
    async with running(source, cursor_id=5000) as pilot:
        app = desk(pilot)
        source.broken = "database is locked"
        source.open("around")
        await until(pilot, lambda: ("failed", "The rows can't be read: database is locked.") in app.heard)
        assert app.grid.cursor_id is None


async def test_a_newer_question_overtakes_it() -> None:
    old, new = Source(TEN_THOUSAND, "old"), Source(range(20_000, 30_000), "new")
    old.close("around", "order")
    async with running(old, cursor_id=5000) as pilot:
        grid = desk(pilot).grid
        await pilot.pause()
        new.close("order")
        grid.show(new, COLUMNS, cursor_id=25_000)
        await until(pilot, lambda: grid.cursor_id == 25_000)
        old.open()
        await pilot.pause()
        new.open()
        await settled(pilot)
        assert numbers(pilot)[11] == 25_000
        assert grid.position == (5001, 10_000)
        assert old.orders == 0
        assert not [line for line in lines(pilot) if "old" in line]


async def test_a_newer_question_while_the_window_is_shown() -> None:
    old = Source(TEN_THOUSAND, "old")
    async with window(old, 5000) as pilot:
        grid, new = desk(pilot).grid, Source(range(10_000, 0, -1), "new")
        new.close("order")
        grid.show(new, COLUMNS, cursor_id=grid.cursor_id)
        await until(pilot, lambda: grid.position == (5001, 10_000))
        old.open()
        await until(pilot, lambda: old.orders == 1)
        await pilot.pause()
        assert not grid.is_complete
        assert numbers(pilot)[11] == 5000
        assert numbers(pilot)[10] == 5001


async def test_the_cursor_sent_elsewhere_meanwhile() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        grid = desk(pilot).grid
        assert grid.move_to_id(5010)
        assert grid.cursor_id == 5010
        assert not grid.move_to_id(8000)
        assert grid.cursor_id is None
        source.open()
        await until(pilot, lambda: grid.cursor_id == 8000)


async def test_sent_elsewhere_before_the_window_is_there() -> None:
    source = Source(TEN_THOUSAND)
    source.close("around", "order")
    async with running(source, cursor_id=5000) as pilot:
        grid = desk(pilot).grid
        assert not grid.move_to_id(8000)
        source.open("around")
        await until(pilot, lambda: 5000 in numbers(pilot))
        assert grid.cursor_id is None
        source.open()
        await until(pilot, lambda: grid.cursor_id == 8000)


async def test_only_what_is_known_is_handed_out() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        grid = desk(pilot).grid
        assert list(grid.all_ids()) == list(range(4928, 5073))
        assert list(grid.ids_between(5003, 5000)) == [5000, 5001, 5002, 5003]
        assert list(grid.ids_between(5000, 9000)) == []
        grid.scroll_to(y=0, animate=False, force=True)
        await pilot.pause()
        assert set(numbers(pilot)) == {None}
        await pilot.click("#grid", offset=(10, 5))
        assert grid.cursor_id == 5000
        source.open()
        await settled(pilot)
        assert numbers(pilot) == list(range(1, 24))
        assert grid.cursor_id == 5000


async def test_a_reload_while_the_window_is_shown() -> None:
    source = Source(TEN_THOUSAND)
    async with window(source, 5000) as pilot:
        grid = desk(pilot).grid
        await pilot.press("down")
        source.ids = array("q", range(3, 10_001))
        source.tag = "shipped"
        grid.reload()
        source.open()
        await until(pilot, lambda: grid.position == (4999, 9_998))
        assert grid.cursor_id == 5001
        await until(pilot, lambda: "shipped" in lines(pilot)[1])


def test_a_part_of_an_order() -> None:
    order = PartialOrder([7, 5, 9], 100, 1000)
    assert len(order) == 1000
    assert order.known == range(100, 103)
    assert [order.id_at(row) for row in (-1, 0, 99, 100, 101, 102, 103, 999)] == [None] * 3 + [7, 5, 9] + [None] * 2
    assert list(order.ids(0, 1000)) == [7, 5, 9]
    assert list(order.ids(101, 102)) == [5]
    assert list(order.ids(0, 100)) == list(order.ids(103, 200)) == []
    assert [order.index_of(record) for record in (7, 5, 9, 8)] == [100, 101, 102, None]
    assert list(order.between(9, 7)) == [7, 5, 9]
    assert list(PartialOrder([2**40], 3, 4).ids(0, 4)) == [2**40]
