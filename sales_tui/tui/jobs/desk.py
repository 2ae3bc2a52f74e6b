"""Jobs at this desk: a plan is asked about, then carried out in the background, one job after the other."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from sales_tui.actions import ACTIONS
from sales_tui.store import jobs
from sales_tui.store.holder import myself
from sales_tui.store.job_findings import Findings
from sales_tui.store.job_run import JobRun
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.acting import fault
from sales_tui.tui.jobs.running import Batch, RunningJob, Stage
from sales_tui.tui.jobs.switching import quick_turns
from sales_tui.tui.jobs.taking_up import TakingUp
from sales_tui.tui.jobs.words import past
from sales_tui.tui.messages import Tone

if TYPE_CHECKING:
    from sales_tui.core.marks import Marks
    from sales_tui.store.job_plan import Plan
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen
    from sales_tui.tui.screens.sets import SetScreen

T = TypeVar("T")

PATIENCE = 0.4
"""Seconds after which it is shown how far a job is; what is over by then is only said."""

OFTEN = 0.5
"""Seconds between two looks at how far it is."""

CALM = 2.0
"""Seconds between two readings of what is on the screen, while it is this desk that changes it all the time."""


class JobDesk:
    """One for each application."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self.open: list[RunningJob] = []
        """What isn't over, in the order in which it is done."""
        self.last: RunningJob | None = None
        """What was over last."""
        self._task: asyncio.Task[None] | None = None
        self._unshown: array[int] = array("q")
        """Records of the first job that were done, which isn't seen yet where they are marked."""
        self._read = 0.0

    @cached_property
    def taking_up(self) -> TakingUp:
        """What was interrupted, what is done once more, what is given up."""
        return TakingUp(self._app)

    # --- the question

    def ask(self, plan: Plan, screen: DeskScreen, *, hidden: Marks | None = None, notes: Sequence[str] = ()) -> None:
        """Show what would become of each record of the plan; F2 there makes a job of it, escape leaves it at that.

        `screen`: where it was asked for; marks of what is done are taken away in the workspace of the plan. `hidden`:
        keys of those that the filter hides there, to be said first. `notes`: sentences that go before everything else.
        Of a plan only `title`, `steps`, `aims` (numbers; keys where they are known), `workspace` and `origin` are
        needed; versions are looked up again.
        """
        self._app.acting.in_background(self.show(plan, screen, hidden=hidden, notes=notes))

    async def show(
        self, plan: Plan, screen: DeskScreen, *, hidden: Marks | None = None, notes: Sequence[str] = ()
    ) -> None:
        """The same, for those who can wait until the question is on the screen."""
        from sales_tui.tui.screens.job_preview import PreviewScreen

        if self._app.runtime.read_only:
            self._app.say("Opened read-only: nothing can be changed here.", Tone.REFUSED)
        elif not plan.aims:
            self._app.say("None of these records is there any more.", Tone.REFUSED)
        else:
            actions = [ACTIONS[one.action] for one in plan.steps if one.action in ACTIONS]
            await self._app.navigation.push(PreviewScreen(plan, actions, hidden, notes), self._decided)

    def _decided(self, findings: Findings | None) -> None:
        """F2 in the question: keys that follow wait for what it leads to."""
        if findings is None:
            return
        self._app.acting.again.decided(findings.plan)
        release = self._app.gate.close()
        self._app.run_worker(self._app.acting.guarded(self._begin(findings), release), group="jobs")

    async def _begin(self, findings: Findings) -> None:
        plan = await asyncio.to_thread(findings.decided)
        runtime = self._app.runtime
        # Not in the writing line: a payment system that is slow to answer would keep the person waiting.
        make = partial(jobs.make, runtime.engine, plan, runtime.actor, self._app.clock(), myself())
        job_id = await asyncio.to_thread(make)
        count, words = len(plan.aims), past(plan.steps)
        job = RunningJob(job_id, plan.title, plan.workspace, count, words, foretold=findings.refused)
        await self.watch(self.begin(job))

    # --- carrying out

    def begin(self, job: RunningJob) -> RunningJob:
        """Carry it out, after those that are under way."""
        self.open.append(job)
        self._tell()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._carry_out())
        return job

    async def watch(self, job: RunningJob) -> None:
        """Show how far it is, unless it is over in a moment."""
        began = monotonic()
        while job in self.open and monotonic() - began < PATIENCE:
            await asyncio.sleep(0.01)
        if job in self.open:
            await self.show_progress(job)

    async def show_progress(self, job: RunningJob) -> None:
        """How far it is, until it is over or left in the background."""
        from sales_tui.tui.screens.job_progress import ProgressScreen

        await self._app.navigation.push(ProgressScreen(job), partial(self._left, job))

    def _left(self, job: RunningJob, wish: str | None) -> None:
        """The person looked enough; `wish`: what of it they want. What was held back meanwhile is shown."""
        if self.open:
            self._tell()
            self._show_done(self.open[0])
        if wish == "outcomes":
            self.taking_up.show_outcomes(job.id)
        elif wish == "again":
            self.taking_up.again(job.id)

    def stop(self, job: RunningJob) -> None:
        """After the records that are under way; what is left can be taken up again."""
        if job in self.open and job.stage is not Stage.OVER:
            job.stage = Stage.STOPPING

    def let_go(self) -> None:
        """The program ends: what is under way is ended by its transaction, or never was."""
        if self._task is not None:
            self._task.cancel()

    async def _write(self, work: Callable[[], T]) -> T:
        """In the one writing thread: single actions come in between."""
        return await asyncio.wrap_future(self._app.acting.submitting.line.add(work))

    async def _carry_out(self) -> None:
        looking = self._app.set_interval(OFTEN, self._look)
        try:
            with quick_turns():
                while self.open:
                    job = self.open[0]
                    await self._do(job)
                    self.open.remove(job)
                    self.last = job
                    self._ended(job)
        finally:
            looking.stop()

    async def _do(self, job: RunningJob) -> None:
        """All that is left of one job, batch by batch."""
        engine = self._app.runtime.engine
        run = JobRun(self._app.runtime.runner, job.id)
        job.begin(monotonic())
        self._tell()
        try:
            begun = job.stage is not Stage.STOPPING and await self._write(run.begin)
            while begun and job.stage is not Stage.STOPPING:
                batch = await self._write(lambda: Batch.of(run.next()))
                job.take(batch, monotonic())
                self._unshown.extend(batch.keys)
                if not batch.ended:
                    break
            if job.stage is Stage.STOPPING:
                await self._write(partial(jobs.stop, engine, job.id, self._app.clock()))
                await self._write(run.next)
        except DatabaseUnusable as error:
            job.problem = str(error)
        except Exception:
            job.problem = fault(f"carrying out {job.title}")
        await self._close(job)

    async def _close(self, job: RunningJob) -> None:
        """What is written down of it; where it broke off it counts as stopped, to be taken up again."""
        engine, now = self._app.runtime.engine, self._app.clock()
        try:
            if job.problem:
                await self._write(partial(jobs.stop, engine, job.id, now))
            job.end(await asyncio.to_thread(jobs.read, engine, job.id))
        except Exception as error:
            job.problem = job.problem or (str(error) if isinstance(error, DatabaseUnusable) else fault("ending it"))
            job.end(None)

    # --- what is seen of it

    @property
    def words(self) -> str:
        """How far the jobs are, for a calm place on every screen."""
        if not self.open:
            return ""
        more = len(self.open) - 1
        return self.open[0].words + (f" · {more:,} more wait{'s' if more == 1 else ''}" if more else "")

    def _look(self) -> None:
        """Now and then while jobs run: not at once for each record, so that the screen stays calm."""
        if self._is_desk_in_front and self.open:
            self._tell()
            self._show_done(self.open[0])

    def _tell(self) -> None:
        self._app.tell_under_way(self.words)

    @property
    def holds_news(self) -> bool:
        """Whether news of changes may wait: they are this desk's own, and come all the time."""
        if not self.open:
            return False
        if not self._is_desk_in_front or monotonic() - self._read < CALM:
            return True
        self._read = monotonic()
        return False

    @property
    def _is_desk_in_front(self) -> bool:
        """Whether no small screen covers the desk: what changes behind one makes all of it be painted again."""
        return self._app.has_screens and not isinstance(self._app.screen, ModalScreen)

    def _show_done(self, job: RunningJob, *, is_over: bool = False) -> None:
        """The records that it dealt with lose their marks, and say what happened."""
        screen: SetScreen | None = self._app.workspaces.get(job.workspace)
        if screen is not None and (self._unshown or is_over):
            at = self._app.clock().astimezone(self._app.zone_shop.zone)
            screen.dealt_with(self._unshown, f"{job.past} {at:%H:%M}", is_over=is_over)
        del self._unshown[:]

    def _ended(self, job: RunningJob) -> None:
        """Say what came of it, wherever the person is, and show the records as they are now."""
        self._tell()
        self._show_done(job, is_over=True)
        place = self._app.workspaces.get(job.workspace)
        if place is not None:
            self._app.navigation.changed(place.kind, None, "")
        shows = "" if job.is_good and not job.refused else f"; {self.taking_up.way}"
        text = f"{job.outcome_words}{shows}." + (f" {job.problem}" if job.problem else "")
        tone = Tone.DONE if job.is_good else Tone.FAULT if job.problem or job.failed else Tone.REFUSED
        self._app.acting.submitting.tell(tone, text)
