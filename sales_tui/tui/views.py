"""The views that a person can choose from: those that are there from the start, and the own ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from types import ModuleType

from sales_tui import runtime as wiring
from sales_tui.core.refusal import Refusal
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.reader import Reader
from sales_tui.store.views import SavedView, list_views, owner_of, read_choice, view_key
from sales_tui.tui.question import Question
from sales_tui.workspaces.base import View, Workspace
from sales_tui.workspaces.layouts import write_columns, write_sort

READ_ONLY = Refusal("view.read_only", "Opened read-only: the list of views can't be changed here.")


@dataclass(frozen=True, slots=True)
class Listed:
    """A view in the list of a workspace's views."""

    view: View
    is_own: bool = False
    is_default: bool = False
    """Whether the workspace opens with it."""


class ViewBook:
    """Reads and keeps a person's views, in threads.

    Its methods raise DatabaseUnusable; what else can't be done comes back as a Refusal.
    """

    def __init__(self, runtime: wiring.Runtime, clock: Callable[[], datetime] = wiring.now) -> None:
        self._runtime = runtime
        self._clock = clock
        self._lock = Lock()
        self._reader: Reader | None = None

    @cached_property
    def _owner(self) -> str:
        return owner_of(self._runtime.actor)

    @property
    def why_not(self) -> Refusal | None:
        """Why nothing can be saved here."""
        return READ_ONLY if self._runtime.read_only or self._runtime.location.is_read_only else None

    # --- reading

    async def list(self, place: Workspace) -> Sequence[Listed]:
        """Those that are there from the start and aren't hidden, then the own ones; one of them is the default."""
        return await asyncio.to_thread(self._read, place)

    async def default(self, place: Workspace) -> View | None:
        """The view that somebody chose for the workspace to open with; None: its first, also where that can't be read.

        Where it can't, the rows can't either, and they say why.
        """
        try:
            chosen = next((one.view for one in await self.list(place) if one.is_default), None)
        except DatabaseUnusable:
            return None
        return None if chosen == place.views[0] else chosen

    def _read(self, place: Workspace) -> Sequence[Listed]:
        reader = self._open()
        choice = read_choice(reader, self._owner, place.name)
        saved = list_views(reader, self._owner, place.name)
        built_in = [view for view in place.views if view.name not in choice.hidden]
        default = next((one.name for one in saved if one.is_default), None)
        is_own = default is not None
        if default is None:
            default = choice.default if place.view(choice.default or "") in built_in else place.views[0].name
        return (
            *(Listed(view, False, not is_own and view.name == default) for view in built_in),
            *(Listed(one.fitted(place), True, is_own and one.name == default) for one in saved),
        )

    def _open(self) -> Reader:
        with self._lock:
            self._reader = self._reader or self._runtime.reader()
            return self._reader

    # --- changing

    def why_not_named(self, place: Workspace, name: str) -> Refusal | None:
        """Why no view of a person's own can have that name: one that is there from the start has it."""
        key = view_key(name)
        taken = next((view for view in place.views if key in (view_key(view.name), view_key(view.title))), None)
        if taken is None:
            return None
        return Refusal("view.built_in", f"'{taken.title}' is there from the start; choose another name.")

    async def save(self, place: Workspace, name: str, question: Question) -> Refusal | None:
        """Save the question under that name, in the place of an own view that has it."""
        sort = "" if question.sort == (place.sort,) else write_sort(question.sort)
        view = SavedView(place.name, name, question.filter, sort, write_columns(question.columns))
        if refusal := self.why_not_named(place, name):
            return refusal
        return await self._change(lambda to: to.save_view(self._runtime.engine, self._owner, view, self._clock()))

    async def rename(self, place: Workspace, name: str, new: str) -> Refusal | None:
        """Give an own view another name."""
        if refusal := self.why_not_named(place, new):
            return refusal
        return await self._change(
            lambda to: to.rename_view(self._runtime.engine, self._owner, place.name, name, new, self._clock())
        )

    async def delete(self, place: Workspace, name: str) -> Refusal | None:
        """Forget an own view."""
        return await self._change(lambda to: to.delete_view(self._runtime.engine, self._owner, place.name, name))

    async def set_default(self, place: Workspace, name: str) -> Refusal | None:
        """Let the workspace open with that view."""
        built_in = [view.name for view in place.views]
        chosen = None if name == built_in[0] else name
        return await self._change(
            lambda to: to.set_default(self._runtime.engine, self._owner, place.name, chosen, built_in)
        )

    async def _change(self, change: Callable[[ModuleType], Refusal | None]) -> Refusal | None:
        return self.why_not or await asyncio.to_thread(_late, change)


def _late(change: Callable[[ModuleType], Refusal | None]) -> Refusal | None:
    """What writes loads the ORM: only when somebody saves something."""
    from sales_tui.store import view_changes

    return change(view_changes)
