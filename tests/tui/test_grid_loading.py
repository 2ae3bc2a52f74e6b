"""Keys typed ahead of the rows, other questions, reloads and failures, through a robot and a source with gates."""

from __future__ import annotations

from array import array

from tests.tui.grid_robot import COLUMNS, Source, desk, lines, numbers, running, settled, until

# --- type-ahead


async def test_keys_before_the_first_rows_are_kept_in_order() -> None:
    source = Source(range(1000))
    source.close("head", "order")
    async with running(source) as pilot:
        app = desk(pilot)
        await pilot.press("down", "down", "i", "down", "enter")
        assert app.acted == []
        assert app.grid.cursor_id is None
        source.open()
        await until(pilot, lambda: app.acted == [2] and ("opened", 3) in app.heard)
        assert app.grid.cursor_id == 3


async def test_a_jump_to_the_end_waits_for_the_true_end() -> None:
    source = Source(range(1000))
    source.close("order")
    async with running(source) as pilot:
        app = desk(pilot)
        await until(pilot, lambda: app.grid.cursor_id == 0)
        await pilot.press("down", "end", "up", "i", "home", "i")
        assert app.grid.cursor_id == 1
        source.open()
        await until(pilot, lambda: app.acted == [998, 0])


async def test_many_pages_typed_ahead_go_past_the_first_rows() -> None:
    source = Source(range(1000))
    source.close("order")
    async with running(source) as pilot:
        app = desk(pilot)
        await until(pilot, lambda: app.grid.cursor_id == 0)
        await pilot.press(*["pagedown"] * 12, "i")
        source.open()
        await until(pilot, lambda: app.acted == [12 * 23])


async def test_escape_gives_up_what_was_typed_ahead() -> None:
    source = Source(range(1000))
    source.close("head")
    async with running(source) as pilot:
        app = desk(pilot)
        await pilot.press("down", "i", "escape")
        source.open()
        await settled(pilot)
        assert app.acted == []
        assert app.grid.cursor_id == 0


async def test_a_movement_already_on_its_way_waits_too() -> None:
    source = Source(range(1000))
    source.close("head")
    async with running(source) as pilot:
        app = desk(pilot)
        app.grid.action_cursor_down()
        await pilot.press("down", "i")
        source.open()
        await until(pilot, lambda: app.acted == [2])


# --- other questions, other states


async def test_answers_to_an_older_question_are_dropped() -> None:
    old, new = Source(range(1000), "old"), Source(range(5000, 6000), "new")
    old.close("head")
    async with running(old) as pilot:
        app = desk(pilot)
        app.grid.show(new, COLUMNS)
        await settled(pilot)
        old.open()
        await pilot.pause()
        app.grid.show(new, COLUMNS)
        await settled(pilot)
        assert numbers(pilot)[0] == 5000
        assert old.orders == 0
        assert not [line for line in lines(pilot) if "old" in line]


async def test_an_older_order_is_dropped() -> None:
    old, new = Source(range(1000), "old"), Source(range(5000, 5500), "new")
    old.close("order")
    async with running(old) as pilot:
        app = desk(pilot)
        await until(pilot, lambda: numbers(pilot)[0] == 0)
        app.grid.show(new, COLUMNS)
        await settled(pilot)
        old.open()
        await until(pilot, lambda: old.orders == 1)
        await pilot.pause()
        assert app.grid.position == (1, 500)
        assert numbers(pilot)[0] == 5000


async def test_no_record_is_under_the_cursor_while_another_question_is_asked() -> None:
    async with running(Source(range(1000))) as pilot:
        app = desk(pilot)
        other = Source(range(5000, 6000))
        other.close("head")
        app.grid.show(other, COLUMNS)
        await pilot.pause()
        assert numbers(pilot)[0] == 0  # no blank flash: the picture stays
        assert app.grid.cursor_id is None
        await pilot.click("#grid", offset=(10, 5))
        other.open()
        await settled(pilot)
        assert app.grid.cursor_id == 5000


async def test_changed_rows_are_read_again_in_place() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("pagedown", "pagedown")
        await settled(pilot)
        before, shown = (grid.cursor_id, grid.first_visible), numbers(pilot)
        source.tag = "shipped"
        source.close("rows")
        asked = len(source.asked)
        grid.refresh_records([before[0] or 0, 0, 999])
        await pilot.pause()
        assert numbers(pilot) == shown
        source.open()
        await until(pilot, lambda: sum("shipped" in line for line in lines(pilot)) == 1)
        assert (grid.cursor_id, grid.first_visible) == before
        assert set(source.asked[asked]) <= {before[0], 0}  # row 0 is in the same block
        await pilot.press("home")
        await until(pilot, lambda: "shipped" in lines(pilot)[1])


