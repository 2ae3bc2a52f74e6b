"""Undo at the desk: what was done here, or what was done last, a whole job at once; asked about first."""

from __future__ import annotations

from pathlib import Path

from tests.tui.robot import Robot, at_the_desk

HELD = "state = 'holded'"


async def find(robot: Robot, text: str) -> None:
    await robot.burst("/", "ctrl+u", *text, "enter")


async def test_what_was_done_to_this_order(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        held = robot.count("sales_order", HELD)
        await robot.press("h", "f2")
        assert robot.count("sales_order", HELD) == held + 1
        await robot.press("u")
        robot.expect("Undo hold: 1 order?", "1 will be done")
        await robot.press("escape")
        assert robot.count("sales_order", HELD) == held + 1
        await robot.press("u", "f2")
        await robot.until("1 done")
        assert robot.count("sales_order", HELD) == held
        assert robot.count("journal", "undoes IS NOT NULL AND outcome = 'ok'") == 1
        await robot.press(".")
        robot.expect("Hold 1 order?")


async def test_a_whole_job_after_a_restart(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        held = robot.count("sales_order", HELD)
        await robot.press("space", "space", "space", "h", "f2")
        await robot.until("3 done")
    async with at_the_desk(shop) as robot:
        await find(robot, "status:complete")
        await robot.press("u")
        robot.expect("Undo hold: 3 orders?", "3 will be done")
        await robot.press("f2")
        await robot.until("3 done")
        assert robot.count("sales_order", HELD) == held


async def test_a_job_of_before_or_a_part_of_it(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        held = robot.count("sales_order", HELD)
        await robot.press("space", "space", "space", "h", "f2")
        await robot.until("3 done")
        await robot.press("c", *"something else", "f2", ":", *"jobs", "enter")
        robot.expect("1 job", "u undo")
        await robot.press("enter")
        robot.expect("3 outcomes")
        await robot.press("space", "u")
        robot.expect("Undo hold: 1 order?", "1 will be done")
        await robot.press("f2")
        await robot.until("1 done")
        assert robot.count("sales_order", HELD) == held + 2
        await robot.press(":", *"jobs", "enter", "end", "u")
        robot.expect("Undo hold: 2 orders?")
        await robot.press("f2")
        await robot.until("2 done")
        assert robot.count("sales_order", HELD) == held
        await robot.press("end", "u")
        robot.expect("Nothing was done here that could be taken back")


async def test_where_both_differ_the_person_chooses(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        first, second = robot.numbers[:2]
        await find(robot, f"number:{first},{second}")
        await robot.press("h", "f2", "down", "c", *"called", "f2", "up", "u")
        robot.expect("Take back what?", f"a  order {first}: hold", "b  the last: order ", ": comment")
        await robot.press("a")
        robot.expect("Undo hold: 1 order?", first)
        await robot.press("escape", "u", "b")
        robot.expect("Undo comment: 1 order?")
        await robot.press("f2")
        await robot.until("1 done")
        assert robot.count("order_status_history", "comment = 'called'") == 0


async def test_on_the_marks_and_on_an_open_record(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending")
        number, *others = robot.numbers[:3]
        await find(robot, f"number:{','.join([number, *others])}")
        await robot.press("h", "f2", "down", "h", "f2", "down", "h", "f2", "home")
        await robot.press("space", "space", "u", "a")
        robot.expect("Undo hold: 2 orders?", "2 will be done")
        await robot.press("escape", "-")
        await robot.open(number)
        await robot.press("u", "a")
        robot.expect("Undo hold: 1 order?", number)
        await robot.press("f2")
        await robot.until("1 done")
        assert robot.query(f"SELECT state FROM sales_order WHERE increment_id = '{number}'") == [("new",)]


async def test_what_nothing_takes_back_says_what_helps(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await find(robot, "status:pending method:checkmo")
        await robot.press("b", "f2", "u")
        robot.expect("! “Invoice + ship” can't be undone. A credit memo (r) gives the money back")


async def test_nothing_to_take_back(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("u")
        robot.expect("! There is nothing here that could be taken back, and nothing that you did last.")
        await robot.press(":", *"undo", "enter")
        robot.expect("! There is nothing here")
