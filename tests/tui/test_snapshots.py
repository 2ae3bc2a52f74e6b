"""One picture of each screen, at 80 x 24 and at 120 x 40."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.robot import Robot, desk_app

SCREENS: dict[str, tuple[str, ...]] = {
    "orders": ("down", "down"),
    "invoices": ("g", "i"),
    "shipments": ("g", "s"),
    "creditmemos": ("g", "c"),
    "agreements": ("g", "b"),
    "transactions": ("g", "t"),
    "transaction": ("g", "t", "enter"),
    "journal": (":", *"journal", "enter"),
    "order": ("down", "down", "enter"),
    "goto": ("4", "2"),
    "sort": ("o",),
    "filter": ("/", *"status:pending total:>"),
    "views": ("v",),
    "columns": ("w",),
    "marks": ("space", "space", "down", "space"),
    "export": ("space", "f"),
    "preview": ("*", "b"),
    "preview-records": ("*", "b", "enter", "d"),
    "preview-refund": ("*", "r", "a"),
    "jobs": ("*", "h", "a", "f2", ":", *"jobs", "enter"),
    "outcomes": ("*", "h", "a", "f2", "g", "j"),
    "keys": ("?",),
    "chord": ("g",),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
def test_looks_as_it_did(name: str, size: tuple[int, int], shop: Path, snap_compare: Callable[..., bool]) -> None:
    app = desk_app(shop, demo=True)

    async def press(pilot: Pilot[Any]) -> None:
        robot = Robot(app, pilot, shop)
        await robot.settle()
        await robot.press(*SCREENS[name])

    assert snap_compare(app, terminal_size=size, run_before=press)
