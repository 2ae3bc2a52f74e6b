"""Ways from screen to screen. While one is on its way, keys wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from sales_tui.store.grid import Grid
from sales_tui.tui.keys import MACRO, MACROS, ORDER, PRINT, REPEAT, UNDO, verb_named
from sales_tui.tui.messages import Tone
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.tui.screens.workspace import WorkspaceScreen
from sales_tui.workspaces import PLACES, WORKSPACES

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.lookup import Hit, Lookup
    from sales_tui.workspaces.base import View, Workspace

WAYS = "ways"


class Navigation:
    """Opens, leaves and covers screens."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self._lookup: Lookup | None = None

    @property
    def base(self) -> WorkspaceScreen:
        """The workspace below everything else."""
        screen = self._app.screen_stack[0]
        assert isinstance(screen, WorkspaceScreen)
        return screen

    # --- ways

    def go(self, name: str) -> None:
        """To a workspace, as it was left."""
        self._on_the_way(self._go(name))

    def open(self, kind: str, *, key: int | None = None, number: str | None = None, place: str = "") -> None:
        """The record's own screen. `place` says where it is in its set."""
        self._on_the_way(self._open(kind, key, number, place))

    def step(self, screen: Any, rows: int) -> None:
        """The next record of the set, in the same screen."""
        self._on_the_way(self._step(screen, rows))

    def go_to(self, text: str) -> None:
        """The go-to box, with these characters in it."""
        from sales_tui.tui.screens.goto import GoToScreen

        kind = self._app.screen.kind if isinstance(self._app.screen, DeskScreen) else ORDER
        self._on_the_way(self.push(GoToScreen(text, kind), self._follow))

    def choose(
        self, title: str, labels: Sequence[tuple[str, str]], then: Callable[[str], object], chosen: str = ""
    ) -> None:
        """A list to choose from."""
        from sales_tui.tui.screens.choose import ChooseScreen

        self._on_the_way(self.push(ChooseScreen(title, labels, chosen), lambda name: then(name) if name else None))

    def ask(self, screen: Screen[Any], then: Callable[[Any], object]) -> None:
        """A small screen with a question, and what follows from its answer."""
        self._on_the_way(self.push(screen, then))

    def show_page(self, page: Screen[Any]) -> None:
        """A page of text."""
        self._on_the_way(self.push(page))

    async def push(self, screen: Screen[Any], then: Callable[[Any], object] | None = None) -> None:
        """Put a screen on top, and wait until it takes keys."""

        def finished(result: Any) -> None:
            if then is not None:
                then(result)

        try:
            await self._app.push_screen(screen, finished)
            ready = asyncio.Event()
            if screen.call_after_refresh(ready.set):
                await ready.wait()
        except asyncio.CancelledError:
            # Escape came while it was appearing: who sees it in front means it.
            if self._app.screen is screen:
                screen.dismiss(None)
            raise

    def _on_the_way(self, work: Coroutine[Any, Any, None]) -> None:
        self._app.acting.in_background(work, WAYS)

    async def _go(self, name: str) -> None:
        app = self._app
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        await app.switch_mode(name)

    def show_view(self, name: str, view: View) -> None:
        """To a workspace, with the records of that view."""
        self._on_the_way(self._show_view(name, view))

    async def _show_view(self, name: str, view: View) -> None:
        await self._go(name)
        self._app.workspaces[name].view_by(view)

    def show_filtered(self, name: str, filter: str) -> None:
        """To a workspace, with the records of that filter."""
        self._on_the_way(self._show_filtered(name, filter))

    async def _show_filtered(self, name: str, filter: str) -> None:
        await self._go(name)
        screen = self._app.workspaces[name]
        screen.ask(screen.question.filtered(filter))

    async def _command(self, key: str) -> None:
        """A command of the grid, as if its key had been pressed there."""
        await self._go(self._app.current_mode)
        self._app.press(key)

    async def _open(self, kind: str, key: int | None, number: str | None, place: str) -> None:
        from sales_tui.tui.screens.record import RecordScreen
        from sales_tui.workspaces.print_panes import document

        found = await self._app.reading.read(kind, key=key, number=number)
        if found is not None and kind == PRINT:  # a print is looked at as the document that it stands for
            kind, number = document(found.opened.record)
            place, found = "", await self._app.reading.read(kind, number=number)
        if found is None:
            self._app.say(f"There is no {PLACES[kind].noun} {number or 'like that any more'}.", Tone.REFUSED)
            return
        await self.push(RecordScreen(kind, found, place))

    async def _step(self, screen: Any, rows: int) -> None:
        base = self.base
        if screen.found.key is None or base.kind != screen.kind:
            self._app.say(
                "This record was opened by its number, so there is no next one; escape goes back.", Tone.REFUSED
            )
            return
        found = None
        while found is None:  # those that were deleted meanwhile are passed over
            before = base.rows.cursor_id
            key = base.rows.step(rows)
            if key is None or key == before:
                self._app.say(f"This is the {'last' if rows > 0 else 'first'} one.", Tone.REFUSED)
                return
            found = await self._app.reading.read(screen.kind, key=key)
        await screen.show(found, base.place_words)

    # --- the go-to box

    async def find(self, text: str, kind: str) -> list[Hit]:
        """What the go-to box finds. Raises DatabaseUnusable."""
        if self._lookup is None:
            from sales_tui.tui.lookup import Lookup

            runtime = self._app.runtime
            self._lookup = Lookup(Grid(runtime.reader()), self._app.read_shop, self._app.clock)
        lookup, read_only, views = self._lookup, self._app.runtime.read_only, await self.views()
        macros = [] if read_only else await self.macros()
        return await asyncio.to_thread(lambda: lookup.find(text, kind, views, macros, read_only=read_only))

    async def macros(self) -> Sequence[tuple[str, str]]:
        """Long name and steps in words of all macros; a file that can't be read has none, and @ says why."""
        return await asyncio.to_thread(_macros, self._app)

    async def find_number(self, kind: str, text: str) -> str | None:
        """The number of the newest record that has this number, or one that ends with it. Raises DatabaseUnusable."""
        grid = Grid(self._app.runtime.reader())
        found = await asyncio.to_thread(grid.find, PLACES[kind], text, 1)
        return found[0][1] if found else None

    async def views(self) -> Sequence[tuple[Workspace, View]]:
        """The views of all workspaces, but for those that show everything. Raises DatabaseUnusable."""
        book = self._app.view_book
        listed = [(place, await book.list(place)) for place in WORKSPACES.values()]
        return [(place, one.view) for place, many in listed for one in many if one.view != place.views[0]]

    def _follow(self, hit: Hit | None) -> None:
        if hit is None:
            return
        if hit.key:
            self._on_the_way(self._command(hit.key))
        elif hit.view:
            self.show_view(hit.workspace, hit.view)
        elif hit.workspace:
            self.go(hit.workspace)
        elif hit.action:
            self.act(hit.action)
        else:
            self.open(hit.kind, number=hit.number)

    def act(self, name: str) -> None:
        """An action, repeat, undo or a macro by its long name, on the record of the present screen."""
        screen, verb = self._app.screen, verb_named(name)
        if isinstance(screen, DeskScreen) and (name in (REPEAT, UNDO, MACROS) or name.startswith(MACRO)):
            self._app.acting.again.start(name, screen)
        elif isinstance(screen, DeskScreen) and verb is not None:
            screen.start((verb,))

    # --- changes, and the size of the window

    def changed(self, kind: str, key: int | None, words: str) -> None:
        """Something was done to a record: all screens show it, now or when they are looked at."""
        base = self.base
        for screen in self._app.workspaces.values():
            if screen is not base:
                screen.outdate()
        if key is not None and base.kind == kind:
            base.mark_done(key, words)
        for shown in self._app.screen_stack:
            if isinstance(shown, DeskScreen):
                shown.reload()

    def cover(self, too_small: bool) -> None:
        """Hide everything behind a sentence while the window is too small."""
        from sales_tui.tui.screens.too_small import TooSmallScreen

        screen = self._app.screen
        if too_small and not isinstance(screen, TooSmallScreen):
            self._app.push_screen(TooSmallScreen())
        elif not too_small and isinstance(screen, TooSmallScreen):
            screen.dismiss()


def _macros(app: SalesApp) -> list[tuple[str, str]]:
    from sales_tui.macros.book import read_book
    from sales_tui.macros.file import MacroError
    from sales_tui.macros.words import steps_words
    from sales_tui.settings import macros_file

    try:
        return [(one.long_name, steps_words(one.steps)) for one in read_book(macros_file(app.runtime.settings)).macros]
    except MacroError:
        return []
