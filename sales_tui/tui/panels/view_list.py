"""The views of a workspace, each with its letter and with how many records it finds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from sales_tui.filters.error import FilterError
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.reader import Interrupted
from sales_tui.store.views import view_key
from sales_tui.tui.panels.line import Part
from sales_tui.tui.panels.pick_list import PickList, Row

if TYPE_CHECKING:
    from sales_tui.tui.views import Listed

AGAIN = 0.12
"""Seconds before a count is asked again that somebody else's took the place of."""


class ViewList(PickList):
    """Those that are there from the start, then the own ones. `count`: how many records a filter finds."""

    def __init__(self, count: Callable[[str], Awaitable[int]], *, beside: int) -> None:
        super().__init__(beside=beside, right=(2,), yielding=(4, 1))
        self._count = count
        self._listed: Sequence[Listed] = ()
        self._answers: dict[str, int | str] = {}
        """Filter -> how many records it finds, or why it can't be asked."""

    @property
    def here(self) -> Listed | None:
        """The view under the cursor."""
        return None if self.cursor is None else self._listed[self.cursor]

    def own(self, name: str) -> Listed | None:
        """The own view of that name, however it is written."""
        key = view_key(name)
        return next((one for one in self._listed if one.is_own and view_key(one.view.name) == key), None)

    def put(self, listed: Sequence[Listed], name: str) -> None:
        """Show these, with the cursor on the one of that name, else where it is; count anew what isn't known."""
        self._listed = listed
        self._show(next((at for at, one in enumerate(listed) if one.view.name == name), self.cursor or 0))
        self.run_worker(self._find(), group="count", exclusive=True, exit_on_error=False)

    def go_to_letter(self, character: str | None) -> bool:
        """To the view with that letter; False where there is none."""
        letters = ascii_lowercase[: len(self._listed)]
        if not character or character not in letters:
            return False
        self.show(self.rows, letters.index(character))
        return True

    def _show(self, cursor: int | None) -> None:
        signs = f"{ascii_lowercase:<{max(26, len(self._listed))}}"
        self.show([self._row(sign, one) for sign, one in zip(signs, self._listed, strict=False)], cursor)

    def _row(self, sign: str, one: Listed) -> Row:
        found: int | str | None = self._answers.get(one.view.filter)
        count = "…" if found is None else f"{found:,}" if isinstance(found, int) else ""
        beside: Part = (found, "$warning") if isinstance(found, str) else (one.view.filter, "$text-muted")
        notes = " ".join(word for word, holds in (("own", one.is_own), ("default", one.is_default)) if holds)
        return Row(((sign, "bold $accent"), (one.view.title, ""), (count, ""), (notes, "$text-muted"), beside))

    async def _find(self) -> None:
        """How many each finds, one after another."""
        for one in self._listed:
            if one.view.filter not in self._answers:
                self._answers[one.view.filter] = await self._answer(one.view.filter)
                self._show(self.cursor)

    async def _answer(self, text: str) -> int | str:
        while True:
            try:
                return await self._count(text)
            except Interrupted:
                await asyncio.sleep(AGAIN)
            except (FilterError, DatabaseUnusable) as error:
                return str(error)
