"""The way to the form of a new quote: for whom is it, or of which quote is it a copy?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sales_tui.store.reader import Reader
from sales_tui.tui.keys import QUOTE, Verb
from sales_tui.tui.messages import Tone

if TYPE_CHECKING:
    from sales_tui.store.buyers import Buyer
    from sales_tui.store.requests import Outcome
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen

NEW_QUOTE = "quote.create"


class QuoteWays:
    """Asks for the buyer, then opens the form."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app

    def asks_first(self, verb: Verb, screen: DeskScreen) -> bool:
        """Whether an action begins with the question for whom it is; then that is asked."""
        if verb.action.name != NEW_QUOTE:
            return False
        self._app.acting.in_background(self._ask(verb, screen))
        return True

    async def _ask(self, verb: Verb, screen: DeskScreen) -> None:
        from sales_tui.tui.screens.buyers import BuyerScreen

        copied = await self._number(screen) if screen.kind == QUOTE else None
        await self._app.navigation.push(BuyerScreen(self._find, copied or ""), partial(self._begin, verb))

    async def _number(self, screen: DeskScreen) -> str | None:
        """Of the quote that the screen is at."""
        key, number = screen.subject
        if number is None and key is not None:
            number = await self._app.reading.number(QUOTE, key)
        return number

    @cached_property
    def _reader(self) -> Reader:
        return self._app.runtime.reader()

    def _find(self, text: str, most: int) -> Sequence[Buyer]:
        from sales_tui.store.buyers import find_buyers

        return find_buyers(self._reader, text, most)

    def _begin(self, verb: Verb, answer: str | None) -> None:
        if answer is None:
            return
        if "@" in answer:
            self._app.acting.in_background(self._open_new(verb, answer))
        else:
            self._app.acting.open((verb,), QUOTE, None, answer)

    async def _open_new(self, verb: Verb, email: str) -> None:
        from sales_tui.store.desk_quotes import open_new
        from sales_tui.tui.acting import Job

        opened = await asyncio.to_thread(open_new, self._app.runtime.engine, email)
        if opened is None:
            self._app.say(f"There is no customer {email} any more.", Tone.REFUSED)
        else:
            await self._app.acting.open_form(Job(verb, QUOTE, None, opened))

    def show_made(self, verb: Verb, outcome: Outcome) -> None:
        """To the quote that was just made: its prices are what comes next."""
        if verb.action.name == NEW_QUOTE:
            for number in outcome.created.get("quotes", ()):
                self._app.navigation.open(QUOTE, number=number)
