"""Marks: which records, that they stay on them, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.tui.robot import Robot, at_the_desk


def amounts(robot: Robot, where: str) -> str:
    """What these orders come to, by currency, as the line says it."""
    sql = (
        "SELECT base_currency_code, sum(base_grand_total) FROM sales_order "
        f"WHERE {where} GROUP BY base_currency_code ORDER BY 1"
    )
    found = robot.query(sql)
    figures = []
    for currency, amount in found:
        digits = 3 if currency == "KWD" else 2
        figures.append(f"{Decimal(amount) / 10_000:,.{digits}f}" + (f" {currency}" if len(found) > 1 else ""))
    return " + ".join(figures)


def among(numbers: list[str]) -> str:
    return "increment_id IN ('" + "', '".join(numbers) + "')"


async def test_space_shift_and_comma(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        rows = robot.numbers
        await robot.press("space", "down")
        assert robot.marked == rows[:1]
        assert robot.here == rows[2]
        await robot.press("space", "down", "down", "down", ",")
        assert robot.marked == [rows[0], *rows[2:7]]
        await robot.press("shift+down", "shift+down", "shift+up")
        assert robot.marked == [rows[0], *rows[2:9]]
        await robot.press("home", "space")
        assert robot.marked == rows[2:9]
        robot.expect("7 marked", amounts(robot, among(rows[2:9])), "none hidden")


async def test_sums_are_those_of_the_database(seeded: Path) -> None:
    async with at_the_desk(seeded, (160, 40)) as robot:
        await robot.press("*")
        robot.expect(f"240 marked   {amounts(robot, '1')}   none hidden")
        await robot.burst("/", *"status:complete", "enter")
        robot.expect(f"240 marked   {amounts(robot, '1')}   ")
        others = robot.count("sales_order", "status <> 'complete'")
        robot.expect(f"{others} hidden by the filter")
        await robot.press("~")
        where = "status <> 'complete'"
        robot.expect(f"{others} marked   {amounts(robot, where)}   {others} hidden by the filter")
        assert robot.marked == []
        await robot.press("-")
        robot.expect_not("marked  ", "hidden by")
        robot.expect(amounts(robot, "status = 'complete'"))
        await robot.press("-")
        robot.expect("Nothing is marked; space marks the record under the cursor.")


async def test_one_currency_goes_without_its_name(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending currency:usd", "enter", "*")
        words = amounts(robot, "status = 'pending' AND base_currency_code = 'USD'")
        robot.expect(f"marked   {words}   none hidden")


@pytest.mark.parametrize("keys", [("o", "c"), ("pagedown", "pagedown", "pageup", "end", "home"), ("g", "i", "g", "o")])
async def test_marks_stay_on_their_records(seeded: Path, keys: tuple[str, ...]) -> None:
    async with at_the_desk(seeded) as robot:
        rows = robot.numbers
        await robot.press("space", "down", "space", "space")
        marked = [rows[0], rows[2], rows[3]]
        assert robot.marked == marked
        await robot.press(*keys)
        robot.expect("3 marked", "none hidden")
        await robot.burst("/", *"total:>0", "enter", "o", "a", "home")
        assert set(robot.marked) <= set(marked)
        robot.expect("3 marked", amounts(robot, among(marked)))


async def test_each_workspace_has_its_own_marks(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("space", "space", "g", "i", "space")
        robot.expect("1 marked")
        await robot.burst("g", "o")
        robot.expect("2 marked")


async def test_a_star_is_frozen(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.burst("/", *"status:pending", "enter", "*")
        count = robot.count("sales_order", "status = 'pending'")
        robot.expect(f"{count} marked")
        robot.change("UPDATE sales_order SET status = 'pending', state = 'new' WHERE increment_id = '000000240'")
        await robot.until("1 new order")
        await robot.burst("g", "g")
        robot.expect(f"{count + 1} orders", f"{count} marked", "none hidden")
        assert robot.numbers[0] == "000000240"
        assert robot.marked == robot.numbers[1:]


async def test_marks_of_deleted_records_do_no_harm(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.burst("/", *"status:pending", "enter", "*")
        count = robot.count("sales_order", "status = 'pending'")
        gone = robot.numbers[0]
        robot.change("DELETE FROM sales_order WHERE increment_id = ?", gone)
        await robot.until("no longer…")
        await robot.press("h")
        robot.expect(f"Hold {count - 1} orders?", f"{count - 1}  will be done")
        await robot.press("f2")
        robot.expect(f"{count - 1} done")
        assert robot.count("sales_order", "status = 'pending'") == 0


async def test_keys_about_marks_where_there_is_nothing(empty: Path) -> None:
    async with at_the_desk(empty) as robot:
        await robot.press("space", "shift+down", "shift+up", "*", "~")
        robot.expect("No orders yet.")
        robot.expect_not("marked  ")
        await robot.press(",")
        robot.expect("Mark one record with space first")
        await robot.press("-")
        robot.expect("Nothing is marked")
        await robot.press("i")
        robot.expect("There is no record under the cursor")


async def test_at_80_columns_the_count_stays_when_there_is_no_room_for_the_rest(seeded: Path) -> None:
    async with at_the_desk(seeded, (80, 24)) as robot:
        await robot.burst("*", "/", *"status:pending", "enter")
        robot.expect("240 marked   ", "hidden by the filter")
        await robot.resize(40, 12)
        robot.expect("240 marked")
