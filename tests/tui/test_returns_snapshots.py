"""One picture of each screen for returns, at 80 x 24 and at 120 x 40."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.return_rows import Shop, shippable
from tests.tui.robot import Robot, desk_app

SCREENS: dict[str, tuple[str, ...]] = {
    "returns": ("g", "r"),
    "return": ("g", "r", "enter"),
    "new": ("g", "r", "enter", "n", "*"),
    "settle": ("g", "r", "down", "a"),
    "find": ("g", "r", "s"),
    "parcel": ("g", "r", "enter", "s", *"?", "enter"),
    "report": ("g", "r", "g", "e"),
}
"""The newest return waits for its parcel, the one before is to be settled."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
def test_looks_as_it_did(name: str, size: tuple[int, int], shop: Path, snap_compare: Callable[..., bool]) -> None:
    (first, first_sku), (second, second_sku) = shippable(shop, 2)
    desk = Shop(shop)
    desk.make(first, "authorize", "receive", "approve", pieces={first_sku: 2}, resolution="store_credit")
    desk.make(second, "authorize", pieces={second_sku: 1}, reason="other", reason_text="too blue")
    app = desk_app(shop, demo=True)

    async def press(pilot: Pilot[Any]) -> None:
        robot = Robot(app, pilot, shop)
        await robot.settle()
        await robot.press(*SCREENS[name])

    assert snap_compare(app, terminal_size=size, run_before=press)
