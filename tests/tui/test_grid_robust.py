"""The grid in bad company: narrow and tiny screens, few rows, slow and broken sources, everything at once."""

from __future__ import annotations

from array import array

import pytest
from rich.cells import cell_len
from textual.geometry import Offset
from textual.scrollbar import ScrollTo

from sales_tui.tui.grid.source import Row
from tests.tui.grid_robot import COLUMNS, MILLION, Source, desk, lines, numbers, running, settled, until

# --- few rows


@pytest.mark.parametrize("count", [0, 1, 2])
async def test_few_rows(count: int) -> None:
    async with running(Source(range(1, count + 1))) as pilot:
        grid = desk(pilot).grid
        for key in ("end", "pagedown", "down", "right", "left", "up", "pageup", "home", "ctrl+end", "ctrl+home"):
            await pilot.press(key)
        await settled(pilot)
        assert grid.position == (min(count, 1), count)
        assert numbers(pilot)[:3] == [*range(1, count + 1), *[None] * (3 - count)]
        await pilot.press("end")
        assert grid.cursor_id == (count or None)


async def test_empty_fills_and_empties() -> None:
    source = Source([])
    async with running(source) as pilot:
        app = desk(pilot)
        app.grid.empty = "Nothing here."
        source.ids = array("q", range(5, 500))
        app.grid.reload()
        await until(pilot, lambda: app.grid.position == (1, 495))
        await settled(pilot)
        assert app.grid.cursor_id == 5
        assert numbers(pilot)[:3] == [5, 6, 7]
        await pilot.press("end")
        source.ids = array("q")
        app.grid.reload()
        await until(pilot, lambda: app.grid.position == (0, 0))
        assert app.grid.cursor_id is None
        assert "Nothing here." in lines(pilot)[1]
        assert app.heard[-2:] == [("cursor", None, 0, 0), ("loaded", 0)]


async def test_the_last_record_goes_while_the_cursor_is_on_it() -> None:
    source = Source(range(300))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("end")
        await settled(pilot)
        source.ids = array("q", range(200))
        grid.reload()
        await until(pilot, lambda: grid.position == (200, 200))
        await settled(pilot)
        assert grid.cursor_id == 199
        assert numbers(pilot)[-1] == 199


# --- small screens, strange texts


class Strange(Source):
    names = (
        "山田 太郎",
        "e\u0301" * 30,
        "👩\u200d👩\u200d👧",
        "a\u0301\u0302\u0303" * 9,
        "ශ්\u200dරී ලංකා",
        "\u0301" * 700,
    )

    def cells(self, record_id: int) -> Row:
        name = self.names[record_id % len(self.names)]
        return (f"#{record_id:08}", name, name[:3], f"{record_id}.50", name)


@pytest.mark.parametrize("width", [1, 4, 5, 12, 20, 21, 33])
async def test_narrow_screens(width: int) -> None:
    async with running(Strange(range(50))) as pilot:
        await pilot.resize_terminal(width, 8)
        for key in ("down", *["right"] * 5, "pagedown", *["left"] * 5, "end"):
            await pilot.press(key)
            await pilot.pause()
            assert {cell_len(line.replace("\u200c", "")) for line in lines(pilot)} == {width}
        assert desk(pilot).grid.cursor_id == 49


async def test_every_column_is_legible_on_twenty_columns() -> None:
    async with running(Source(range(50)), size=(20, 8)) as pilot:
        seen = [lines(pilot)[0].split()[1:-1]]
        for _ in range(4):
            await pilot.press("right")
            await pilot.pause()
            seen.append(lines(pilot)[0][13:19].strip(" ‹›").split())
        assert seen == [[], ["Bill…"], ["Store"], ["Total"], ["Stat…"]]


async def test_what_was_done_never_covers_the_number() -> None:
    async with running(Source(range(50))) as pilot:
        desk(pilot).grid.mark_done(0, "shipped 10:42")
        await pilot.resize_terminal(20, 8)
        await until(pilot, lambda: lines(pilot)[1][:19] == "▌   #00000000  shi…")
        await pilot.resize_terminal(14, 8)
        await until(pilot, lambda: lines(pilot)[1][:13] == "▌   #00000000")


