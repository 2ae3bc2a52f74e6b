"""Recording a macro: each action that is done becomes a step, until @ ends it and asks for a name and a key."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from sales_tui.macros.book import Macro, read_book, why_not_together
from sales_tui.settings import macros_file
from sales_tui.store.job_plan import Doing
from sales_tui.tui.messages import Tone

if TYPE_CHECKING:
    from sales_tui.tui.again.repeating import Done
    from sales_tui.tui.app import SalesApp


class Recording:
    """The steps so far, while it is on."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self.is_on = False
        self.steps: list[Doing] = []

    @property
    def words(self) -> str:
        """What is said of it on every screen."""
        count = f"{len(self.steps)} step{'' if len(self.steps) == 1 else 's'}"
        return f"recording: {count}, @ ends it" if self.is_on else ""

    def begin(self) -> None:
        """From now on actions are noted."""
        self.is_on, self.steps = True, []
        self._show()
        self._app.say("Recording: each action that you do is a step, until @ ends it.")

    def end(self) -> None:
        """No longer; the steps are gone unless they were saved."""
        self.is_on, self.steps = False, []
        self._show()

    def note(self, done: Done) -> None:
        """Something was done: it becomes a step, as far as it holds for other records."""
        if not self.is_on:
            return
        problem = done.why_not or why_not_together([*self.steps, *done.steps])
        if problem:
            self._app.say(f"Done, but no step of the macro: {problem}", Tone.REFUSED)
            return
        self.steps += done.steps
        self._show()
        if done.note:
            self._app.say(f"Recorded: {done.title}. {done.note}")

    def _show(self) -> None:
        self._app.place = replace(self._app.place, recording=self.words)
        self._app.refresh_desks()

    async def ask_name(self) -> None:
        """The end of it: under which name and key it is kept. Raises MacroError."""
        from sales_tui.tui.screens.macro_name import MacroNameScreen

        if not self.steps:
            self.end()
            self._app.say("Nothing was recorded: no action was done meanwhile.", Tone.REFUSED)
            return
        book = await asyncio.to_thread(read_book, macros_file(self._app.runtime.settings))
        await self._app.navigation.push(MacroNameScreen(tuple(self.steps), book), self._named)

    def _named(self, answer: Macro | bool | None) -> None:
        """A macro: saved; False: thrown away; None: it goes on."""
        if isinstance(answer, Macro):
            self.end()
            key = f"@ {answer.key}" if answer.key else "@"
            self._app.say(f"Saved as the macro '{answer.name}'; {key} runs it.", Tone.DONE)
        elif answer is False:
            self.end()
            self._app.say("What was recorded is thrown away.")
        else:
            self._app.say("The recording goes on; @ ends it.")
