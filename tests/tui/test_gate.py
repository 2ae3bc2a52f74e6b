"""Keys that come while a screen appears go to what the person sees in front."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import events

from sales_tui.tui.screens.record import RecordScreen
from tests.tui.robot import at_the_desk


async def test_escape_while_a_record_appears_leaves_it(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        robot.app.post_message(events.Key("enter", None))
        while not isinstance(robot.app.screen, RecordScreen):
            await asyncio.sleep(0)
        assert not robot.app.gate.is_idle
        await robot.press("escape")
        await robot.until("[2 Orders]")
        assert not isinstance(robot.app.screen, RecordScreen)