# --- jumps and drags


async def test_a_jump_to_the_end_right_after_the_start() -> None:
    source = Source(range(MILLION))
    source.close("head", "order", "rows")
    async with running(source) as pilot:
        await pilot.press("ctrl+end", "i", "up", "i")
        source.open("head")
        await until(pilot, lambda: numbers(pilot)[0] == 0)
        source.open()
        await until(pilot, lambda: desk(pilot).acted == [MILLION - 1, MILLION - 2])
        await settled(pilot)
        assert numbers(pilot) == list(range(MILLION - 23, MILLION))


async def test_dragging_the_scroll_bar_reads_where_it_stops() -> None:
    source = Source(range(MILLION))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        source.close("rows")
        asked = len(source.asked)
        for y in range(0, 900_001, 30_000):
            grid.vertical_scrollbar.post_message(ScrollTo(y=y, animate=False))
            await pilot.pause()
            assert set(numbers(pilot)) <= {None, *range(grid.first_visible, grid.first_visible + 23)}
        source.open()
        await settled(pilot)
        assert numbers(pilot) == list(range(900_000, 900_023))
        assert grid.cursor_id == 0
        assert len(source.asked) - asked <= 5  # not one for every place it came past


async def test_dragging_with_the_mouse_scrolls() -> None:
    async with running(Source(range(MILLION))) as pilot:
        bar = desk(pilot).grid.vertical_scrollbar
        await pilot.mouse_down(bar, offset=Offset(0, 0))
        await pilot.hover(bar, offset=Offset(0, 12))
        await pilot.mouse_up(bar, offset=Offset(0, 12))
        await until(pilot, lambda: desk(pilot).grid.first_visible > 100_000)
        await settled(pilot)
        first = desk(pilot).grid.first_visible
        assert numbers(pilot) == list(range(first, first + 23))


# --- things that happen at the same time


async def test_a_resize_while_it_loads() -> None:
    source = Source(range(1000))
    source.close("head")
    async with running(source) as pilot:
        await pilot.press("pagedown", "i")
        await pilot.resize_terminal(60, 12)
        source.close("order")
        source.open("head")
        await until(pilot, lambda: numbers(pilot)[:1] == [11])
        await pilot.resize_terminal(100, 30)
        source.open()
        await settled(pilot)
        page = desk(pilot).grid.page
        assert page == 29
        assert numbers(pilot) == list(range(desk(pilot).grid.first_visible, desk(pilot).grid.first_visible + page))
        assert len(desk(pilot).acted) == 1
        assert desk(pilot).acted[0] == desk(pilot).grid.cursor_id


async def test_sorting_while_scrolling_keeps_record_and_keys() -> None:
    source = Source(range(1, 5001))
    async with running(source) as pilot:
        app = desk(pilot)
        await pilot.press(*["pagedown"] * 10)
        assert app.grid.cursor_id == 231
        other = Source(range(5000, 0, -1))
        other.close("head", "order")
        other.places = False
        app.grid.show(other, COLUMNS, sort=(("number", True),), cursor_id=app.grid.cursor_id)
        await pilot.press("pagedown", "i", "down", "i")
        other.open("head")
        await until(pilot, lambda: numbers(pilot)[0] == 5000)
        assert app.acted == []
        other.open()
        await until(pilot, lambda: app.acted == [208, 207])
        await settled(pilot)
        assert 207 in numbers(pilot)


async def test_columns_scroll_while_rows_are_read() -> None:
    source = Source(range(1000))
    source.close("order")
    async with running(source, size=(50, 10)) as pilot:
        await until(pilot, lambda: numbers(pilot)[0] == 0)
        assert "Store" not in lines(pilot)[0]
        await pilot.press("right", "down", "left", "right")
        await until(pilot, lambda: "Store" in lines(pilot)[0])
        assert desk(pilot).grid.cursor_id == 1
        assert not desk(pilot).grid.is_complete


