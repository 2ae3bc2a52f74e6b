"""Views, columns and order at the desk: what is chosen applies, and is still so later."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.store.view_changes import save_view, set_default
from sales_tui.store.views import SavedView, owner_of
from sales_tui.workspaces import WORKSPACES
from tests.cli.robot import sales
from tests.tui.question_robot import runtime_on
from tests.tui.robot import NOW, Robot, at_the_desk


def labels(robot: Robot) -> str:
    """The line with the columns' labels."""
    return " ".join(robot.lines[robot.app.navigation.base.rows.region.y].split())


@pytest.mark.parametrize(
    "letter, title, where, order",
    [
        ("b", "To invoice", "", "oldest first"),
        ("e", "On hold", "state = 'holded'", "oldest first"),
        ("f", "Payment to review", "state = 'payment_review'", "oldest first"),
        ("j", "With a note of the customer", "coalesce(customer_note, '') <> ''", "newest first"),
    ],
)
async def test_a_view_gives_what_it_says(seeded: Path, letter: str, title: str, where: str, order: str) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("v", letter, "home")
        view = next(one for one in WORKSPACES["orders"].views if one.title == title)
        answer = sales(
            str(seeded), "list", "orders", "--filter", view.filter, "--sort", "created_at", "--format", "jsonl"
        )
        numbers = [row["increment_id"] for row in answer.lines()]
        assert numbers
        if where:
            assert len(numbers) == robot.count("sales_order", where)
        numbers = numbers if order == "oldest first" else numbers[::-1]
        robot.expect(f"{title}   / {view.filter}", order)
        assert robot.numbers == numbers[:23]


async def test_a_saved_view_is_listed_found_and_there_after_a_restart(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"status:pending", "enter", "o", "e", "v", "f2", *"My big ones", "f2")
        robot.expect("My big ones   / status:pending   by total, largest first", "Saved as the view")
        shown = robot.numbers
        await robot.burst("v", "a")
        robot.expect("All orders   newest first", "240 orders")
    async with at_the_desk(shop) as robot:
        await robot.press("v")
        robot.expect("m  My big ones")
        await robot.burst("m", "home")
        robot.expect("My big ones   / status:pending   by total, largest first")
        assert robot.numbers == shown
        await robot.burst("v", "a", ":", *"my big", "enter", "home")
        robot.expect("My big ones   / status:pending")
        assert robot.numbers == shown


async def test_the_default_view_opens_first(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("v", *["down"] * 4, "*", "escape")
        robot.expect("All orders")
    async with at_the_desk(shop) as robot:
        held = robot.count("sales_order", "state = 'holded'")
        robot.expect("On hold   / state:holded   by purchased, oldest first", f"{held} orders")
        await robot.burst(":", *"to ship", "enter")
        robot.expect("To ship   / todo:ship")


async def test_a_view_that_was_asked_for_comes_before_the_default_one(shop: Path) -> None:
    runtime = runtime_on(shop)
    owner = owner_of(runtime.actor)
    assert save_view(runtime.engine, owner, SavedView("shipments", "Packed", "", "created_at", ""), NOW) is None
    assert set_default(runtime.engine, owner, "shipments", "today", ["all", "today"]) is None
    runtime.close()
    async with at_the_desk(shop) as robot:
        await robot.burst(":", *"packed", "enter")
        robot.expect("[4 Shipments]", "Packed   by shipped, oldest first")
    async with at_the_desk(shop) as robot:
        await robot.burst("g", "s")
        robot.expect("[4 Shipments]", "Today   / ")


async def test_a_bad_stored_view_locks_nobody_out(shop: Path) -> None:
    runtime = runtime_on(shop)
    owner = owner_of(runtime.actor)
    for view in (SavedView("orders", "Broken", "statsu:x"), SavedView("orders", "Fits no more", "", "gone", "gone")):
        assert save_view(runtime.engine, owner, view, NOW) is None
    assert set_default(runtime.engine, owner, "orders", "Broken", []) is None
    runtime.close()
    async with at_the_desk(shop) as robot:
        robot.expect("statsu")
        await robot.press("v")
        robot.expect("Broken", "Fits no more")
        await robot.press("m")
        robot.expect("can't be shown")
        await robot.press("n")
        robot.expect("Fits no more", "240 orders")
        await robot.burst("v", "a")
        robot.expect("All orders", "240 orders")


async def test_columns_and_order_apply_and_stay(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        assert labels(robot) == "Order Purchased ▾ Bill-to Ship-to Total Base Status Store"
        await robot.burst("w", "down", "down", "down", "space", "up", "shift+up", "enter")
        robot.expect("240 orders")
        assert labels(robot) == "Order Bill-to Purchased ▾ Total Base Status Store"
        await robot.burst("o", "b", "home")
        robot.expect("by bill-to")
        chosen = labels(robot)
        rows = robot.rows
        assert "Ship-to" not in chosen
        assert "Bill-to ▴" in chosen
        await robot.burst("g", "s", "g", "o")
        assert (labels(robot), robot.rows) == (chosen, rows)
        await robot.press("q")
    async with at_the_desk(shop) as robot:
        assert (labels(robot), robot.rows) == (chosen, rows)
        robot.expect("by bill-to")
        await robot.burst("w", "d", "enter")
        assert "Ship-to" in labels(robot)


async def test_chosen_columns_that_do_not_fit_are_a_key_away(shop: Path) -> None:
    async with at_the_desk(shop, (80, 24)) as robot:
        await robot.burst("w", *["down"] * 9, *["space"] * 6, "enter")
        before = labels(robot)
        await robot.press("right", "right", "right", "right")
        assert labels(robot).startswith("Order ")
        assert labels(robot) != before
        await robot.press(*["left"] * 6)
        assert labels(robot) == before


async def test_sorting_by_several_columns(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("o", "B", "B", "G", "E", "enter", "home")
        robot.expect("All orders   by status, then by total, largest first")
        answer = sales(str(seeded), "list", "orders", "--sort", "status,-grand_total", "--format", "jsonl")
        assert robot.numbers == [row["increment_id"] for row in answer.lines()][:23]
