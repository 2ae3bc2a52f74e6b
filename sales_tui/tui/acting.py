"""Actions from key to database and back: read the record, ask the rules, show the form, write once, say the outcome."""

from __future__ import annotations

import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sales_tui.actions.base import Context
from sales_tui.core.refusal import Refusal
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.keys import ORDER, Verb
from sales_tui.tui.messages import Tone
from sales_tui.tui.quote_ways import QuoteWays
from sales_tui.tui.reading import Found, for_order
from sales_tui.tui.return_ways import ReturnWays
from sales_tui.tui.screens.sets import SetScreen
from sales_tui.workspaces import PLACES

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.worker import Worker

    from sales_tui.store.desk import Opened
    from sales_tui.tui.again.desk import AgainDesk
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.gate import Release
    from sales_tui.tui.jobs.desk import JobDesk
    from sales_tui.tui.jobs.ways import MarkedWays
    from sales_tui.tui.screens.desk import DeskScreen
    from sales_tui.tui.submitting import Submitting

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """An action on its way."""

    verb: Verb
    kind: str
    """The kind of record that the person was looking at."""
    key: int | None
    """Its key in the grid."""
    opened: Opened


class Acting:
    """Starts actions: reads the record, asks the rules, shows the form."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self._jobs: dict[object, Job] = {}

    @cached_property
    def jobs(self) -> JobDesk:
        """Asks about plans for many records, and carries them out; loaded with the first."""
        from sales_tui.tui.jobs.desk import JobDesk

        return JobDesk(self._app)

    @cached_property
    def submitting(self) -> Submitting:
        """Carries out what forms submit; loaded with the first."""
        from sales_tui.tui.submitting import Submitting

        return Submitting(self._app)

    @cached_property
    def returns(self) -> ReturnWays:
        """The ways to the forms of returns that begin with a number."""
        return ReturnWays(self._app)

    @cached_property
    def quotes(self) -> QuoteWays:
        """The way to the form of a new quote."""
        return QuoteWays(self._app)

    @cached_property
    def marked(self) -> MarkedWays:
        """The way to the question about all marked records."""
        from sales_tui.tui.jobs.ways import MarkedWays

        return MarkedWays(self._app)

    @cached_property
    def again(self) -> AgainDesk:
        """Repeat, undo, macros; loaded with the first action, or the first of their keys."""
        from sales_tui.tui.again.desk import AgainDesk

        return AgainDesk(self._app)

    @property
    def forms_open(self) -> int:
        """How many actions that forms submitted are still being carried out."""
        return self.submitting.open if "submitting" in self.__dict__ else 0

    @property
    def running(self) -> int:
        """How many actions and jobs are still being carried out."""
        return self.forms_open + (len(self.jobs.open) if "jobs" in self.__dict__ else 0)

    def give_up(self) -> None:
        """The program ends: what hasn't begun isn't done."""
        if "submitting" in self.__dict__:
            self.submitting.give_up()
        if "jobs" in self.__dict__:
            self.jobs.let_go()

    # --- from the key to the form

    def start(self, choices: tuple[Verb, ...], screen: DeskScreen) -> None:
        """Begin the first of these actions that is possible; if none is, say why. On a grid, marks come first."""
        if self.returns.asks_first(choices[0], screen) or self.quotes.asks_first(choices[0], screen):
            return
        if isinstance(screen, SetScreen) and screen.marking.marks:
            self.marked.start(choices, screen)
            return
        key, number = screen.subject
        if key is None and number is None:
            self._app.say(f"There is no record under the cursor to {choices[0].label}.", Tone.REFUSED)
            return
        self.open(choices, screen.kind, key, number)

    def open(self, choices: tuple[Verb, ...], kind: str, key: int | None, number: str | None) -> None:
        """Begin the first of these actions that is possible on that record; if none is, say why."""
        self.in_background(self._start(choices, kind, key, number))

    def copy(self, kind: str, key: int | None, number: str | None) -> None:
        """Put the record's number on the clipboard of the person's own terminal."""
        self.in_background(self._copy(kind, key, number))

    async def _copy(self, kind: str, key: int | None, number: str | None) -> None:
        if number is None and key is not None:
            number = await self._app.reading.number(kind, key)
        if number is None:
            self._app.say("There is no number to copy.", Tone.REFUSED)
            return
        self._app.copy_to_clipboard(number)
        self._app.say(f"Copied {number} (if nothing arrives, the terminal doesn't allow it).")

    def in_background(self, work: Coroutine[Any, Any, None], group: str = "acting") -> None:
        """Do it while keys wait for what it brings; escape gives it up."""
        worker: Worker[None] | None = None
        release = self._app.gate.close(lambda: worker.cancel() if worker else None)
        worker = self._app.run_worker(self.guarded(work, release), group=group)

    async def guarded(self, work: Coroutine[Any, Any, None], release: Release) -> None:
        """Whatever happens, it is said in a sentence, and keys go on."""
        try:
            await work
        except DatabaseUnusable as error:
            self._app.gate.forget()
            self._app.say(str(error), Tone.FAULT)
        except Exception:
            self._app.gate.forget()
            self._app.say(fault("showing it"), Tone.FAULT)
        finally:
            release()

    async def _start(self, choices: tuple[Verb, ...], kind: str, key: int | None, number: str | None) -> None:
        found = await self._app.reading.read(kind, key=key, number=number)
        if found is None:
            self._app.say("The record is no longer there.", Tone.REFUSED)
            return
        if found.opened.aim is None:
            self._refuse(Refusal("order.none", f"This {PLACES[kind].noun} belongs to no order here."))
            return
        if kind == ORDER and choices[0].target == "shipment":
            await self._for_shipments(choices[0], found)
            return
        possible: list[Job] = []
        refusals: list[Refusal] = []
        for verb in choices:
            opened = for_order(found.opened) if verb.target == ORDER else found.opened
            refusal = verb.action.refusal(opened.target, self._context())
            if refusal is not None:
                refusals.append(refusal)
            elif not possible or verb.among:
                possible.append(Job(_aimed(verb, kind, found), kind, key, opened))
        if not possible:
            self._refuse(refusals[0])
        elif len(possible) == 1 or not possible[0].verb.among:
            await self.open_form(possible[0])
        else:
            self._choose_among(possible)

    def _choose_among(self, jobs: list[Job]) -> None:
        """One key, several things that it could mean here."""
        by_name = {job.verb.action.name: job for job in jobs}
        labels = [
            (name, f"{job.verb.action.title.lower()}: {job.verb.help[:1].lower()}{job.verb.help[1:]}")
            for name, job in by_name.items()
        ]
        self._app.navigation.choose(
            "Which one?", labels, lambda name: self.in_background(self.open_form(by_name[name]))
        )

    async def _for_shipments(self, verb: Verb, found: Found) -> None:
        """An action on a shipment, asked for on the order: choose the shipment where there are several."""
        order = found.opened.order
        numbers = [shipment["increment_id"] for shipment in order["shipments"]]
        if not numbers:
            self._refuse(Refusal("ship.none", f"Order {order['increment_id']} has no shipment yet; s ships it."))
        elif len(numbers) == 1:
            await self._on_shipment(verb, numbers[0], found.key)
        else:
            labels = [(number, f"shipment {number}") for number in numbers]
            title = f"{verb.label.capitalize()} of which shipment of order {order['increment_id']}?"
            self._app.navigation.choose(
                title, labels, lambda number: self.in_background(self._on_shipment(verb, number, found.key))
            )

    async def _on_shipment(self, verb: Verb, number: str, key: int | None) -> None:
        found = await self._app.reading.read("shipment", number=number)
        if found is None:
            self._app.say(f"Shipment {number} is no longer there.", Tone.REFUSED)
        elif refusal := verb.action.refusal(found.opened.target, self._context()):
            self._refuse(refusal)
        else:
            await self.open_form(Job(verb, ORDER, key, found.opened))

    async def open_form(self, job: Job) -> None:
        """Show the form."""
        from sales_tui.store.desk_quotes import look_up
        from sales_tui.tui.forms import make_form

        finding = partial(look_up, self._app.runtime.engine)
        form = make_form(job.verb.action, job.verb.label, job.verb.preset, job.opened, self._context(), finding)
        self._jobs[form] = job
        await self._app.navigation.push(form, lambda _: self.forget(form))

    def _refuse(self, refusal: Refusal) -> None:
        self._app.gate.forget()
        self._app.say(refusal.message, Tone.REFUSED)

    def _context(self) -> Context:
        return Context(self._app.clock(), self._app.runtime.terms, by=self._app.runtime.actor.name)

    # --- from the form to the database

    def submit(self, form: Screen[None], values: Mapping[str, Any]) -> None:
        """Carry out what the form is for."""
        if job := self._jobs.get(form):
            self.submitting.submit(form, job, values)

    def forget(self, form: object) -> None:
        """The person left the form."""
        self._jobs.pop(form, None)


def _aimed(verb: Verb, kind: str, found: Found) -> Verb:
    """On an invoice, a refund is of that invoice."""
    if kind == "invoice" and verb.action.name == "order.refund":
        return replace(verb, preset={**verb.preset, "invoice": found.opened.record["increment_id"]})
    return verb


def fault(what: str) -> str:
    """Log the present exception; the sentence for people. Called while it is handled."""
    reference = uuid4().hex[:8]
    log.exception("A fault while %s, reference %s", what, reference)
    return f"A program error while {what}; the log has it under {reference}."
