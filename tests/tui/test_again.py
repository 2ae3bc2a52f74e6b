"""The last action once more: on the marks, on the record, after a restart; always asked about first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.robot import Robot, at_the_desk

HELD = "state = 'holded'"


async def find(robot: Robot, text: str) -> None:
    """Only those that this filter finds are in the grid."""
    await robot.burst("/", "ctrl+u", *text, "enter")


async def test_the_last_action_on_the_record_under_the_cursor(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        held = robot.count("sales_order", HELD)
        await robot.press("h", *"asked for it", "f2", "down")
        assert robot.count("sales_order", HELD) == held + 1
        number = robot.here
        await robot.press("full_stop")
        robot.expect("Hold 1 order?", "As before: Hold “asked for it”.", "1  will be done")
        await robot.press("enter", "escape")
        assert robot.count("sales_order", HELD) == held + 1
        await robot.press("full_stop", "f2")
        assert robot.count("sales_order", HELD) == held + 2
        comments = robot.query("SELECT count(*) FROM order_status_history WHERE comment = 'asked for it'")
        assert comments == [(2,)]
        await robot.open(number)
        robot.expect("On Hold")
        await robot.press("full_stop")
        robot.expect("1 will not")


async def test_on_the_marks_and_after_a_restart(shop: Path, home: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending todo:ship")
        await robot.press("space", "space", "b", "f2")
        await robot.until("2 done")
        await robot.press("q")
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending todo:ship")
        shipments = robot.count("shipment")
        await robot.press("space", "space", ".")
        robot.expect("Invoice and ship 2 orders?", "2 will be done")
        await robot.press("f2")
        await robot.until("2 done")
        assert robot.count("shipment") == shipments + 2


async def test_certain_pieces_are_one_orders_own(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending pieces:>5")
        await robot.press("i", "0", "f2", "down", ".")
        robot.expect("! “Invoice” was done to certain pieces: other records have others, so it isn't repeated.")


async def test_all_that_is_open_is_taken_of_each(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending method:checkmo")
        invoices = robot.count("invoice")
        await robot.press("i", "f2", "down", ".")
        robot.expect("Invoice 1 order?", "1  will be done")
        robot.expect_not("As before")
        await robot.press("f2")
        await robot.until("1 done")
        assert robot.count("invoice") == invoices + 2


async def test_nothing_was_done_yet(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press(".")
        robot.expect("! Nothing was done here yet that could be repeated.")


async def test_another_kind_of_record(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        await robot.press("h", "f2", "g", "b", ".")
        robot.expect("! “Hold” is for orders, and this is billing agreements.")
        await robot.press("g", "i", ".")
        robot.expect("Hold 1 order?")


@pytest.mark.parametrize("keys", [(":", *"repeat"), ("ctrl+p", *"repeat")])
async def test_by_its_name(shop: Path, keys: tuple[str, ...]) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        await robot.press("h", "f2", "down", *keys, "enter")
        robot.expect("Hold 1 order?")


async def test_read_only(seeded: Path) -> None:
    async with at_the_desk(seeded, read_only=True) as robot:
        for key in ".u@":
            await robot.press(key)
            robot.expect("! Opened read-only: nothing can be changed here.")
            await robot.press("escape")


async def test_the_keys_are_told(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.press("?", "end")
        robot.expect("do the last action once more", "take back what was done to it", "macros: a letter runs one")
