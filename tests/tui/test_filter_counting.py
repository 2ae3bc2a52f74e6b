"""The filter box while the database is slow, interrupted or away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import cast

from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.reader import Interrupted
from sales_tui.tui.app import SalesApp
from sales_tui.tui.asking import Asking
from sales_tui.tui.screens.filter import FilterScreen
from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.base import Workspace
from tests.tui.question_robot import SHOP, WAITING, QuestionApp, QuestionRobot, asked, runtime_on
from tests.tui.robot import NOW

ORDERS = WORKSPACES["orders"]


@asynccontextmanager
async def filtering(asking: Asking, text: str = "") -> AsyncIterator[QuestionRobot]:
    async with asked(lambda: FilterScreen(ORDERS, text, (), asking)) as robot:
        yield robot


class SlowAsking(Asking):
    """Counts only when it is told to; a newer count interrupts the one before."""

    def __init__(self, database: Path) -> None:
        super().__init__(runtime_on(database), lambda: SHOP, lambda: NOW)
        self.may_count = Event()
        self.counted: list[str] = []
        self.interrupts = 0

    async def count(self, place: Workspace, text: str) -> int:
        self.counted.append(text)
        if self.interrupts:
            self.interrupts -= 1
            raise Interrupted
        await asyncio.to_thread(self.may_count.wait, 60)
        return 7


async def test_enter_does_not_wait_for_the_count(seeded: Path) -> None:
    asking = SlowAsking(seeded)
    try:
        async with asyncio.timeout(30):
            app = QuestionApp(lambda: FilterScreen(ORDERS, "", (), asking))
            async with app.run_test(size=(80, 24)) as pilot:
                robot = QuestionRobot(cast(SalesApp, app), pilot, seeded)
                while not asking.counted:
                    await pilot.pause()
                robot.expect("…")
                for key in ("a", "n", "a", "enter"):
                    app.press(key, key)
                while robot.answer is WAITING:
                    await pilot.pause()
                assert robot.answer == "ana"
                asking.may_count.set()
    finally:
        asking.may_count.set()


async def test_a_count_that_was_interrupted_is_asked_again(seeded: Path) -> None:
    asking = SlowAsking(seeded)
    asking.interrupts = 2
    asking.may_count.set()
    async with filtering(asking, "ana") as robot:
        robot.expect("7 orders")
        assert asking.counted == ["ana", "ana", "ana"]


async def test_only_the_last_text_of_a_burst_is_counted(seeded: Path) -> None:
    asking = SlowAsking(seeded)
    asking.may_count.set()
    async with filtering(asking) as robot:
        await robot.burst(*"status:pending")
        assert asking.counted[-1] == "status:pending"
        assert len(asking.counted) < 5


class BrokenAsking(Asking):
    """Its database went away after the start."""

    def __init__(self, database: Path) -> None:
        super().__init__(runtime_on(database), lambda: SHOP, lambda: NOW)

    async def count(self, place: Workspace, text: str) -> int:
        raise DatabaseUnusable("The database sales.db is locked.")


async def test_a_count_that_fails_is_said_and_enter_still_asks(seeded: Path) -> None:
    async with filtering(BrokenAsking(seeded), "ana") as robot:
        robot.expect("The database sales.db is locked.")
        await robot.press("enter")
        assert robot.answer == "ana"
