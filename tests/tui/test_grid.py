"""The grid through a robot: what it paints, where the cursor is, what it asks of its source."""

from __future__ import annotations

from array import array

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult

from sales_tui.core.text import literal
from sales_tui.tui.grid.cache import BLOCK
from sales_tui.tui.grid.source import Row
from sales_tui.tui.grid.view import RecordGrid
from tests.tui.grid_robot import COLUMNS, MILLION, Desk, Source, desk, lines, numbers, running, settled, until

# --- painting


async def test_first_rows_are_painted_before_the_order_is_known() -> None:
    source = Source(range(MILLION, 0, -1))
    source.close("order")
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await until(pilot, lambda: numbers(pilot)[:2] == [MILLION, MILLION - 1])
        assert not grid.is_complete
        assert grid.cursor_id == MILLION
        source.open()
        await settled(pilot)
        assert grid.position == (1, MILLION)
        assert ("loaded", MILLION) in desk(pilot).heard
        assert grid.virtual_size.height == MILLION + 1


async def test_only_windows_are_read_of_a_million() -> None:
    source = Source(range(MILLION))
    async with running(source) as pilot:
        for key in ("pagedown", "pagedown", "end", "pageup", "home", "ctrl+end", "ctrl+home"):
            await pilot.press(key)
            await settled(pilot)
        assert source.orders == 1
        assert max(map(len, source.asked)) <= 5 * BLOCK
        assert len({record for asked in source.asked for record in asked}) <= 20 * BLOCK


async def test_rows_not_read_yet_are_blank_and_never_wrong() -> None:
    source = Source(range(MILLION))
    async with running(source) as pilot:
        source.close("rows")
        desk(pilot).grid.move_to_id(500_000)
        await pilot.pause()
        await until(pilot, lambda: set(numbers(pilot)) == {None})
        assert sum("▌" in line for line in lines(pilot)) == 1
        source.open()
        await settled(pilot)
        shown = numbers(pilot)
        first = desk(pilot).grid.first_visible
        assert shown == list(range(first, first + 23))
        assert 500_000 in shown


async def test_bar_stands_on_the_cursor_row_only() -> None:
    async with running(Source(range(100))) as pilot:
        await pilot.press("down", "down")
        assert [at for at, line in enumerate(lines(pilot)) if line.startswith("▌")] == [3]


async def test_amounts_are_right_aligned_and_the_sorted_column_has_an_arrow() -> None:
    async with running(Source(range(100)), sort=(("total", True),)) as pilot:
        header, first, second = lines(pilot)[:3]
        assert "Total ▾" in header
        end = header.index("Total ▾") + len("Total ▾")
        assert first[:end].endswith(" 0.50")
        assert second[:end].endswith(" 1.50")
        desk(pilot).grid.show(Source(range(100)), COLUMNS, sort=(("number", False),))
        await until(pilot, lambda: "Order ▴" in lines(pilot)[0])


async def test_a_resize_drops_and_brings_back_columns() -> None:
    async with running(Source(range(100))) as pilot:
        assert "Store" in lines(pilot)[0]
        await pilot.resize_terminal(56, 10)
        await until(pilot, lambda: "Store" not in lines(pilot)[0])
        assert "Status" in lines(pilot)[0]
        assert numbers(pilot) == list(range(9))
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: len(lines(pilot)) == 5 and "Total" not in lines(pilot)[0])
        assert numbers(pilot) == list(range(4))
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "Store" in lines(pilot)[0] and len(numbers(pilot)) == 39)
        assert None not in numbers(pilot)


async def test_a_question_asked_before_the_grid_is_on_the_screen() -> None:
    class Early(Desk):
        def compose(self) -> ComposeResult:
            grid = RecordGrid(id="grid")
            grid.show(Source(range(MILLION)), COLUMNS, cursor_id=40)
            yield grid

    async with Early().run_test() as pilot:
        await settled(pilot)
        assert desk(pilot).grid.cursor_id == 40
        assert 40 in numbers(pilot)


async def test_it_binds_nothing_but_what_moves_and_opens() -> None:
    async with running(None) as pilot:
        bound = set(desk(pilot).grid._bindings.key_to_bindings)
        moves = {"up", "down", "pageup", "pagedown", "home", "ctrl+home", "end", "ctrl+end", "left", "right"}
        assert bound == moves | {"enter"}


async def test_an_empty_grid_says_what_to_press() -> None:
    async with running(None) as pilot:
        app = desk(pilot)
        app.grid.empty = "Nothing to ship. / asks something else."
        app.grid.show(Source([]), COLUMNS)
        await until(pilot, lambda: "Nothing to ship. / asks something else." in lines(pilot)[1])
        assert app.grid.cursor_id is None
        assert app.grid.position == (0, 0)
        assert app.heard == [("cursor", None, 0, 0), ("loaded", 0)]
        await pilot.press("down", "enter", "end", "pageup")
        assert app.grid.step(1) is None
        assert not [heard for heard in app.heard if heard[0] == "opened"]


