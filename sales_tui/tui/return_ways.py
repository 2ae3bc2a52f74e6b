"""Ways to the forms of returns that begin with a number: of a parcel, or of the order that something comes back of."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sales_tui.tui.keys import NEW_RETURN, ORDER, PARCEL, RETURN, Verb, verb_named
from sales_tui.tui.screens.sets import SetScreen

if TYPE_CHECKING:
    from sales_tui.store.parcels import FoundReturn
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen


class ReturnWays:
    """Asks for the number, then opens the form."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app

    def asks_first(self, verb: Verb, screen: DeskScreen) -> bool:
        """Whether an action on the returns' grid begins with a number; then it is asked for."""
        if not isinstance(screen, SetScreen) or screen.kind != RETURN:
            return False
        if verb.action.name == PARCEL:
            self.parcel()
        elif verb.action.name == NEW_RETURN:
            self.new()
        else:
            return False
        return True

    def parcel(self) -> None:
        """A parcel came: which return is it?"""
        from sales_tui.tui.screens.find import FindScreen

        help = "number of the return or its order, or the tracking number on the parcel"
        screen: FindScreen[Sequence[FoundReturn]] = FindScreen("Receive a parcel", help, self._find_returns)
        self._app.navigation.ask(screen, self._choose)

    def report(self) -> None:
        """What comes back, and why."""
        from sales_tui.tui.screens.return_report import ReturnReport

        self._app.navigation.show_page(ReturnReport())

    def new(self) -> None:
        """Something comes back: of which order?"""
        from sales_tui.tui.screens.find import FindScreen

        help = "number of the order that something comes back of"
        screen: FindScreen[tuple[str]] = FindScreen("New return", help, self._find_order)
        self._app.navigation.ask(screen, self._begin)

    async def _find_returns(self, text: str) -> Sequence[FoundReturn] | str:
        from sales_tui.store.parcels import find_returns

        found = await asyncio.to_thread(find_returns, self._app.runtime.engine, text)
        if not found:
            return f"No return has {text.strip()} as its number, its order's or a tracking number." if text else _EMPTY
        return [one for one in found if not one.is_over] or found[:1]

    def _choose(self, found: Sequence[FoundReturn] | None) -> None:
        if not found:
            return
        by_number = {one.number: one for one in found}
        if len(found) == 1:
            self._open_parcel(found[0])
            return
        labels = [(one.number, f"return {one.number} of order {one.order_number}") for one in found]
        self._app.navigation.choose(
            "Several returns wait for it: which?", labels, lambda number: self._open_parcel(by_number[number])
        )

    def _open_parcel(self, found: FoundReturn) -> None:
        if verb := verb_named(PARCEL):
            self._app.acting.open((verb,), RETURN, found.key, found.number)

    async def _find_order(self, text: str) -> tuple[str] | str:
        if not text.strip():
            return _EMPTY
        found = await self._app.navigation.find_number(ORDER, text.strip())
        return (found,) if found else f"There is no order {text.strip()}."

    def _begin(self, found: tuple[str] | None) -> None:
        verb = verb_named(NEW_RETURN)
        if found and verb:
            self._app.acting.open((verb,), ORDER, None, found[0])


_EMPTY = "Nothing was typed yet."
