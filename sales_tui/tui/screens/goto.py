"""The go-to box: type or scan what you want to see."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.lookup import Hit
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.listing import Entry, Listing

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp

HINT = "42, i42, s42, c42, r42, a name, a workspace, an action   escape leaves"


class GoToScreen(ModalScreen[Hit | None]):
    """Ends with what was chosen, or None."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(classes="sheet")
        self._first = text
        self._kind = kind
        self._hits: list[Hit] = []
        self._hits_of = ""

    def compose(self) -> ComposeResult:
        """What was found, and where to type."""
        with Vertical():
            yield Heading("Go to", HINT)
            yield Input(self._first, select_on_focus=False)
            yield Listing()

    @property
    def _desk(self) -> SalesApp:
        return cast("SalesApp", self.app)

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    def on_mount(self) -> None:
        """Typing goes on behind the first character."""
        self._input.cursor_blink = False
        self._input.cursor_position = len(self._first)
        self.query_one(Listing).can_focus = False
        self.set_focus(self._input)

    def on_key(self, event: events.Key) -> None:
        """Leave, or move among the hits."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in ("up", "down") and self.query_one(Listing).move(event.key):
            event.stop()

    @on(Input.Changed)
    def _search(self, message: Input.Changed) -> None:
        self.run_worker(self._show(message.value), group="search", exclusive=True, exit_on_error=False)

    async def _show(self, text: str) -> None:
        await asyncio.sleep(0.05)
        await self._find(text)

    async def _find(self, text: str) -> None:
        """Read the hits for this text and show them, unless they are there already."""
        if self._hits_of == text and text:
            return
        try:
            hits = await self._desk.navigation.find(text, self._kind)
        except DatabaseUnusable as error:
            self.query_one(Heading).show("Go to", str(error))
            return
        self._hits, self._hits_of = hits, text
        self.query_one(Listing).show([Entry(hit.sign, hit.words, hit.beside) for hit in hits])
        if text.strip():
            self.query_one(Heading).show("Go to", HINT if hits else "nothing found yet   escape leaves")

    @on(Input.Submitted)
    def _enter(self, message: Input.Submitted) -> None:
        """The hits for all that was typed, however fast: keys behind it wait for what is opened."""
        release = self._desk.gate.close()
        self.run_worker(self._go(message.value, release), group="search", exclusive=True, exit_on_error=False)

    async def _go(self, text: str, release: object) -> None:
        assert callable(release)
        try:
            await self._find(text)
            if self._hits and self._hits_of == text:
                self._choose(self.query_one(Listing).cursor)
            elif text.strip():
                self._desk.gate.forget()
                self._desk.bell()
                self.query_one(Heading).show("Go to", f"nothing found for {text.strip()[:40]}   escape leaves")
                self._desk.say(f"Nothing found for {text.strip()}.", Tone.REFUSED, bell=False)
                self._input.action_select_all()
        finally:
            release()

    @on(Listing.Chosen)
    def _chosen(self, message: Listing.Chosen) -> None:
        self._choose(message.index)

    def _choose(self, index: int) -> None:
        self.dismiss(self._hits[index])
