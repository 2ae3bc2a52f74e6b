"""Jobs at this desk: a plan is asked about, then carried out in the background, one job after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sales_tui.core.marks import Marks
    from sales_tui.store.job_plan import Plan
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.screens.desk import DeskScreen


class JobDesk:
    """One for each application."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app

    def ask(self, plan: Plan, screen: DeskScreen, *, hidden: Marks | None = None, notes: Sequence[str] = ()) -> None:
        """Show what would become of each record of the plan; F2 there makes a job of it, escape leaves it at that.

        `screen`: where it was asked for; marks of what is done are taken away in the workspace of the plan. `hidden`:
        keys of those that the filter hides there, to be said first. `notes`: sentences that go before everything else.
        Of a plan only `title`, `steps`, `aims` (numbers; keys where they are known), `workspace` and `origin` are
        needed; versions are looked up again.
        """
        raise NotImplementedError
