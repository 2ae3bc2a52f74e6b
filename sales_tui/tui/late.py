"""The application's parts that are loaded when they are first needed, which is after the frame is painted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from sales_tui.tui.shop import Shop

if TYPE_CHECKING:
    from sales_tui.runtime import Runtime
    from sales_tui.store.grid import Grid
    from sales_tui.tui.acting import Acting
    from sales_tui.tui.again.desk import AgainDesk
    from sales_tui.tui.asking import Asking
    from sales_tui.tui.jobs.desk import JobDesk
    from sales_tui.tui.navigation import Navigation
    from sales_tui.tui.question import Question
    from sales_tui.tui.reading import Found, RecordReader
    from sales_tui.tui.rows import WorkspaceRows
    from sales_tui.tui.views import ViewBook
    from sales_tui.workspaces.base import View, Workspace
    from sales_tui.workspaces.summary import Summary


class LateApp(App[None]):
    """An application that knows its database and its shop, and loads little at its start."""

    class ShopRead(Message):
        """The store's name and zone are known."""

    def __init__(self, runtime: Runtime, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.runtime = runtime
        self.clock = clock
        self.shop: Shop | None = None
        self._shop_lock = Lock()
        self._grids: dict[str, tuple[Grid, Grid]] = {}

    @cached_property
    def acting(self) -> Acting:
        """Starts actions and carries them out."""
        from sales_tui.tui.acting import Acting

        return Acting(self)  # type: ignore[arg-type]  # there is but one subclass

    @property
    def jobs_at_hand(self) -> JobDesk | None:
        """Jobs, once they were loaded: before that there are none."""
        acting = self.__dict__.get("acting")
        return acting.__dict__.get("jobs") if acting is not None else None

    @property
    def again_at_hand(self) -> AgainDesk | None:
        """Repeat, undo and macros, once they were loaded: before that nothing was done."""
        acting = self.__dict__.get("acting")
        return acting.__dict__.get("again") if acting is not None else None

    @cached_property
    def navigation(self) -> Navigation:
        """Opens and leaves screens."""
        from sales_tui.tui.navigation import Navigation

        return Navigation(self)  # type: ignore[arg-type]

    @cached_property
    def reading(self) -> RecordReader:
        """Reads single records."""
        from sales_tui.tui.reading import RecordReader

        return RecordReader(self, self.runtime.reader(), self.clock)  # type: ignore[arg-type]

    @cached_property
    def asking(self) -> Asking:
        """Asks about sets of records."""
        from sales_tui.tui.asking import Asking

        return Asking(self.runtime, self.read_shop, self.clock)

    @cached_property
    def view_book(self) -> ViewBook:
        """The views that are there from the start, and those that this person saved."""
        from sales_tui.tui.views import ViewBook

        return ViewBook(self.runtime)

    async def first_view(self, place: Workspace) -> View | None:
        """The view that a workspace opens with, where the person chose one."""
        return await self.view_book.default(place)

    def source(self, place: Workspace, question: Question) -> WorkspaceRows:
        """Where the rows of a question come from."""
        from sales_tui.store.grid import Grid
        from sales_tui.tui.rows import WorkspaceRows

        if place.name not in self._grids:
            self._grids[place.name] = (Grid(self.runtime.reader()), Grid(self.runtime.reader()))
        quick, heavy = self._grids[place.name]
        ask = partial(self.asking.query, place, question)
        return WorkspaceRows(ask, quick, heavy, self.read_shop, self.clock, self.theme_variables)

    def gist(self, kind: str, found: Found) -> Summary:
        """A record in a few lines."""
        from sales_tui.workspaces.summary import summary

        return summary(kind, found.opened.record, found.opened.order, self.zone_shop.zone, self.clock())

    @property
    def zone_shop(self) -> Shop:
        """The shop as far as it is known."""
        return self.shop or Shop()

    def read_shop(self) -> Shop:
        """The first store's name and zone, read once; from worker threads. Raises DatabaseUnusable."""
        from sales_tui.store.grid import Grid
        from sales_tui.tui.stores import read_shop

        with self._shop_lock:
            if self.shop is None or not self.shop.name:
                self.shop = read_shop(Grid(self.runtime.reader()), self.runtime.settings.timezone)
                self.post_message(self.ShopRead())
            return self.shop
