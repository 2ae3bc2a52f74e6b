"""Jobs of before: what was interrupted, what of them is done once more or given up, what became of each record."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sales_tui.actions import ACTIONS
from sales_tui.store import jobs
from sales_tui.store.job_records import again_of, read_record
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.jobs.running import RunningJob
from sales_tui.tui.jobs.words import facts_words
from sales_tui.tui.keys import JOB, JOB_RECORD, ORDER
from sales_tui.tui.messages import Tone
from sales_tui.tui.screens.confirm import ConfirmScreen
from sales_tui.workspaces import PLACES, WORKSPACES
from sales_tui.workspaces.format import short_instant

if TYPE_CHECKING:
    from sales_tui.store.job_plan import Plan
    from sales_tui.store.jobs import JobFacts
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.jobs.desk import JobDesk
    from sales_tui.tui.screens.sets import SetScreen

OUTCOMES = "outcomes"
"""The workspace with a record for each record of each job; its filter is `job:17`."""


class TakingUp:
    """Ways that begin with a job that is written down."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self.offered: list[JobFacts] = []
        """Jobs that broke off, and that nobody works on."""

    @property
    def _desk(self) -> JobDesk:
        return self._app.acting.jobs

    @property
    def has_places(self) -> bool:
        """Whether jobs and their outcomes have a grid here."""
        return OUTCOMES in WORKSPACES

    @property
    def way(self) -> str:
        """How to see what became of each record."""
        return "g j shows each of them" if self.has_places else "what wasn't done is still marked"

    # --- at the start

    async def offer(self) -> None:
        """Say what broke off; never taken up by itself. Without an answer nothing is said: whoever asks hears why."""
        try:
            found = await asyncio.to_thread(jobs.unfinished, self._app.runtime.engine)
        except DatabaseUnusable:
            return
        ours = {job.id for job in self._desk.open}
        now = self._app.clock()
        self.offered = [job for job in found if job.id not in ours and job.is_interrupted(now)]
        if self.offered:
            said, before = self._offer_words(), self._app.said
            self._app.say(f"{before.text} {said}" if before and before.tone is Tone.PLAIN else said)

    def _offer_words(self) -> str:
        job = self.offered[0]
        by = f" by {job.who}" if job.who != self._app.runtime.actor.name else ""
        others = len(self.offered) - 1
        more = f" {others:,} more {'was' if others == 1 else 'were'} interrupted, too." if others else ""
        return f"{self._named(job)}{by} stopped at {job.ended:,} of {job.total:,}; g u takes it up again.{more}"

    def _named(self, job: JobFacts) -> str:
        when = short_instant(job.made_at, self._app.zone_shop.zone, self._app.clock()).strip()
        return f"{job.title} of {when}"

    # --- ways

    def go_on(self) -> None:
        """G u: the job that is under way, else the one that broke off."""
        if self._desk.open:
            self._begin(self._desk.show_progress(self._desk.open[0]))
        elif self.offered:
            self.take_up(self.offered[0].id)
        else:
            self._app.say("No job is under way, and none was interrupted.", Tone.REFUSED)

    def show_last(self) -> None:
        """G j: what became of the records of the last job; all jobs where there is none."""
        if not self.has_places:
            self._app.say("Jobs can't be looked at here.", Tone.REFUSED)
        elif self._desk.last is not None:
            self.show_outcomes(self._desk.last.id)
        else:
            self._app.navigation.go("jobs")

    def show_outcomes(self, job_id: int) -> None:
        """What became of each of its records, as a grid."""
        self._app.navigation.show_filtered(OUTCOMES, f"job:{job_id}")

    def again(self, job_id: int) -> None:
        """Ask whether to do the same once more to what was refused or failed."""
        self._begin(self._again(job_id))

    def take_up(self, job_id: int) -> None:
        """Ask whether to go on with it."""
        self._begin(self._take_up(job_id))

    def give_up(self, job_id: int) -> None:
        """Ask whether what is left of it is never to be done."""
        self._begin(self._give_up(job_id))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._app.acting.in_background(work)

    async def _read(self, job_id: int) -> JobFacts | None:
        facts = await asyncio.to_thread(jobs.read, self._app.runtime.engine, job_id)
        if facts is None:
            self._app.say("This job is no longer there.", Tone.REFUSED)
        return facts

    async def _again(self, job_id: int) -> None:
        facts = await self._read(job_id)
        if facts is None:
            return
        await self._ask([await asyncio.to_thread(jobs.again, self._app.runtime.engine, facts)])

    async def _again_of(self, keys: Sequence[int]) -> None:
        await self._ask(await asyncio.to_thread(again_of, self._app.runtime.engine, keys))

    async def _ask(self, plans: Sequence[Plan]) -> None:
        plans = [plan for plan in plans if plan.aims]
        if not plans:
            self._app.say("None of these was refused or failed: there is nothing to try again.", Tone.REFUSED)
        elif len(plans) > 1:
            self._app.say("These are of several jobs: mark those of one.", Tone.REFUSED)
        else:
            await self._desk.show(plans[0], self._app.navigation.base)

    async def _free(self, job_id: int) -> JobFacts | None:
        """The job, if something is left of it and nobody works on it; else it is said why not."""
        facts = await self._read(job_id)
        if facts is None:
            return None
        if running := next((job for job in self._desk.open if job.id == job_id), None):
            await self._desk.show_progress(running)
        elif facts.state == jobs.DONE:
            self._app.say(f"{self._named(facts)} is through: {facts_words(facts)}.", Tone.REFUSED)
        elif facts.state != jobs.STOPPED and not facts.is_interrupted(self._app.clock()):
            self._app.say(f"{self._named(facts)}: {facts.who} carries it out on {facts.host}.", Tone.REFUSED)
        else:
            return facts
        return None

    async def _take_up(self, job_id: int) -> None:
        if facts := await self._free(job_id):
            sentence = f"{self._named(facts)}: {facts_words(facts)}. Nothing that was done is done again."
            screen = ConfirmScreen(f"Go on with {facts.title}?", sentence, f"do the {facts.left:,} that are left")
            await self._app.navigation.push(screen, lambda wants: self._take(facts) if wants else None)

    def _take(self, facts: JobFacts) -> None:
        self._forget(facts)
        job = RunningJob.of(facts)
        job.foretold = facts.refused
        self._begin(self._desk.watch(self._desk.begin(job)))

    async def _give_up(self, job_id: int) -> None:
        if facts := await self._free(job_id):
            sentence = f"{self._named(facts)}: {facts_words(facts)}. What is left is never done; what was done stays."
            screen = ConfirmScreen(f"Give up the rest of {facts.title}?", sentence, f"give up the {facts.left:,}")
            await self._app.navigation.push(screen, lambda wants: self._give(facts) if wants else None)

    def _give(self, facts: JobFacts) -> None:
        self._begin(self._given(facts))

    async def _given(self, facts: JobFacts) -> None:
        give_up = partial(jobs.give_up, self._app.runtime.engine, facts.id, self._app.clock())
        count = await asyncio.to_thread(give_up)
        self._forget(facts)
        self._app.say(f"{facts.title}: {count:,} given up.", Tone.DONE)
        self._app.navigation.changed(JOB, None, "")

    def _forget(self, facts: JobFacts) -> None:
        self.offered = [job for job in self.offered if job.id != facts.id]

    # --- the places with jobs, and with their records

    def open(self, kind: str, key: int) -> bool:
        """Enter in one of them: the records of the job, or the record itself. False anywhere else."""
        if kind == JOB:
            self.show_outcomes(key)
        elif kind == JOB_RECORD:
            self._begin(self._open_record(key))
        else:
            return False
        return True

    async def _open_record(self, key: int) -> None:
        facts = await asyncio.to_thread(read_record, self._app.runtime.engine, key)
        if facts is None:
            self._app.say("The record is no longer there.", Tone.REFUSED)
            return
        place = WORKSPACES.get(facts.workspace)
        if place is not None and facts.record_id is not None:
            self._app.navigation.open(place.kind, key=facts.record_id)
            return
        action = ACTIONS.get(facts.action)
        kind = action.target if action and action.target in PLACES else ORDER
        self._app.navigation.open(kind, number=facts.target)

    def press(self, key: str, screen: SetScreen) -> bool:
        """A key in one of them; False where it means nothing there."""
        act = {"full_stop": self._press_again, "t": self._press_take_up, "x": self._press_give_up}.get(key)
        if act is None or screen.kind not in (JOB, JOB_RECORD):
            return False
        if self._app.runtime.read_only:
            self._app.say("Opened read-only: nothing can be changed here.", Tone.REFUSED)
        else:
            act(screen)
        return True

    def _press_again(self, screen: SetScreen) -> None:
        if screen.kind == JOB_RECORD and screen.marking.marks:
            self._begin(self._again_of([*screen.marking.marks]))
        else:
            self._of_job(screen, self.again)

    def _press_take_up(self, screen: SetScreen) -> None:
        self._of_job(screen, self.take_up)

    def _press_give_up(self, screen: SetScreen) -> None:
        self._of_job(screen, self.give_up)

    def _of_job(self, screen: SetScreen, act: Any) -> None:
        """Do it to the job under the cursor, or to that of the record there."""
        key = screen.subject[0]
        if key is None:
            self._app.say("There is no job under the cursor.", Tone.REFUSED)
        elif screen.kind == JOB:
            act(key)
        else:
            self._begin(self._of_record(key, act))

    async def _of_record(self, key: int, act: Any) -> None:
        facts = await asyncio.to_thread(read_record, self._app.runtime.engine, key)
        if facts is not None:
            act(facts.job_id)
