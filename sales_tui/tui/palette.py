"""The command palette: what can be done here by its long name, the workspaces, the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from sales_tui.core.text import literal
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.keys import AGAIN, COMMANDS, key_of, reachable
from sales_tui.tui.lookup import way_to
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.tui.screens.pages import keys_page, messages_page
from sales_tui.tui.screens.sets import SetScreen
from sales_tui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp
    from sales_tui.workspaces.base import View, Workspace

Command = tuple[str, str, Callable[[], object]]
"""Name, help, and what it does."""


class DeskCommands(Provider):
    """Commands for the record and the screen that the palette was opened on."""

    _views: Sequence[tuple[Workspace, View]] = ()
    _macros: Sequence[tuple[str, str]] = ()

    async def startup(self) -> None:
        """The views, as they are now; where they can't be read there are none, and the rows say why."""
        with suppress(DatabaseUnusable):
            self._views = await cast("SalesApp", self.app).navigation.views()
        self._macros = await cast("SalesApp", self.app).navigation.macros()

    async def discover(self) -> Hits:
        """All of them, while nothing is typed."""
        for name, help, run in self._commands():
            yield DiscoveryHit(name, run, text=name, help=help)

    async def search(self, query: str) -> Hits:
        """Those that fit what is typed."""
        matcher = self.matcher(query)
        for name, help, run in self._commands():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run, text=name, help=help)

    def _commands(self) -> Iterator[Command]:
        desk = cast("SalesApp", self.app)
        yield from self._verbs(desk)
        yield from self._again(desk)
        if not desk.runtime.read_only:
            yield (
                "parcel  Receive a parcel that came back",
                "Of any return, by a number on it",
                desk.acting.returns.parcel,
            )
        yield (
            "report.returns  Report: returns by reason and SKU",
            "What comes back, and why",
            desk.acting.returns.report,
        )
        for name, place in WORKSPACES.items():
            yield (
                f"{place.title}  ({way_to(place)})",
                "Go to this workspace",
                partial(desk.navigation.go, name),
            )
        if isinstance(self.screen, SetScreen):
            for name, words, key, pressed in COMMANDS:
                yield f"{name}  {words}  ({key})", words, partial(desk.press, pressed, key)
        for place, view in self._views:
            words = f"{literal(view.title)}  {place.title.lower()}"
            yield words, "Show this view", partial(desk.navigation.show_view, place.name, view)
        kind = self.screen.kind if isinstance(self.screen, DeskScreen) else "order"
        pages = desk.navigation.show_page
        yield "messages", "The last fifty messages", lambda: pages(messages_page(desk.messages, desk.zone_shop.zone))
        yield "keys  (?)", "The keys of this screen", lambda: pages(keys_page(kind, read_only=desk.runtime.read_only))
        yield "quit  (q)", "Leave the program", desk.exit

    def _again(self, desk: SalesApp) -> Iterator[Command]:
        if desk.runtime.read_only or not isinstance(self.screen, DeskScreen):
            return
        for name, key, words in AGAIN.values():
            yield f"{name}  {words}  ({key})", words, partial(desk.navigation.act, name)
        for name, words in self._macros:
            yield f"{literal(name)}  {literal(words)}", "Run this macro", partial(desk.navigation.act, name)

    def _verbs(self, desk: SalesApp) -> Iterator[Command]:
        if desk.runtime.read_only or not isinstance(self.screen, DeskScreen):
            return
        marked = isinstance(self.screen, SetScreen) and self.screen.marking.marks
        allowed = None if marked else self.screen.allowed
        for verb in reachable(self.screen.kind):
            action = verb.action
            if allowed is not None and action.name not in allowed:
                continue
            key = f"  ({key_of(action)})" if key_of(action) else ""
            yield f"{action.name}  {action.title}{key}", action.help, partial(desk.navigation.act, action.name)
