"""The keys . u @ and the names repeat, undo, macros, macro.NAME: what they begin, and what they hear of."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sales_tui.macros.file import MacroError
from sales_tui.tui.again.macro_ways import MacroWays
from sales_tui.tui.again.recording import Recording
from sales_tui.tui.again.repeating import Repeating
from sales_tui.tui.again.subjects import NotHere
from sales_tui.tui.keys import MACRO, MACROS, REPEAT, UNDO, Hint
from sales_tui.tui.messages import Tone

if TYPE_CHECKING:
    from sales_tui.store.job_plan import Plan
    from sales_tui.tui.acting import Job
    from sales_tui.tui.again.undoing import Undoing
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.desk_state import KeptAction
    from sales_tui.tui.screens.desk import DeskScreen

UNDO_ORIGIN = "undo"


class AgainDesk:
    """One for each application; loaded with the first action or the first of these keys."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self.repeating = Repeating(app)
        self.recording = Recording(app)
        self.macros = MacroWays(app)

    @cached_property
    def undoing(self) -> Undoing:
        """Takes back; loaded with the first."""
        from sales_tui.tui.again.undoing import Undoing

        return Undoing(self._app)

    @property
    def kept(self) -> KeptAction | None:
        """The last action, for the next start."""
        return self.repeating.last.kept() if self.repeating.last else None

    @property
    def hints(self) -> Sequence[Hint]:
        """Keys that make sense after something was done."""
        ends = [Hint("@", "end recording")] if self.recording.is_on else []
        return [*ends, Hint(".", "repeat"), Hint("u", "undo")] if self.repeating.last else ends

    # --- what is begun

    def start(self, name: str, screen: DeskScreen) -> None:
        """Repeat, take back, show the macros, or do the macro of that long name."""
        if self._app.runtime.read_only:
            self._app.say("Opened read-only: nothing can be changed here.", Tone.REFUSED)
        elif name == REPEAT:
            self.begin(self.repeating.ask(screen))
        elif name == UNDO:
            self.begin(self.undoing.ask(screen))
        elif name == MACROS:
            self.begin(self.recording.ask_name() if self.recording.is_on else self.macros.ask(screen))
        else:
            self.begin(self.macros.run(name.removeprefix(MACRO), screen))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it while keys wait for what it brings; what can't be is said."""
        self._app.acting.in_background(self._said(work))

    async def _said(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (NotHere, MacroError) as problem:
            self._app.gate.forget()
            self._app.say(str(problem), Tone.REFUSED)

    # --- what is heard of

    def done(self, job: Job, values: Mapping[str, Any]) -> None:
        """A form's action was done."""
        self._app.acting.in_background(self._done(job, values))

    async def _done(self, job: Job, values: Mapping[str, Any]) -> None:
        self.recording.note(await self.repeating.heard(job, values))

    def decided(self, plan: Plan) -> None:
        """F2 was pressed in the question about a plan."""
        if plan.origin != UNDO_ORIGIN:
            each_its_own = bool(plan.aims and plan.aims[0].action)
            self.recording.note(self.repeating.heard_plan(plan.title, plan.steps, each_its_own=each_its_own))