async def test_reload_keeps_cursor_and_picture() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("pagedown", "pagedown", "up")
        await settled(pilot)
        record, shown = grid.cursor_id, numbers(pilot)
        source.ids = array("q", [*range(2000, 2003), *range(1000)])
        source.close("order")
        grid.reload()
        await pilot.pause()
        assert numbers(pilot) == shown
        source.open()
        await until(pilot, lambda: grid.position[1] == 1003)
        assert numbers(pilot) == shown
        assert grid.cursor_id == record
        await pilot.press("home")
        await settled(pilot)
        assert numbers(pilot)[:4] == [2000, 2001, 2002, 0]


async def test_reload_follows_a_movement_made_meanwhile() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        source.ids = array("q", [5000, *range(1000)])
        source.close("order")
        grid.reload()
        await pilot.press("end", "up")
        source.open()
        await until(pilot, lambda: grid.position[1] == 1001)
        assert grid.cursor_id == 998
        assert grid.position == (1000, 1001)


async def test_reload_after_the_record_went_stands_on_the_next() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        grid.move_to_id(500)
        source.ids = array("q", [n for n in range(1000) if n not in (3, 500, 501)])
        grid.reload()
        await until(pilot, lambda: grid.position[1] == 997)
        assert grid.cursor_id == 502


async def test_reload_to_a_record_of_its_own() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        source.ids = array("q", [*range(1000), 7777])
        grid.reload(cursor_id=7777)
        await until(pilot, lambda: grid.cursor_id == 7777)
        await settled(pilot)
        assert 7777 in numbers(pilot)


async def test_reloads_asked_for_during_a_reload_become_one() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        source.close("order")
        for _ in range(5):
            grid.reload()
            await pilot.pause()
        source.ids = array("q", range(500))
        source.open()
        await until(pilot, lambda: grid.position[1] == 500)
        await until(pilot, lambda: not grid._reloading)
        assert source.orders == 3  # the first, the one that was running, and one for all that came meanwhile


async def test_change_during_a_reload_is_not_lost() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        source.close("rows")
        asked = len(source.asked)
        grid.reload()
        await until(pilot, lambda: len(source.asked) > asked)
        source.tag = "shipped"
        grid.refresh_records([2])
        source.open()
        await until(pilot, lambda: "shipped" in lines(pilot)[3])


async def test_done_rows_are_dimmed_until_the_cursor_moves_on() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("down")
        grid.mark_done(1, "shipped 10:42")
        await pilot.pause()
        row = pilot.app.screen._compositor.render_strips()[2]
        assert "shipped 10:42" in row.text
        assert "open" not in row.text
        assert "Customer 1" in row.text
        source.ids = array("q", [n for n in range(1000) if n != 1])
        grid.reload()
        await until(pilot, lambda: source.orders == 2 and not grid._reloading)
        assert numbers(pilot)[:4] == [0, 1, 2, 3]
        assert "shipped 10:42" in lines(pilot)[2]
        assert grid.cursor_id == 1
        await pilot.press("down")
        await until(pilot, lambda: numbers(pilot)[:3] == [0, 2, 3])
        assert grid.cursor_id == 2
        assert grid.position == (2, 999)
        assert desk(pilot).heard[-1] == ("loaded", 999)
        assert not any("shipped" in line for line in lines(pilot))


async def test_a_deleted_record_says_so() -> None:
    source = Source(range(200))
    source.gone = {150}
    async with running(source) as pilot:
        desk(pilot).grid.move_to_id(150)
        await until(pilot, lambda: any("no longer" in line or "no long" in line for line in lines(pilot)))


# --- failures


async def test_failing_source_becomes_a_message() -> None:
    source = Source(range(100))
    source.broken = "database is locked"
    async with running(source) as pilot:
        app = desk(pilot)
        await until(pilot, lambda: ("failed", "The rows can't be read: database is locked.") in app.heard)
        assert app.grid.cursor_id is None
        await pilot.press("down", "enter", "i")
        assert app.acted == [None]
        source.broken = None
        app.grid.reload()
        await settled(pilot)
        assert numbers(pilot)[0] == 0


async def test_failing_order_leaves_the_first_rows() -> None:
    source = Source(range(1000))
    source.close("order")
    async with running(source) as pilot:
        app = desk(pilot)
        await until(pilot, lambda: app.grid.cursor_id == 0)
        await pilot.press("end")
        source.broken = "disk I/O error"
        source.open()
        await until(pilot, lambda: ("failed", "The rows can't be read: disk I/O error.") in app.heard)
        assert not app.grid.is_complete
        await pilot.press("down")
        assert app.grid.cursor_id == 1


async def test_failing_window_is_told_once_and_tried_again_on_the_next_move() -> None:
    source = Source(range(1000))
    async with running(source) as pilot:
        app = desk(pilot)
        source.broken = "database is locked"
        app.grid.move_to_id(500)
        await until(pilot, lambda: bool([heard for heard in app.heard if "locked" in str(heard)]))
        for _ in range(5):
            app.grid.refresh()
            await pilot.pause()
        assert len([heard for heard in app.heard if "locked" in str(heard)]) == 1
        source.broken = None
        await pilot.press("down")
        await settled(pilot)
        assert app.grid.cursor_id == 501
