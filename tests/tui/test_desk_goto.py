"""The go-to box and the palette find views and commands too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.robot import at_the_desk


async def test_views_by_name(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.press(":", *"to ship")
        robot.expect("view", "To ship", "orders")
        await robot.press("enter")
        robot.expect("To ship   / todo:ship")
        await robot.burst("enter", ":", *"without tr", "enter")
        robot.expect("[4 Shipments]", "Without tracking number   / tracking:none")


@pytest.mark.parametrize(
    "text, words",
    [("export", "as people read them"), ("mark all", "240 marked"), ("sort", "Sort by"), ("columns", "Ship-to")],
)
@pytest.mark.parametrize("before", [(), ("enter",)])
async def test_commands_by_name(seeded: Path, text: str, words: str, before: tuple[str, ...]) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst(*before, ":", *text, "enter")
        robot.expect(words)
        robot.expect_not("Go to")


@pytest.mark.parametrize(
    "text, words",
    [
        ("to ship", "To ship   / todo:ship"),
        ("without tr", "Without tracking number   / tracking:none"),
        ("export", "as people read them"),
        ("mark all", "240 marked"),
    ],
)
async def test_the_palette(seeded: Path, text: str, words: str) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.press("ctrl+p", *text, "enter")
        robot.expect(words)


async def test_with_marks_the_palette_has_what_can_be_done_to_others(seeded: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "/", "ctrl+u", *"status:complete", "enter")
        await robot.press("ctrl+p", *"order.inv", "enter")
        robot.expect("Invoice 1 order?", "1  hidden by the filter")
