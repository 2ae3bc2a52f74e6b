"""The ways to macros: the list, and running one on the marks or on the record."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from sales_tui.macros.book import Book, Macro, read_book
from sales_tui.macros.words import steps_words
from sales_tui.settings import macros_file
from sales_tui.tui.again.subjects import Wanted, ask_about

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen


class MacroWays:
    """Reads the file each time: people write in it, too."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app

    async def read(self) -> Book:
        """All macros. Raises MacroError."""
        return await asyncio.to_thread(read_book, macros_file(self._app.runtime.settings))

    async def ask(self, screen: DeskScreen) -> None:
        """The list. Raises MacroError."""
        from sales_tui.tui.screens.macros import MacrosScreen

        book = await self.read()
        await self._app.navigation.push(MacrosScreen(book), partial(self._chosen, screen))

    def _chosen(self, screen: DeskScreen, answer: Macro | bool | None) -> None:
        """A macro runs; True: a new one is recorded."""
        again = self._app.acting.again
        if isinstance(answer, Macro):
            again.begin(self._ask_about(answer, screen))
        elif answer:
            again.recording.begin()

    async def run(self, name: str, screen: DeskScreen) -> None:
        """The macro of that name. Raises MacroError, NotHere, DatabaseUnusable."""
        await self._ask_about((await self.read()).named(name), screen)

    async def _ask_about(self, macro: Macro, screen: DeskScreen) -> None:
        notes = [f"Steps: {steps_words(macro.steps)}."]
        await ask_about(self._app, Wanted(macro.title, macro.steps, "macro", notes), screen)
