"""From a key to the question about all marked records."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sales_tui.store.grid import Grid
from sales_tui.tui.jobs.marked import are_steps, destinations, possible_of, read_plan, read_steps, why_not_marked
from sales_tui.tui.keys import Verb
from sales_tui.tui.messages import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sales_tui.store.job_plan import Plan
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.sets import SetScreen


class MarkedWays:
    """Which action it is, where money goes, and then what would become of the records."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app

    def start(self, choices: tuple[Verb, ...], screen: SetScreen) -> None:
        """Ask about the first of these actions that can be done to what is marked there; if none can, say why."""
        if are_steps(choices, screen.workspace):
            self._app.acting.in_background(self._ask(choices[0], screen, choices))
            return
        possible = [verb for verb in choices if not why_not_marked(verb, screen.workspace)]
        if not possible:
            self._app.say(why_not_marked(choices[0], screen.workspace), Tone.REFUSED)
        elif len(possible) == 1:
            self._aim(possible[0], screen)
        else:
            self._app.acting.in_background(self._choose(possible, screen))

    async def _choose(self, verbs: Sequence[Verb], screen: SetScreen) -> None:
        """The one that can be done to some of what is marked; where several can, or none, the person says which."""
        find = partial(possible_of, Grid(self._app.runtime.reader()), screen.workspace, verbs)
        found = await asyncio.to_thread(
            find, screen.marking.marks.copy(), screen.rows.all_ids(), self._app.runtime.runner
        )
        if len(found) == 1:
            self._aim(found[0], screen)
            return
        labels = [(verb.action.name, verb.action.title) for verb in verbs]
        by_name = {verb.action.name: verb for verb in verbs}
        title = f"{len(screen.marking.marks):,} marked: which?"
        self._app.navigation.choose(title, labels, lambda name: self._aim(by_name[name], screen))

    def _aim(self, verb: Verb, screen: SetScreen) -> None:
        """Where money goes is chosen once for all of them."""
        places = destinations(verb, screen.workspace)
        if not places:
            self._app.acting.in_background(self._ask(verb, screen))
            return

        def chosen(to: str) -> None:
            self._app.acting.in_background(self._ask(replace(verb, preset={**verb.preset, "to": to}), screen))

        title = f"{verb.label.capitalize()} {len(screen.marking.marks):,} marked: where does the money go?"
        self._app.navigation.choose(title, places, chosen)

    async def _ask(self, verb: Verb, screen: SetScreen, steps: tuple[Verb, ...] = ()) -> None:
        """With `steps` each record is led on by the one that it waits for."""
        marks, shown = screen.marking.marks.copy(), screen.rows.all_ids()
        grid, place = Grid(self._app.runtime.reader()), screen.workspace
        read = partial(read_steps, grid, place, steps) if steps else partial(read_plan, grid, place, verb)
        found = await asyncio.to_thread(read, marks, shown)
        plan: Plan
        plan, notes = found if isinstance(found, tuple) else (found, [])
        await asyncio.to_thread(marks.discard_all, shown)
        await self._app.acting.jobs.show(plan, screen, hidden=marks, notes=notes)
