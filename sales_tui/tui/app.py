"""The application: the place where screens, database and keys meet. What they do is their own business."""

from __future__ import annotations

import asyncio
import base64
import gc
import getpass
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message

from sales_tui import runtime as wiring
from sales_tui.core.memory import return_large_blocks
from sales_tui.tui.desk_state import DeskState, load, save
from sales_tui.tui.gate import KeyGate
from sales_tui.tui.late import LateApp
from sales_tui.tui.messages import MessageLog, Said, Tone
from sales_tui.tui.panels.line import ROOMY
from sales_tui.tui.panels.top_line import Place
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.tui.screens.workspace import WorkspaceScreen
from sales_tui.tui.theme import THEME
from sales_tui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from textual.command import Provider

    from sales_tui.runtime import Runtime

SMALLEST = (40, 10)
"""Columns and lines that are needed."""


class DataChanged(Message):
    """Somebody wrote into the database."""


class DeskLoaded(Message):
    """What forms and records need was loaded."""


def _commands() -> type[Provider]:
    from sales_tui.tui.palette import DeskCommands

    return DeskCommands


class SalesApp(LateApp):
    """The order desk. `clock` tells the present moment in UTC."""

    TITLE = "Sales"
    DEFAULT_MODE = "orders"
    CSS_PATH = "styles/desk.tcss"
    COMMANDS = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (ROOMY[0], "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ROOMY[1], "-high")]

    def __init__(
        self,
        runtime: Runtime,
        *,
        demo: bool = False,
        first_run: str | None = None,
        clock: Callable[[], datetime] = wiring.now,
        watches: bool = True,
    ) -> None:
        self.kept: DeskState = load(None if demo else runtime.location)
        if self.kept.workspace in WORKSPACES:
            self.DEFAULT_MODE = self.kept.workspace  # type: ignore[misc]  # of this application alone
        super().__init__(runtime, clock)
        self._watches = watches
        self._left = Event()
        self.painted = asyncio.Event()
        """Set once the frame is on the screen: what isn't needed for it is loaded then."""
        self.animation_level = "none"
        self.register_theme(THEME)
        self.theme = THEME.name
        self.place = Place(runtime.location.name, "", runtime.settings.operator or _user(), demo, runtime.read_only)
        self.messages = MessageLog()
        self.said: Said | None = None
        self.under_way = ""
        """How far the jobs in the background are."""
        self.gate = KeyGate(self, super().on_event)
        self._is_warming = self._is_covered = False
        self.knows_actions = False
        """Whether they are loaded, so that the last line can tell their keys."""
        self.workspaces: dict[str, WorkspaceScreen] = {}
        """Those that somebody went to; they are made then."""
        for name in WORKSPACES:
            self.add_mode(name, partial(self._workspace, name))
        if first_run:
            self.say(first_run)

    def _workspace(self, name: str) -> WorkspaceScreen:
        screen = self.workspaces[name] = WorkspaceScreen(WORKSPACES[name], self.kept.places.get(name))
        return screen

    def on_mount(self) -> None:
        """Let the clock go, and watch what others write."""
        self._tick()
        if self._watches:
            self.call_after_refresh(Thread(target=self._watch, daemon=True).start)

    def on_ready(self) -> None:
        """The first frame was painted."""
        return_large_blocks()
        self.painted.set()

    def on_unmount(self) -> None:
        """However the program ends, the watch ends with it, and nothing more is begun."""
        self._let_go()

    # --- keys

    async def on_event(self, event: events.Event) -> None:
        """Keys from the terminal go through the gate, so that none overtakes what the one before it began."""
        if isinstance(event, events.Key) and not event.is_forwarded and event.key != "ctrl+q":
            self.gate.take(event)
        else:
            await super().on_event(event)

    def press(self, key: str, character: str | None = None) -> None:
        """As if this key had been pressed."""
        self.gate.take(events.Key(key, character if character and len(character) == 1 else None))

    def action_command_palette(self) -> None:
        """Actions and places by name; not on top of forms."""
        if isinstance(self.screen, DeskScreen):
            from textual.command import CommandPalette

            self.navigation.show_page(CommandPalette(id="--command-palette"))

    def action_help_quit(self) -> None:
        """Ctrl+c is no way out: it might cut off something half typed."""
        self.say("q leaves the program, escape goes back.")

    # --- what is said

    @property
    def clock_text(self) -> str:
        """The time in the shop; nothing until its zone is known."""
        return f"{self.clock().astimezone(self.shop.zone):%H:%M}" if self.shop else ""

    def say(self, text: str, tone: Tone = Tone.PLAIN, *, bell: bool = True) -> None:
        """Put a sentence on the message line; what is refused rings."""
        self.said = self.messages.add(self.clock(), tone, text)
        if tone is Tone.REFUSED and bell:
            self.bell()
        self._refresh_lines()

    def refresh_desks(self) -> None:
        """Something is said at the top of every screen, or isn't any more."""
        self._refresh_lines()

    def hush(self) -> None:
        """The message was read."""
        self.said = None
        self._refresh_lines()

    @property
    def has_screens(self) -> bool:
        """Whether there still is one: at the very end there is none."""
        return bool(self._screen_stacks.get(self.current_mode))

    def tell_under_way(self, words: str) -> None:
        """How far the jobs in the background are, beside what is said; nothing where there are none."""
        self.under_way = words
        for screen in self.screen_stack if self.has_screens else ():
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                screen.refresh_message()

    def copy_to_clipboard(self, text: str) -> None:
        """By the terminal's own means (OSC 52), which works over SSH; tmux hands it on only when it is wrapped."""
        super().copy_to_clipboard(text)
        if os.environ.get("TMUX") and self._driver is not None:
            code = base64.b64encode(text.encode()).decode()
            self._driver.write(f"\x1bPtmux;\x1b\x1b]52;c;{code}\a\x1b\\")

    def _refresh_lines(self) -> None:
        for screen in self.screen_stack if self.has_screens else ():
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                screen.refresh_lines()

    def _tick(self) -> None:
        self._refresh_lines()
        now = self.clock()
        self.set_timer(60 - now.second + (1 - now.microsecond / 1e6), self._tick)

    # --- the shop

    @on(LateApp.ShopRead)
    def _show_shop(self) -> None:
        self.place = replace(self.place, store=self.zone_shop.name, zone=str(self.zone_shop.zone))
        self._refresh_lines()

    @on(WorkspaceScreen.Painted)
    def _warm_up(self) -> None:
        """The rows are there: load what actions, forms and records need, before they are asked for."""
        if not self._is_warming:
            self._is_warming = True
            self.run_worker(self._bring_actions())

    async def _bring_actions(self) -> None:
        loop, loaded = asyncio.get_running_loop(), asyncio.Event()

        def load() -> None:
            import sales_tui.actions  # noqa: F401

            with suppress(RuntimeError):  # it was left meanwhile
                loop.call_soon_threadsafe(loaded.set)
            _load_desk()
            self.post_message(DeskLoaded())

        # Not one of the pool's threads: whoever leaves at once doesn't wait for it.
        self.call_after_refresh(Thread(target=load, daemon=True).start)
        await loaded.wait()
        self.knows_actions = True
        self._refresh_lines()

    def on_desk_loaded(self) -> None:
        """What was interrupted is offered, when there is time for it."""
        if not self.runtime.read_only:
            self.run_worker(self.acting.jobs.taking_up.offer(), group="jobs")

    def _watch(self) -> None:
        """In a thread of its own: see whether somebody writes."""
        from sales_tui.store.watch import Watch

        Watch(self.runtime.location).run(self._tell_changed, self._left)

    def _tell_changed(self) -> None:
        self.post_message(DataChanged())

    def on_data_changed(self) -> None:
        """Somebody wrote, maybe this program: what is on the screen is read anew, the rest when it is looked at."""
        if self.jobs_at_hand and self.jobs_at_hand.holds_news:
            return
        base = self.navigation.base
        base.data_changed()
        for screen in self.workspaces.values():
            if screen is not base:
                screen.outdate()
        if isinstance(self.screen, DeskScreen) and self.screen is not base:
            self.screen.reload()

    # --- how the desk is left

    def keep(self) -> None:
        """Keep questions, cursors and marks for the next start."""
        places = {name: kept for name, screen in self.workspaces.items() if (kept := screen.keep())}
        unseen = {name: kept for name, kept in self.kept.places.items() if name in WORKSPACES}
        last = self.again_at_hand.kept if self.again_at_hand else self.kept.last
        state = replace(self.kept, workspace=self.current_mode, places={**unseen, **places}, last=last)
        save(None if self.place.is_demo else self.runtime.location, state)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave, and keep how the desk was left. On a desk, the person is asked first while something runs."""
        count = self._being_done
        if count and self._is_covered:
            self.bell()  # no question can be read before the window is larger
        elif count and isinstance(self.screen, DeskScreen):
            from sales_tui.tui.screens.quitting import QuitScreen

            self.navigation.ask(QuitScreen(), lambda quits: self._quit() if quits else None)
        else:
            self._quit(result, return_code, message)

    def _quit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        self.keep()
        self._let_go()
        super().exit(result, return_code, message)

    @property
    def _being_done(self) -> int:
        """How many actions and jobs are still being carried out."""
        return self.acting.running if "acting" in self.__dict__ else 0

    def _let_go(self) -> None:
        self._left.set()
        if self._being_done:
            self.acting.give_up()

    # --- forms, and the size of the window

    def on_action_form_submitted(self, message: Any) -> None:
        """F2 in a form."""
        message.stop()
        self.acting.submit(message.form, message.values)

    def on_resize(self, event: events.Resize) -> None:
        """Where the window is too small, say so; what is behind stays as it is."""
        too_small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if too_small or self._is_covered:
            self._is_covered = too_small
            self.navigation.cover(too_small)


def _load_desk() -> None:
    import sales_tui.store.desk
    import sales_tui.tui.jobs.desk  # noqa: F401

    # What is loaded stays: looked through again and again for what could be freed, it would cost frames.
    gc.freeze()
    gc.enable()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def run(runtime: Runtime, *, demo: bool = False, notice: str | None = None) -> None:
    """Open the application and stay until it is left. `notice` is said first, such as that a database was made."""
    SalesApp(runtime, demo=demo, first_run=notice).run()