async def test_hostile_text_stays_text_and_breaks_no_row() -> None:
    class Hostile(Source):
        names = (
            "[red]x[/]",
            "\x1b[2J",
            "a\u202eb\u200fc",
            "👩\u200d👩\u200d👧 ❤\ufe0f",
            "x" * 5000,
            "山田 太郎",
            "a\nb\tc\ud800",
        )

        def cells(self, record_id: int) -> Row:
            name = self.names[record_id % len(self.names)]
            styled = Text(name, style="bold") if record_id >= len(self.names) else name
            return (f"#{record_id:08}", styled, "Main", f"{record_id}.50", "open")

    async with running(Hostile(range(14))) as pilot:
        painted = lines(pilot)
        assert "[red]x[/]" in painted[1]
        assert "␛[2J" in painted[2]
        assert "a·b·c" in painted[3]
        assert "👩·👩·👧" in painted[4]
        assert "xxx…" in painted[5]
        assert "a␤b␉c�" in painted[7]
        for line in painted[1:15]:
            assert cell_len(line.replace("\u200c", "")) == 80
            assert literal(line) == line
            assert line.rstrip().endswith("open")


async def test_it_is_legible_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(Source(range(50))) as pilot:
        grid = desk(pilot).grid
        grid.show_marks({1})
        grid.mark_done(2, "shipped 10:42")
        await pilot.pause()
        assert lines(pilot)[1].startswith("▌   #00000000")
        assert lines(pilot)[2].startswith("  ✓ #00000001")
        assert "shipped 10:42" in lines(pilot)[3]


# --- the cursor


async def test_keys_move_and_say_where() -> None:
    async with running(Source(range(1000))) as pilot:
        app = desk(pilot)
        for key, row in (("down", 1), ("pagedown", 24), ("end", 999), ("up", 998), ("home", 0), ("ctrl+end", 999)):
            await pilot.press(key)
            assert app.grid.cursor_id == row
        await settled(pilot)
        assert app.heard[-1] == ("cursor", 999, 1000, 1000)
        await pilot.press("ctrl+home", "pageup", "up")
        assert app.grid.position == (1, 1000)
        await pilot.press("enter")
        await pilot.pause()
        assert app.heard[-1] == ("opened", 0)


async def test_held_page_down_loses_no_key() -> None:
    source = Source(range(MILLION))
    async with running(source) as pilot:
        source.close("rows")
        await pilot.press(*["pagedown"] * 40, "up")
        assert desk(pilot).grid.cursor_id == 40 * 23 - 1
        source.open()
        await settled(pilot)
        first = desk(pilot).grid.first_visible
        assert numbers(pilot) == list(range(first, first + 23))


async def test_step_and_move_to_id() -> None:
    async with running(Source(range(100, 0, -1))) as pilot:
        grid = desk(pilot).grid
        assert grid.step(1) == 99
        assert grid.step(-1) == 100
        assert grid.step(-1) == 100
        assert grid.move_to_id(7)
        assert grid.cursor_id == 7
        assert not grid.move_to_id(4711)
        assert grid.cursor_id == 7
        await pilot.press("j")
        assert grid.cursor_id == 6


async def test_opening_at_a_record_that_is_far_down() -> None:
    source = Source(range(MILLION))
    source.close("order")
    source.places = False
    async with running(source, cursor_id=700_000) as pilot:
        grid = desk(pilot).grid
        await until(pilot, lambda: numbers(pilot)[0] == 0)
        assert grid.cursor_id is None
        assert not any("▌" in line for line in lines(pilot))
        await pilot.press("down")
        source.open()
        await until(pilot, lambda: grid.cursor_id == 700_001)
        await settled(pilot)
        assert 700_000 in numbers(pilot)


async def test_mouse() -> None:
    async with running(Source(range(100))) as pilot:
        app = desk(pilot)
        await pilot.click("#grid", offset=(10, 5))
        assert app.grid.cursor_id == 4
        await pilot.click("#grid", offset=(10, 5))
        await pilot.pause()
        assert app.heard[-1] == ("opened", 4)
        await pilot.click("#grid", offset=(10, 8), times=2)
        await pilot.pause()
        assert app.heard[-1] == ("opened", 7)
        await pilot.click("#grid", offset=(6, 0))
        await pilot.pause()
        assert app.heard[-1] == ("sort", "number")
        await pilot.click("#grid", offset=(lines(pilot)[0].index("Store"), 0))
        await pilot.pause()
        assert app.heard[-1] == ("sort", "number")


async def test_the_wheel_scrolls_and_the_cursor_stays() -> None:
    async with running(Source(range(1000))) as pilot:
        grid = desk(pilot).grid
        grid._scroll_down_for_pointer(animate=False)
        await pilot.pause()
        first = grid.first_visible
        assert numbers(pilot)[0] == first > 0
        assert grid.cursor_id == 0


async def test_reload_leaves_a_scrolled_picture_where_it_is() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("end")
        grid.scroll_to(y=0, animate=False, force=True)
        await settled(pilot)
        source.ids = array("q", [n for n in range(1000) if n != 5])
        grid.reload()
        await until(pilot, lambda: grid.position == (999, 999))
        await settled(pilot)
        assert numbers(pilot)[:7] == [0, 1, 2, 3, 4, 6, 7]
        assert grid.cursor_id == 999
