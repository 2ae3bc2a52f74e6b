"""A robot at the desk: presses keys, waits until all that they set off is done, and looks at the text on the screen."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.tui.app import SalesApp

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
"""The clock stands still."""

_NUMBER = re.compile(r"\b\d{9}\b")


class Robot:
    """Drives one application."""

    def __init__(self, app: SalesApp, pilot: Pilot[None], database: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.database = database

    # --- doing

    async def press(self, *keys: str) -> None:
        """One key after another, each when the one before is done."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Keys that arrive all at once, as from a scanner."""
        for key in keys:
            name, character = _named(key)
            self.app.post_message(events.Key(name, character))
        await self.settle()

    async def scan(self, text: str) -> None:
        """A scanner: all characters and enter in one go."""
        await self.burst(*text, "enter")

    async def click(self, words: str) -> None:
        """Click the first place where these words stand on the screen."""
        for y, line in enumerate(self.lines):
            if words in line:
                assert await self.pilot.click(offset=(line.index(words) + 1, y))
                await self.settle()
                return
        raise AssertionError(f"{words!r} is nowhere:\n{self.text}")

    async def resize(self, columns: int, rows: int) -> None:
        await self.pilot.resize_terminal(columns, rows)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no key waits and no worker runs, twice in a row."""
        quiet = 0
        async with asyncio.timeout(60):
            while quiet < 2 and not self.app._exit:
                await self._drained()
                running = [worker for worker in self.app.workers if not worker.is_finished]
                await asyncio.gather(*(worker.wait() for worker in running), return_exceptions=True)
                await self.pilot.pause()
                busy = [worker for worker in self.app.workers if not worker.is_finished]
                quiet = quiet + 1 if self.app.gate.is_idle and not busy else 0

    async def until(self, *words: str) -> None:
        """Wait until these words are on the screen: for what comes by itself."""
        await self.until_true(lambda: all(word in self.text for word in words), f"{words} never came")

    async def until_true(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until this holds."""
        try:
            async with asyncio.timeout(20):
                while not holds():
                    await self.pilot.pause(0.02)
        except TimeoutError:
            raise AssertionError(f"{what}:\n{self.text}") from None

    async def _drained(self) -> None:
        """Wait until the application has heard of all that was posted to it before."""
        heard = asyncio.Event()
        self.app.call_later(heard.set)
        while not heard.is_set() and not self.app._exit:
            await asyncio.sleep(0)

    # --- looking

    @property
    def lines(self) -> list[str]:
        """What is painted, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def cursor_line(self) -> str:
        """The line that the cursor is in."""
        return next((line for line in self.lines if line.lstrip().startswith("▌")), "")

    @property
    def rows(self) -> list[str]:
        """The lines of the grid that have a record in them."""
        grid = self.app.navigation.base.rows.region
        lines = self.lines[grid.y + 1 : grid.bottom]
        return [line for line in lines if _NUMBER.search(line) or "no longer…" in line]

    @property
    def numbers(self) -> list[str]:
        """The numbers of the records in the grid's lines."""
        return [found[0] for line in self.rows if (found := _NUMBER.search(line))]

    @property
    def marked(self) -> list[str]:
        """Those of them that are marked."""
        return [found[0] for line in self.rows if "✓" in line[:5] and (found := _NUMBER.search(line))]

    @property
    def listed(self) -> list[str]:
        """The numbers in the small screen on top, one a line."""
        lines = self.lines[max(at for at, line in enumerate(self.lines) if line.startswith("────")) :]
        return [found[1] for line in lines if (found := re.match(r"[ ▌]*(\d{9})\b", line))]

    @property
    def here(self) -> str:
        """The number in the cursor's line."""
        found = _NUMBER.search(self.cursor_line)
        assert found, self.text
        return found[0]

    def expect(self, *words: str) -> None:
        text = self.text
        for word in words:
            assert word in text, f"{word!r} is missing:\n{text}"

    def expect_not(self, *words: str) -> None:
        text = self.text
        for word in words:
            assert word not in text, f"{word!r} is there:\n{text}"

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(sql).fetchall()

    def change(self, sql: str, *parameters: Any) -> None:
        """As another program would."""
        connection = sqlite3.connect(self.database, timeout=20)
        with connection:
            connection.execute(sql, parameters)
        connection.close()

    def count(self, table: str, where: str = "1") -> int:
        return int(self.query(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])

    def number(self, where: str, table: str = "sales_order") -> str:
        """The number of the newest record for which that holds."""
        found = self.query(f"SELECT increment_id FROM {table} WHERE {where} ORDER BY id DESC LIMIT 1")
        assert found, where
        return str(found[0][0])

    async def open(self, number: str) -> None:
        """The record's screen, by scanning its number."""
        await self.scan(number)
        self.expect(number)


def _named(key: str) -> tuple[str, str | None]:
    """Name and character of a key that is written as one or the other."""
    if len(key) != 1:
        return key, None
    return (key if key.islower() else _character_to_key(key)), key


def desk_app(
    database: Path, *, read_only: bool = False, demo: bool = False, watches: bool = False, **settings: Any
) -> SalesApp:
    """The application on that database, its clock standing still; with `watches` it sees what others write."""
    runtime = Runtime(Settings(db=str(database), operator="ada", **settings), read_only=read_only)
    runtime.runner.clock = lambda: NOW
    return SalesApp(runtime, demo=demo, clock=lambda: NOW, watches=watches)


@asynccontextmanager
async def at_the_desk(database: Path, size: tuple[int, int] = (120, 40), **options: Any) -> AsyncIterator[Robot]:
    """The application on that database, with its first rows painted."""
    app = desk_app(database, **options)
    async with app.run_test(size=size) as pilot:
        robot = Robot(app, pilot, database)
        await robot.settle()
        yield robot
    app.runtime.close()


def copy_of(database: Path, folder: Path) -> Path:
    """A copy that a test may write to."""
    return Path(shutil.copy(database, folder / "sales.db"))
