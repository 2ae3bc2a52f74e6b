"""Filters at the desk: what is asked, what is found, and that a wrong one is kept for mending."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.tui.robot import Robot, at_the_desk


def listed(robot: Robot, *arguments: str) -> list[str]:
    """The numbers that `sales-tui list` gives for the same question."""
    rows = sales(str(robot.database), "list", "orders", "--format", "jsonl", *arguments).lines()
    return [row["increment_id"] for row in rows]


async def test_the_filter_its_count_and_its_rows(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        found = [one for (one,) in robot.query("SELECT increment_id FROM sales_order WHERE status = 'pending'")]
        await robot.burst("/", *"status:pending", "enter")
        robot.expect("Orders   / status:pending   newest first", f"{len(found)} orders", f"1 of {len(found)} ")
        assert sorted(robot.numbers) == sorted(found)
        assert all("  Pending  " in line for line in robot.rows)


@pytest.mark.parametrize(
    "text, sort, keys",
    [
        ("status:processing,complete total:>100", "-created_at", ()),
        ("status:pending", "-grand_total", ("o", "e")),
        ("-status:closed date:..2026-10-24 lang", "billing_name", ("o", "c")),
    ],
)
async def test_the_same_as_on_the_command_line(seeded: Path, text: str, sort: str, keys: tuple[str, ...]) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst(*keys, "/", *text, "enter", "home")
        expected = listed(robot, "--filter", text, "--sort", sort)
        assert expected
        assert robot.numbers == expected[:23]
        robot.expect(f"1 of {len(expected)} ")


async def test_a_wrong_filter_stays_and_says_why_and_leaving_changes_nothing(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "down", "down")
        before = robot.lines
        await robot.burst("/", *" statsu:x", "enter", "x", "i", "f2")
        robot.expect("Filter orders", "status:pending statsu:x", "statsu")
        await robot.press("escape")
        assert robot.lines == before
        await robot.burst("/", "end", *" total:>5", "escape")
        assert robot.lines == before


async def test_another_filter_begins_at_its_first_record_and_another_order_stays(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "end")
        last = robot.here
        await robot.burst("o", "b")
        assert robot.here == last
        robot.expect("by purchased, oldest first", "1 of ")
        await robot.burst("/", "ctrl+u", "enter")
        robot.expect("240 orders", "1 of 240")


async def test_up_brings_earlier_filters(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "/", "ctrl+u", *"status:complete", "enter")
        await robot.burst("/", "ctrl+u", "up", "up", "enter")
        count = robot.count("sales_order", "status = 'pending'")
        robot.expect("/ status:pending", f"{count} orders")


async def test_nothing_found_says_how_much_there_is_otherwise(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"total:>99999999", "enter")
        robot.expect("0 orders", "Nothing is found for total:>99999999. enter shows all 240 orders.")
        assert robot.rows == []
        await robot.press("space", "i", "j", "shift+down", ",", "*")
        robot.expect_not("marked  ")
        await robot.press("enter")
        robot.expect("All orders", "240 orders", "1 of 240")
        assert len(robot.rows) == 23


@pytest.mark.parametrize("text", ["zzzqqq", "zzzqqq status:pending"])
async def test_words_that_are_nowhere_lead_back_to_all(seeded: Path, text: str) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *text, "enter")
        robot.expect(f"Nothing is found for {text}. enter shows all 240 orders.")
        await robot.press("enter")
        robot.expect("All orders", "240 orders")


async def test_words_stay_when_the_rest_is_taken_away(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"lang total:>99999999", "enter")
        count = len(listed(robot, "--filter", "lang"))
        robot.expect(f"enter shows {count} orders with lang, whatever else they are.")
        await robot.press("enter")
        robot.expect("/ lang", f"{count} orders")


async def test_an_empty_line_takes_the_filter_away(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "/", "ctrl+u", "enter")
        robot.expect("All orders   newest first", "240 orders")
        robot.expect_not(" / status")


async def test_each_workspace_has_its_own_filter(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "g", "i", "/", *"status:open", "enter")
        count = robot.count("invoice", "state = 1")
        robot.expect("Invoices   / status:open", f"{count} invoice", "[3 Invoices]")
        await robot.burst("g", "o")
        robot.expect("Orders   / status:pending")
        await robot.burst("g", "i")
        robot.expect("Invoices   / status:open")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_in_a_small_window(seeded: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(seeded, size) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "space")
        robot.expect("status:pending", "2 marked")
        assert robot.numbers[0] == robot.number("status = 'pending'")
        for key in ("v", "w", "o", "f", "i", ":", "/", "?"):
            await robot.press(key, "escape")
        await robot.press("enter", "j", "escape")
        await robot.resize(120, 40)
        robot.expect("Orders   / status:pending", "2 marked")
