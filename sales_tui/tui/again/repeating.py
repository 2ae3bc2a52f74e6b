"""The last action, to be done once more to something else: kept across a restart, always through the question."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sales_tui.actions import ACTIONS
from sales_tui.core.refusal import Refusal
from sales_tui.macros.general import for_others
from sales_tui.macros.steps import BadStep, read_step, write_step
from sales_tui.macros.words import steps_words
from sales_tui.store.job_plan import Doing
from sales_tui.tui.again.subjects import NotHere, Wanted, ask_about
from sales_tui.tui.desk_state import KeptAction

if TYPE_CHECKING:
    from sales_tui.tui.acting import Job
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen

NOTHING = "Nothing was done here yet that could be repeated."


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last, as far as it holds for other records."""

    title: str
    steps: tuple[Doing, ...] = ()
    note: str = ""
    """What of its choices isn't repeated."""
    why_not: str = ""
    """Why none of it is."""

    def kept(self) -> KeptAction:
        """As it is kept for the next start."""
        return KeptAction(self.title, tuple(map(write_step, self.steps)), self.note, self.why_not)


def read_kept(kept: KeptAction | None) -> Done | None:
    """What was done last before this start; nothing where it is no longer understood."""
    if kept is None:
        return None
    try:
        return Done(kept.title, tuple(map(read_step, kept.steps)), kept.note, kept.why_not)
    except BadStep:
        return None


class Repeating:
    """Knows the last action."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self.last = read_kept(app.kept.last)

    async def heard(self, job: Job, values: Mapping[str, Any]) -> Done:
        """A form's action was done."""
        self.last = await asyncio.to_thread(self._general, job, values)
        return self.last

    def heard_plan(self, title: str, steps: tuple[Doing, ...], *, each_its_own: bool = False) -> Done:
        """Several records were dealt with, or one by its question."""
        self.last = Done(title, steps)
        if each_its_own:
            self.last = Done(title, (), why_not=f"“{title}” was another step for each record, so it isn't repeated.")
        return self.last

    def _general(self, job: Job, values: Mapping[str, Any]) -> Done:
        verb, target = job.verb, job.opened.target
        general = for_others(verb.action, target, values, self._app.runtime.context(), verb.preset)
        title = verb.label[:1].upper() + verb.label[1:]
        if isinstance(general, Refusal):
            return Done(title, why_not=general.message)
        return Done(title, (general.step,), general.note)

    async def ask(self, screen: DeskScreen) -> None:
        """The last action on what the screen is about. Raises NotHere, DatabaseUnusable."""
        last = self.last
        if last is None:
            raise NotHere(NOTHING)
        if last.why_not or not last.steps:
            raise NotHere(last.why_not or NOTHING)
        await ask_about(self._app, Wanted(last.title, last.steps, notes=_notes(last)), screen)


def _notes(last: Done) -> list[str]:
    """What is repeated, where the title doesn't say all of it."""
    words = steps_words(last.steps)
    plain = {last.title, *(ACTIONS[step.action].title for step in last.steps)}
    return [note for note in (f"As before: {words}." if words not in plain else "", last.note) if note]
