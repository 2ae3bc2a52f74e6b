"""Undo: the newest deed on each of the records, or the last thing that this person did; the journal knows both."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sales_tui.actions import ACTIONS
from sales_tui.actions.deeds import Deed
from sales_tui.core.refusal import Refusal
from sales_tui.macros.words import step_title
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.store.requests import Request
from sales_tui.store.undoing import deeds_of, deeds_of_jobs, deeds_of_outcomes, inverses, last_deeds
from sales_tui.tui.again.subjects import NotHere
from sales_tui.tui.keys import JOB, JOB_RECORD
from sales_tui.tui.screens.sets import SetScreen
from sales_tui.workspaces import PLACES
from sales_tui.workspaces.format import short_instant

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen

INSTEAD = {
    "order.invoice": "A credit memo (r) gives the money back and takes the pieces back.",
    "order.ship": "What comes back is a return (n); a credit memo (r) takes its pieces back.",
    "order.refund": "Money that went out can only be asked for anew: n orders the same again.",
    "order.cancel": "n orders the same again.",
    "invoice.capture": "A credit memo (r) gives the money back.",
    "return.settle": "The credit memo that it made stays.",
}
"""What helps where nothing takes an action back."""


OF_JOBS: Mapping[str, Callable[..., Sequence[Deed]]] = {JOB: deeds_of_jobs, JOB_RECORD: deeds_of_outcomes}
"""Where the records are jobs or their outcomes, what was done is not what was done to them."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What was done, and what takes each of it back or why nothing does."""

    deeds: Sequence[Deed]
    ways: Sequence[Request | Refusal]

    @classmethod
    def of(cls, deeds: Sequence[Deed]) -> Deeds:
        """Asks what takes them back."""
        return cls(deeds, inverses(deeds))

    @property
    def ids(self) -> frozenset[int]:
        """Which they are."""
        return frozenset(deed.id for deed in self.deeds)

    @property
    def possible(self) -> list[tuple[Deed, Request]]:
        """Those that something takes back."""
        pairs = zip(self.deeds, self.ways, strict=True)
        return [(deed, way) for deed, way in pairs if isinstance(way, Request)]

    @property
    def final(self) -> Counter[str]:
        """Name of an action -> how many of it nothing takes back."""
        return Counter(deed.action for deed, way in zip(self.deeds, self.ways, strict=True) if isinstance(way, Refusal))

    @property
    def title(self) -> str:
        """What was done: Hold; several things: their first and how many others."""
        names = list(dict.fromkeys(_title(deed) for deed in self.deeds))
        return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _title(deed: Deed) -> str:
    return step_title(Doing(deed.action, deed.parameters))


class Undoing:
    """Finds out what can be taken back, and asks."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app

    async def ask(self, screen: DeskScreen) -> None:
        """What was done here, or last: where both differ the person chooses. Raises NotHere, DatabaseUnusable."""
        here = await self._here(screen)
        if screen.kind in OF_JOBS:
            await self._show_of_jobs(here)
            return
        last = await self._last()
        if not here.deeds and not last.deeds:
            raise NotHere("There is nothing here that could be taken back, and nothing that you did last.")
        if here.deeds and last.deeds and here.ids != last.ids:
            self._choose(here, last, screen)
        else:
            await self._show(here if here.deeds else last, screen)

    def _choose(self, here: Deeds, last: Deeds, screen: DeskScreen) -> None:
        labels = [("here", self._words(here)), ("last", f"the last: {self._words(last)}")]
        found = {"here": here, "last": last}
        again = self._app.acting.again
        self._app.navigation.choose(
            "Take back what?", labels, lambda name: again.begin(self._show(found[name], screen))
        )

    async def _show_of_jobs(self, found: Deeds) -> None:
        if not found.deeds:
            raise NotHere("Nothing was done here that could be taken back, or it was taken back already.")
        await self._show(found, self._app.navigation.base)

    # --- finding

    async def _here(self, screen: DeskScreen) -> Deeds:
        """The newest deed on each of the marks, else on the record of the screen."""
        if isinstance(screen, SetScreen) and screen.marking.marks:
            keys = [*screen.marking.marks]
        else:
            key, number = screen.subject
            if key is None and number is not None:
                found = await self._app.reading.read(screen.kind, number=number)
                target = found.opened.target if found else None
                key = (target.document or target.root).id if target else None
            keys = [] if key is None else [key]
        find = OF_JOBS.get(screen.kind) or partial(deeds_of, kind=screen.kind)
        return await asyncio.to_thread(lambda: Deeds.of(find(self._app.runtime.engine, ids=keys)))

    async def _last(self) -> Deeds:
        """What this person did last: one thing, or a whole job."""
        runtime = self._app.runtime
        return await asyncio.to_thread(lambda: Deeds.of(last_deeds(runtime.engine, runtime.actor.name)))

    # --- saying and asking

    def _words(self, found: Deeds) -> str:
        """Order 000000012: hold 10:42; hold 100 orders, 10:42."""
        newest = found.deeds[0]
        at = short_instant(newest.at, self._app.zone_shop.zone, self._app.clock()).strip()
        place = PLACES[ACTIONS[newest.action].target]
        if len(found.deeds) == 1:
            by = "" if newest.who == self._app.runtime.actor.name else f" by {newest.who}"
            return f"{place.noun} {newest.target}: {found.title.lower()}{by}, {at}"
        records = len({deed.target for deed in found.deeds})
        noun = place.noun if records == 1 else f"{place.noun}s"
        return f"{found.title.lower()}, {records:,} {noun}, {at}"

    async def _show(self, found: Deeds, screen: DeskScreen) -> None:
        """The question about what takes it back. Raises NotHere where nothing does."""
        possible = found.possible
        if not possible:
            raise NotHere(" ".join([_final_words(found), INSTEAD.get(found.deeds[0].action, "")]).strip())
        notes = [f"{found.final.total():,} of them stay: {_final_words(found)}"] if found.final else []
        await self._app.acting.jobs.show(undo_plan(found), screen, notes=notes)


def _final_words(found: Deeds) -> str:
    titles = dict.fromkeys(_title(deed) for deed in found.deeds if deed.action in found.final)
    return f"{' and '.join(f'“{title}”' for title in titles)} can't be undone."


def undo_plan(found: Deeds) -> Plan:
    """What takes back all that can be taken back, the newest first.

    The step is what most of the records need and what needs nothing to be typed; the others have their own.
    """
    possible = found.possible
    plain = [way for _, way in possible if not way.parameters] or [possible[0][1]]
    step = Doing(plain[0].action, plain[0].parameters)
    aims = Aims(_aim(way, step) for _, way in possible)
    kind = ACTIONS[step.action].target
    return Plan(f"Undo {found.title.lower()}", (step,), aims, PLACES[kind].name, "undo")


def _aim(way: Request, step: Doing) -> Aim:
    action = "" if way.action == step.action else way.action
    return Aim(way.target, None, action, way.parameters, way.undoes)
