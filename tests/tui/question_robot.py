"""A robot for the small screens with a question, each in an application of its own, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from textual import events
from textual.app import App
from textual.screen import Screen

import sales_tui.tui
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.tui.app import SalesApp
from sales_tui.tui.asking import Asking
from sales_tui.tui.gate import KeyGate
from sales_tui.tui.messages import Tone
from sales_tui.tui.shop import Shop
from sales_tui.tui.theme import THEME
from tests.tui.robot import NOW, Robot

WAITING = object()
"""The screen hasn't answered yet."""

SHOP = Shop("Main", ZoneInfo("Europe/Berlin"))


class QuestionApp(App[None]):
    """An application that asks one question; keys go through the gate, as at the desk."""

    CSS_PATH = str(Path(sales_tui.tui.__file__).parent / "styles" / "desk.tcss")

    def __init__(self, screen: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.register_theme(THEME)
        self.theme = THEME.name
        self.gate = KeyGate(self, super().on_event)
        self.answer: Any = WAITING
        self.left: list[str] = []
        """Keys that reached what is behind the question."""
        self.said: list[str] = []
        self.bells = 0
        self._make = screen

    async def on_mount(self) -> None:
        self.ask()

    def ask(self) -> None:
        def answered(answer: Any) -> None:
            self.answer = answer

        self.push_screen(self._make(), answered)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.gate.take(event)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        if len(self.screen_stack) == 1:
            self.left.append(event.key)

    def press(self, key: str, character: str | None = None) -> None:
        self.gate.take(events.Key(key, character if character and len(character) == 1 else None))

    def say(self, text: str, tone: Tone = Tone.PLAIN, *, bell: bool = True) -> None:
        self.said.append(text)

    def bell(self) -> None:
        self.bells += 1


class QuestionRobot(Robot):
    """Answers one question."""

    @property
    def asked(self) -> QuestionApp:
        return cast(QuestionApp, self.app)

    @property
    def answer(self) -> Any:
        return self.asked.answer

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    @property
    def styles(self) -> dict[str, str]:
        """Style of the first place of each text that is painted in one go."""
        strips = self.app.screen._compositor.render_strips()
        found: dict[str, str] = {}
        for strip in strips:
            for segment in strip:
                found.setdefault(segment.text.strip(), str(segment.style))
        return found


@asynccontextmanager
async def asked(
    screen: Callable[[], Screen[Any]], size: tuple[int, int] = (120, 40), database: Path = Path()
) -> AsyncIterator[QuestionRobot]:
    """That screen, ready for keys."""
    app = QuestionApp(screen)
    async with app.run_test(size=size) as pilot:
        robot = QuestionRobot(cast(SalesApp, app), pilot, database)
        await robot.settle()
        yield robot


def runtime_on(database: Path, *, read_only: bool = False) -> Runtime:
    """The program on that database."""
    return Runtime(Settings(db=str(database), operator="ada"), read_only=read_only)


def asking_on(database: Path) -> Asking:
    """What asks that database, its clock standing still, in Berlin."""
    return Asking(runtime_on(database), lambda: SHOP, lambda: NOW)
