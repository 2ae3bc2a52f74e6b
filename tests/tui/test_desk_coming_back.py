"""Coming back: from a record, from another workspace, and the next morning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sales_tui.store.location import locate
from sales_tui.tui.desk_state import state_file
from tests.tui.robot import Robot, at_the_desk


def change_state(robot: Robot, **values: object) -> None:
    """As if the orders had been left like that."""
    file = state_file(robot.app.runtime.location)
    state = json.loads(file.read_text())
    state["places"]["orders"] |= values
    file.write_text(json.dumps(state))


async def test_a_record_and_another_workspace_leave_everything_as_it_was(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"-status:pending", "enter", "o", "e", "home", "pagedown", "down", "space", "space")
        before = robot.lines
        await robot.burst("enter", "tab")
        await robot.press("escape")
        assert robot.lines == before
        await robot.burst("g", "i", "down", "down", "g", "o")
        assert robot.lines == before


async def test_the_next_start_is_as_it_was_left(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"total:>100", "enter", "o", "e", "home", "pagedown", "down", "down")
        await robot.burst("g", "i", "/", *"status:open", "enter", "o", "b", "down")
        invoices, invoice = robot.rows, robot.here
        await robot.burst("g", "o")
        order = robot.here
        await robot.burst("g", "i", "q")
    async with at_the_desk(shop) as robot:
        robot.expect("[3 Invoices]", "Invoices   / status:open   by invoiced, oldest first")
        assert (robot.rows, robot.here) == (invoices, invoice)
        await robot.burst("g", "o")
        robot.expect("Orders   / total:>100   by total, largest first")
        assert robot.here == order
        await robot.burst("/", "ctrl+u", "up", "up")
        robot.expect("total:>100")


async def test_a_view_comes_back_as_that_view(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("v", "c", "home", "down", "q")
    async with at_the_desk(shop) as robot:
        robot.expect("To ship   / todo:ship   by purchased, oldest first", "2 of ")


async def test_a_demo_keeps_nothing(shop: Path) -> None:
    async with at_the_desk(shop, demo=True) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "q")
    assert not state_file(locate(str(shop))).exists()
    async with at_the_desk(shop) as robot:
        robot.expect("All orders", "1 of 240")


async def test_a_kept_record_that_is_gone(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("down", "down", "space", "q")
        robot.change("DELETE FROM sales_order WHERE increment_id IN ('000000237', '000000238')")
    async with at_the_desk(shop) as robot:
        robot.expect("238 orders", "1 of 238")
        await robot.press("g", "m")
        robot.expect("1 marked")
        await robot.press("i")
        robot.expect_not("program error")


@pytest.mark.parametrize("kept", ["statsu:x", "total:>", '"', "status:pending)", "date:2026-99"])
async def test_a_kept_filter_that_is_no_longer_understood(shop: Path, kept: str) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("q")
        change_state(robot, filter=kept, view="", sort="-gone,total", columns="gone,increment_id,gone2:5")
    async with at_the_desk(shop) as robot:
        robot.expect("[2 Orders]", "can't be read")
        await robot.burst("space", "*", "i", "enter", "j", "f")
        await robot.press("escape")
        await robot.burst("/", "ctrl+u", "enter")
        robot.expect("240 orders")
        await robot.press("q")
    async with at_the_desk(shop) as robot:
        robot.expect("240 orders")
        robot.expect_not("can't be read")


async def test_marks_of_an_earlier_start_are_offered_not_active(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"status:pending", "enter", "*", "/", "ctrl+u", "enter", "home", "q")
        count = robot.count("sales_order", "status = 'pending'")
    async with at_the_desk(shop) as robot:
        robot.expect(f"{count} marks of 23 Nov 05:42 are kept; g m marks them again.")
        robot.expect_not("marked  ")
        await robot.press("g")
        robot.expect("m marks of before")
        await robot.press("escape", "q")
    async with at_the_desk(shop) as robot:
        robot.expect(f"{count} marks of 23 Nov 05:42 are kept")
        await robot.press("down", "space")
        await robot.burst("g", "m")
        robot.expect(f"{count + 1} marked", "none hidden")
        pending = [one for (one,) in robot.query("SELECT increment_id FROM sales_order WHERE status = 'pending'")]
        assert robot.marked == [one for one in robot.numbers if one in {*pending, "000000239"}]
        await robot.press("-", "g", "m")
        robot.expect("g m goes nowhere")
        await robot.press("q")
    async with at_the_desk(shop) as robot:
        robot.expect_not("kept")


async def test_one_mark_is_one(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("space", "g", "i", "space", "space", "q")
    async with at_the_desk(shop) as robot:
        robot.expect("2 marks of 23 Nov 05:42 are kept; g m marks them again.", "[3 Invoices]")
        await robot.press("g", "o")
        robot.expect("1 mark of 23 Nov 05:42 is kept; g m marks it again.")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1, "places": {"orders": {"marks": {"count": "x"}}}}'])
async def test_a_broken_state_stops_nobody(shop: Path, text: str) -> None:
    file = state_file(locate(str(shop)))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    async with at_the_desk(shop) as robot:
        robot.expect("All orders", "1 of 240")
        await robot.press("q")
    async with at_the_desk(shop) as robot:
        robot.expect("1 of 240")
