"""What steps that were chosen by name are done to: the marks, else the record under the cursor or on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sales_tui.actions import ACTIONS
from sales_tui.store.grid import Grid
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.tui.jobs.marked import INVOICE, read_plan
from sales_tui.tui.keys import ORDER, Verb
from sales_tui.tui.screens.sets import SetScreen
from sales_tui.workspaces import PLACES
from sales_tui.workspaces.base import Workspace

if TYPE_CHECKING:
    from sales_tui.core.marks import Marks
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen


class NotHere(Exception):
    """It can't be done to what is on the screen; the message says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Steps that are to be done to something."""

    title: str
    steps: tuple[Doing, ...]
    origin: str = "screen"
    notes: Sequence[str] = ()

    @property
    def target(self) -> str:
        """The kind of record that the steps work on."""
        return ACTIONS[self.steps[0].action].target


def has_marks(screen: DeskScreen) -> bool:
    """Whether it is about several records."""
    return isinstance(screen, SetScreen) and bool(screen.marking.marks)


async def ask_about(app: SalesApp, wanted: Wanted, screen: DeskScreen) -> None:
    """Show what would become of the marks, else of the record of the screen. Raises NotHere, DatabaseUnusable."""
    place = PLACES[screen.kind]
    if problem := why_not_on(wanted, place, several=has_marks(screen)):
        raise NotHere(problem)
    hidden: Marks | None = None
    if isinstance(screen, SetScreen) and screen.marking.marks:
        plan, hidden = await _marked(app, wanted, screen)
    else:
        plan = await _single(app, wanted, screen)
    await app.acting.jobs.show(plan, screen, hidden=hidden, notes=wanted.notes)


def why_not_on(wanted: Wanted, place: Workspace, *, several: bool) -> str:
    """Why the steps can't be done to records of that workspace; empty where they can."""
    if wanted.target != place.kind and not (wanted.target == ORDER and place.has_orders):
        others = PLACES[wanted.target].title.lower()
        return f"“{wanted.title}” is for {others}, and this is {place.title.lower()}."
    names_invoice = [_names_invoice(step) for step in wanted.steps]
    if place.kind == INVOICE and any(names_invoice) and not all(names_invoice):
        return f"“{wanted.title}” refunds whole orders; it is done in the orders, not to single invoices."
    alone = next((ACTIONS[step.action].alone for step in wanted.steps if ACTIONS[step.action].alone), "")
    return f"{alone}; - takes the marks away." if several and alone else ""


def _names_invoice(step: Doing) -> bool:
    return any(one.name == INVOICE for one in ACTIONS[step.action].parameters)


async def _marked(app: SalesApp, wanted: Wanted, screen: SetScreen) -> tuple[Plan, Marks]:
    marks, shown = screen.marking.marks.copy(), screen.rows.all_ids()
    grid, verb = Grid(app.runtime.reader()), Verb(ACTIONS[wanted.steps[0].action], wanted.title)
    plan = await asyncio.to_thread(read_plan, grid, screen.workspace, verb, marks, shown)
    await asyncio.to_thread(marks.discard_all, shown)
    return replace(plan, title=wanted.title, steps=wanted.steps, origin=wanted.origin), marks


async def _single(app: SalesApp, wanted: Wanted, screen: DeskScreen) -> Plan:
    key, number = screen.subject
    if key is None and number is None:
        raise NotHere(f"There is no record under the cursor for “{wanted.title}”.")
    found = await app.reading.read(screen.kind, key=key, number=number)
    if found is None:
        raise NotHere("The record is no longer there.")
    record = PLACES[screen.kind].number_of(found.opened.record)
    own = {INVOICE: record} if screen.kind == INVOICE and _names_invoice(wanted.steps[0]) else {}
    about = record if wanted.target == screen.kind else found.opened.order["increment_id"]
    aims = Aims([Aim(about, found.key, parameters=own)])
    return Plan(wanted.title, wanted.steps, aims, PLACES[screen.kind].name, wanted.origin)