async def test_another_theme_repaints_a_million_rows_that_nobody_walks_over() -> None:
    async with running(Source(range(MILLION))) as pilot:
        await pilot.press("end")
        pilot.app.theme = "textual-light"
        await settled(pilot)
        assert numbers(pilot) == list(range(MILLION - 23, MILLION))


async def test_questions_that_nobody_waits_for_any_more_are_not_asked() -> None:
    stuck = [Source(range(10)) for _ in range(40)]
    for source in stuck:
        source.close("head")
    last = Source(range(7000, 7100))
    async with running(None) as pilot:
        for source in stuck:
            desk(pilot).grid.show(source, COLUMNS)
            await pilot.pause()
        desk(pilot).grid.show(last, COLUMNS)
        for source in stuck:
            source.open()
        await settled(pilot)
        assert numbers(pilot)[0] == 7000
        assert {source.orders for source in stuck} == {0}


async def test_keys_typed_ahead_survive_a_window_that_cant_be_read() -> None:
    source = Source(range(1000))
    source.close("order", "rows")
    async with running(source) as pilot:
        app = desk(pilot)
        await until(pilot, lambda: app.grid.cursor_id == 0)
        await pilot.press("end", "i")
        app.grid.refresh_records([0])
        source.broken = "database is locked"
        source.open("rows")
        await until(pilot, lambda: any(heard[0] == "failed" for heard in app.heard))
        source.broken = None
        source.open()
        await until(pilot, lambda: app.acted == [999])
        assert app.grid.is_complete


async def test_a_reload_that_fails_leaves_the_picture() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        app = desk(pilot)
        await pilot.press("pagedown")
        shown = numbers(pilot)
        source.broken = "connection lost"
        app.grid.reload()
        await until(pilot, lambda: ("failed", "The rows can't be read: connection lost.") in app.heard)
        assert numbers(pilot) == shown
        assert app.grid.cursor_id == 23
        source.broken, source.ids = None, array("q", range(900))
        app.grid.reload()
        await until(pilot, lambda: app.grid.position == (24, 900))


# --- reading anew


async def test_visible_rows_are_read_anew_in_place_and_others_when_they_come() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("pagedown", "pagedown", "up")
        await settled(pilot)
        before, shown = (grid.cursor_id, grid.first_visible), numbers(pilot)
        await until(pilot, lambda: grid._reading is None)
        source.tag = "shipped"
        source.close("rows")
        asked = len(source.asked)
        grid.refresh_visible()
        await pilot.pause()
        assert numbers(pilot) == shown  # not blank meanwhile
        source.open()
        await until(pilot, lambda: sum("shipped" in line for line in lines(pilot)) == 23)
        assert (grid.cursor_id, grid.first_visible, numbers(pilot)) == (*before, shown)
        assert source.orders == 1
        assert set(shown) <= set(source.asked[asked])  # in one read
        await pilot.press("home")
        await until(pilot, lambda: sum("shipped" in line for line in lines(pilot)) == 23)


async def test_nothing_is_painted_where_nothing_changed() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        before = dict(grid._painted)
        asked = len(source.asked)
        grid.refresh_visible()
        await until(pilot, lambda: len(source.asked) > asked and grid._reading is None)
        grid.reload()
        await until(pilot, lambda: source.orders == 2 and not grid._reloading)
        await pilot.pause()
        assert all(strip is before[y] for y, strip in grid._painted.items())


async def test_the_next_page_is_there_after_a_reload() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        grid.reload()
        await until(pilot, lambda: source.orders == 2 and not grid._reloading)
        await until(pilot, lambda: 100 in source.asked[-1] or 100 in source.asked[-2])
        await until(pilot, lambda: grid._reading is None)
        source.close("rows")
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert None not in numbers(pilot)


async def test_what_changes_while_a_question_is_answered_is_read_again() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        source.close("rows")
        asked = len(source.asked)
        grid.reload()
        await until(pilot, lambda: len(source.asked) > asked)
        source.tag = "shipped"
        grid.refresh_visible()
        source.open()
        await until(pilot, lambda: sum("shipped" in line for line in lines(pilot)) == 23)
