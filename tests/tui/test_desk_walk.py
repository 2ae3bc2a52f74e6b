"""Walking through the set: in the grid and from record to record."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

from sales_tui.tui.screens.record import RecordScreen
from tests.tui.robot import Robot, at_the_desk

PENDING = "SELECT increment_id FROM sales_order WHERE status = 'pending' ORDER BY grand_total DESC, id DESC"


def pending(robot: Robot) -> list[str]:
    """The numbers of that set in its order."""
    return [number for (number,) in robot.query(PENDING)]


async def test_j_and_k_go_through_the_set_and_say_where(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        numbers = pending(robot)[:6]
        await robot.burst("/", *"number:" + ",".join(numbers), "enter", "o", "e", "home", "enter")
        for at, number in enumerate(numbers):
            robot.expect(f"Order {number}", f"{at + 1} of 6")
            await robot.press("j")
        robot.expect(f"Order {numbers[-1]}", f"{len(numbers)} of {len(numbers)}", "This is the last one.")
        await robot.burst(*"kk")
        robot.expect(f"Order {numbers[-3]}", f"{len(numbers) - 2} of {len(numbers)}")
        await robot.press("escape")
        assert robot.here == numbers[-3]
        await robot.burst("home", "enter", "k")
        robot.expect(f"Order {numbers[0]}", "This is the first one.")


async def test_the_walk_goes_on_after_an_action(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        numbers = pending(robot)
        await robot.burst("/", *"status:pending", "enter", "o", "e", "home", "down", "enter")
        await robot.press("h", "f2")
        robot.expect(f"Order {numbers[1]}", "On Hold", f"2 of {len(numbers)}")
        await robot.press("j")
        robot.expect(f"Order {numbers[2]}", f"2 of {len(numbers) - 1}")
        await robot.press("k")
        robot.expect(f"Order {numbers[0]}", f"1 of {len(numbers) - 1}")


async def test_the_walk_passes_over_what_was_deleted(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        numbers = pending(robot)
        await robot.burst("/", *"status:pending", "enter", "o", "e", "home", "enter")
        robot.change("DELETE FROM sales_order WHERE increment_id IN (?, ?)", numbers[1], numbers[2])
        await robot.press("j")
        robot.expect(f"Order {numbers[3]}")
        await robot.press("k")
        robot.expect(f"Order {numbers[0]}")


async def test_a_record_opened_by_its_number_has_no_next_one(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.scan("000000042")
        await robot.press("j")
        robot.expect("Order 000000042", "no next one")


async def test_all_in_one_burst(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        numbers = pending(robot)
        await robot.burst("/", *"status:pending", "enter", "o", "e", "home", "enter", "j", "j", "j", "k")
        robot.expect(f"Order {numbers[2]}", f"3 of {len(numbers)}")


async def test_a_record_that_is_read_again_and_again_while_keys_come(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.press("enter")
        screen = cast(RecordScreen, robot.app.screen)
        for key in ("tab", "down", "j", "enter", "k", "left", "pagedown", "j"):
            changes = [asyncio.create_task(screen.show_found(screen.found)) for _ in range(3)]
            await robot.press(key)
            await asyncio.gather(*changes)
            if robot.app.screen is not screen:
                await robot.press("escape")
        robot.expect("Order 000000239", "2 of 240", "Tom Núñez")
        assert robot.text.count("  Customer  ") == 1
