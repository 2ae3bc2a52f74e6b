"""What other people do while the desk is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.robot import Robot, at_the_desk

PENDING = "'pending', state = 'new'"


def new_order(robot: Robot) -> str:
    """Another till makes an order, newer than all; returns its number."""
    columns = [name for _, name, *_ in robot.query("PRAGMA table_info(sales_order)")]
    latest = robot.query("SELECT max(id), max(created_at) FROM sales_order")[0]
    number = f"{latest[0] + 1:09}"
    changed = {
        "id": latest[0] + 1,
        "increment_id": f"'{number}'",
        "number_tail": f"'{number[::-1]}'",
        "created_at": latest[1] + 1_000_000,
        "quote_id": "NULL",
    }
    values = ", ".join(str(changed.get(name, name)) for name in columns)
    source = "(SELECT min(id) FROM sales_order WHERE status = 'pending')"
    robot.change(f"INSERT INTO sales_order ({', '.join(columns)}) SELECT {values} FROM sales_order WHERE id = {source}")
    return number


async def test_a_changed_row_changes_and_nothing_moves(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.burst(*["down"] * 30)
        before, number = robot.rows, robot.numbers[5]
        robot.change("UPDATE sales_order SET billing_name = 'Somebody Else' WHERE increment_id = ?", number)
        await robot.until("Somebody Else")
        after = robot.rows
        assert "Somebody Else" in after[5]
        assert after[:5] + after[6:] == before[:5] + before[6:]
        assert robot.here in before[-1]
        robot.expect("31 of 240")


async def test_what_stands_below_follows_too(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        robot.change("UPDATE sales_order SET customer_email = 'new@example.com' WHERE increment_id = '000000240'")
        await robot.until("new@example.com")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_new_order_is_announced_and_shown_when_asked_for(shop: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shop, size, watches=True) as robot:
        await robot.press("down", "down", "g", "g")
        robot.expect("Nothing came in since these were read.")
        before = robot.numbers
        first = new_order(robot)
        await robot.until("1 new order, press g g")
        assert robot.numbers == before
        assert robot.here == "000000238"
        second = new_order(robot)
        await robot.until("2 new orders, press g g")
        await robot.press("g")
        robot.expect("g 2 new")
        await robot.press("g")
        robot.expect("242 orders", "1 of 242")
        robot.expect_not("new order")
        assert robot.numbers[:2] == [second, first]


async def test_only_what_the_filter_finds_is_announced(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.burst("/", *"status:complete", "enter")
        new_order(robot)
        robot.change("UPDATE sales_order SET billing_name = 'Somebody Else' WHERE increment_id = '000000236'")
        await robot.until("Somebody Else")
        await robot.settle()
        robot.expect_not("new order")
        await robot.burst("/", "ctrl+u", *"status:pending", "enter")
        robot.expect(f"{robot.count('sales_order', 'status = ' + repr('pending'))} orders")
        robot.expect_not("new order")


async def test_deleted_records(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        robot.change("DELETE FROM sales_order WHERE increment_id IN ('000000239', '000000240')")
        await robot.until("no longer…")
        await robot.settle()
        robot.expect_not("Ike X")
        for key in ("i", "h", "enter", "y"):
            await robot.press(key)
            robot.expect("! ", "240 orders")
            await robot.press("escape")
        await robot.press("down", "down")
        assert robot.here == "000000238"
        await robot.press("v", "a")
        robot.expect("238 orders")


async def test_a_record_follows(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.press("enter")
        robot.change(f"UPDATE sales_order SET status = {PENDING}, customer_email = 'new@example.com' WHERE id = 240")
        await robot.until("new@example.com")
        robot.expect("Order 000000240", "Pending", "1 of 240")
        robot.change("DELETE FROM sales_order WHERE id = 240")
        await robot.until("Order 000000240 is no longer there; escape goes back.")
        await robot.press("escape")
        robot.expect("no longer…")


async def test_a_form_is_left_alone_and_what_is_behind_it_is_new(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.press("c")
        await robot.burst(*"half typed")
        robot.change("UPDATE sales_order SET billing_name = 'Somebody Else' WHERE id = 239")
        new_order(robot)
        await robot.until_true(lambda: robot.app.navigation.base.news == 1, "it was never seen")
        robot.expect("half typed")
        await robot.press("escape")
        robot.expect("Somebody Else", "1 new order", "1 of 240")


async def test_other_workspaces_are_read_anew_when_they_are_looked_at(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.burst("g", "i", "down", "down", "g", "o")
        robot.change("DELETE FROM invoice WHERE id = (SELECT max(id) FROM invoice)")
        robot.change("UPDATE sales_order SET billing_name = 'Somebody Else' WHERE id = 239")
        await robot.until("Somebody Else")
        await robot.burst("g", "i")
        count = robot.count("invoice")
        robot.expect(f"{count} invoices", f"2 of {count}")


async def test_sums_follow(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await robot.burst("/", *"number:240", "enter")
        robot.expect("1 order", "185.23   paid 185.23")
        robot.change("UPDATE sales_order SET base_grand_total = 9990000 WHERE id = 240")
        await robot.until("999.00   paid 185.23")
