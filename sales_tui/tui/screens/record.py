"""A record, whole: its panes below one another, the present one marked; a document in a pane opens with enter."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from sales_tui.tui.keys import RECORD_HINTS, Hint
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.message_line import MessageLine
from sales_tui.tui.panels.pane_bar import PaneBar
from sales_tui.tui.panels.pane_view import PaneView
from sales_tui.tui.panels.rule_line import RuleLine
from sales_tui.tui.panels.title_line import TitleLine
from sales_tui.tui.panels.top_line import TopLine
from sales_tui.tui.reading import Found
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.workspaces import PLACES
from sales_tui.workspaces.panes import panes


class Body(VerticalScroll, can_focus=True, inherit_bindings=False):
    """What the panes scroll in; the screen moves it."""


class RecordScreen(DeskScreen):
    """A record of any kind."""

    def __init__(self, kind: str, found: Found, place: str) -> None:
        super().__init__(kind)
        self.found = found
        self._place = place
        self._present = 0
        self._views: list[PaneView] = []
        self._change = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Where am I, what it is, its panes, what can be done."""
        yield TopLine(self.desk.place, self.desk.clock_text)
        yield TitleLine()
        yield RuleLine(classes="rule")
        yield PaneBar()
        yield RuleLine()
        with Body(id="body"):
            self._views = self._made()
            yield from self._views
        yield MessageLine()
        yield KeyLine()

    def _made(self) -> list[PaneView]:
        opened = self.found.opened
        zone, now = self.desk.zone_shop.zone, self.desk.clock()
        return [PaneView(pane) for pane in panes(self.kind, opened.record, zone, order=opened.order, now=now)]

    @property
    def _body(self) -> Body:
        return self.query_one(Body)

    @property
    def subject(self) -> tuple[int | None, str | None]:
        """Always this record, whatever the grid's cursor is on."""
        return self.found.key, self._number_of(self.found)

    def _number_of(self, found: Found) -> str:
        return PLACES[self.kind].number_of(found.opened.record)

    def on_mount(self) -> None:
        """The first pane is present."""
        self.set_focus(self._body)
        self._mark(0)
        self._show_heads()

    def _show_heads(self) -> None:
        gist = self.desk.gist(self.kind, self.found)
        self.query_one(TitleLine).show(PLACES[self.kind].noun.capitalize(), gist, self._place, self.desk.place)
        self.query_one(PaneBar).show([view.pane for view in self._views], self._present)
        self.refresh_lines()

    async def show(self, found: Found, place: str) -> None:
        """Another record, or the same read again; pane and place stay. One after another, however fast they come."""
        async with self._change:
            if self.is_attached:
                await self._show(found, place)

    async def _show(self, found: Found, place: str) -> None:
        is_same = self._number_of(found) == self.subject[1]
        cursor, top = self._views[self._present].cursor, self._body.scroll_offset.y
        self.found, self._place = found, place
        before, made = self._views, self._made()
        with self.app.batch_update():
            # Keys may come at any moment: there are always panes for them.
            await self._body.mount_all(made)
            self._views = made
            await self._body.remove_children(before)
        present = min(self._present, len(self._views) - 1)
        self._mark(present, cursor if is_same else 0)
        self._show_heads()
        if is_same:
            self.call_after_refresh(self._body.scroll_to, y=top, animate=False)
        else:
            self.call_after_refresh(self._reveal)

    def reload(self) -> None:
        """Read it again."""
        self.desk.reading.follow(self, self.found.key, self._number_of(self.found))

    async def show_found(self, found: Found) -> None:
        """It was read again, unless the screen has gone on to another record meanwhile."""
        async with self._change:
            if self.is_attached and self._number_of(found) == self.subject[1]:
                await self._show(Found(self.found.key, found.opened), self._place)

    def show_gone(self) -> None:
        """Somebody deleted it: what is on the screen is how it was."""
        number, noun = self._number_of(self.found), PLACES[self.kind].noun
        sentence = f"{noun.capitalize()} {number} is no longer there; escape goes back."
        self.desk.say(sentence, Tone.REFUSED, bell=False)

    # --- panes

    def _mark(self, present: int, cursor: int = 0) -> None:
        views = self._views
        self._present = present
        for at, view in enumerate(views):
            if at == present:
                view.mark(True, min(cursor, max(0, len(view.pane.links) - 1)))
            elif view.is_present:
                view.mark(False)
        self.query_one(PaneBar).show([view.pane for view in views], present)

    def _turn(self, steps: int) -> None:
        self._mark((self._present + steps) % len(self._views))
        self._reveal()

    def _reveal(self) -> None:
        """Scroll to the present pane: to its title, or to the cursor's row where that is out of sight."""
        view = self._views[self._present]
        region = view.cursor_region()
        top = view.virtual_region.y
        if view.cursor:
            self._body.scroll_to_region(region.translate((0, top)), animate=False)
        else:
            self._body.scroll_to(y=top if self._present else 0, animate=False)

    def _move(self, rows: int) -> None:
        view = self._views[self._present]
        if view.move(rows):
            self._body.scroll_to_region(view.cursor_region().translate((0, view.virtual_region.y)), animate=False)
        else:
            self._body.scroll_relative(y=rows, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Keys of the panes; the others are those of every desk."""
        if not self._in_chord and self._press_pane(event.key):
            event.stop()
            event.prevent_default()
        else:
            super().on_key(event)

    def _press_pane(self, key: str) -> bool:
        page = max(1, self._body.size.height - 1)
        match key:
            case "escape":
                self.dismiss()
            case "tab" | "right":
                self._turn(1)
            case "shift+tab" | "left":
                self._turn(-1)
            case "up" | "down":
                self._move(1 if key == "down" else -1)
            case "pageup" | "pagedown":
                self._body.scroll_relative(y=page if key == "pagedown" else -page, animate=False)
            case "home" | "ctrl+home":
                self._body.scroll_home(animate=False)
            case "end" | "ctrl+end":
                self._body.scroll_end(animate=False)
            case "enter":
                self._follow(self._views[self._present].link)
            case _:
                return False
        return True

    def _follow(self, link: tuple[str, str] | None) -> None:
        if link is None:
            self.desk.say("tab goes to the panes with records; enter opens the one under the cursor.", Tone.PLAIN)
        else:
            self.desk.navigation.open(link[0], number=link[1])

    @on(PaneBar.Chosen)
    def _choose_pane(self, message: PaneBar.Chosen) -> None:
        self._mark(message.index)
        self._reveal()

    @on(PaneView.Pressed)
    def _press_row(self, message: PaneView.Pressed) -> None:
        panes = [view.pane for view in self._views]
        if message.pane not in panes:
            return
        self._mark(panes.index(message.pane))
        if message.link is not None:
            self._follow(message.link)

    # --- what can be done

    def step(self, rows: int) -> None:
        """The next record of the grid's set."""
        self.desk.navigation.step(self, rows)

    @property
    def allowed(self) -> frozenset[str] | None:
        """What can be done to this record."""
        return self.found.allowed

    @property
    def counts(self) -> Mapping[str, str]:
        """How many pieces of it that would be done to."""
        return self.found.counts

    def go_hints(self) -> Sequence[Hint]:
        """Next, back, keys."""
        return RECORD_HINTS
