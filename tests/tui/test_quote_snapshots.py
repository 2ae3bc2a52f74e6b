"""One picture of each of the quotes' screens, at 80 x 24 and at 120 x 40."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.quote_rows import four_quotes
from tests.tui.robot import Robot, desk_app

EDITED = ("g", "q", "down", "down", "e", *"14.50", *["enter"] * 3, *"LAMP 3", "enter", "enter", *"2.5")

SCREENS: dict[str, tuple[str, ...]] = {
    "quotes": ("g", "q", "down"),
    "quote": ("g", "q", "enter"),
    "edited": EDITED,
    "sent": ("g", "q", "down", "down", "s"),
    "buyers": ("g", "q", "n"),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
def test_looks_as_it_did(name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    database = tmp_path / "sales.db"
    four_quotes(database)
    app = desk_app(database, demo=True)

    async def press(pilot: Pilot[Any]) -> None:
        robot = Robot(app, pilot, database)
        await robot.settle()
        await robot.press(*SCREENS[name])

    assert snap_compare(app, terminal_size=size, run_before=press)
