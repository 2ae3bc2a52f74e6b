"""Before, while and after one action on several records: how many can be done, and what became of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.acting import fault
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.listing import Entry, Listing
from sales_tui.tui.several import Several, Tally, needs_comment

if TYPE_CHECKING:
    from sales_tui.store.requests import Outcome
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.gate import Release

SUBMIT = frozenset(("f2", "ctrl+s"))

SLICE = 200
"""Outcomes between two looks at the screen: one batch."""


class Stage(Enum):
    """Where it is."""

    TRYING = "what would become of them is being found out"
    ASKING = "the person decides"
    DOING = "it is being written"
    OVER = "it was written, as far as it went"


class SeveralScreen(ModalScreen["list[int] | None"]):
    """Ends with the keys of the marked records that were dealt with; None where nothing was written."""

    def __init__(self, several: Several, noun: str, hidden: int) -> None:
        super().__init__(classes="sheet")
        self._several = several
        self._noun = noun
        self._hidden = hidden
        self._stage = Stage.TRYING
        self._tally = Tally()
        self._dealt: list[int] = []
        self._is_stopped = False
        self._problem = ""
        self._wanted: Release | None = None
        """F2 came before all were tried: keys behind it wait."""

    def compose(self) -> ComposeResult:
        """How many, and the reasons why not all."""
        with Vertical():
            yield Heading(self._title())
            if needs_comment(self._several.verb):
                yield Input(placeholder="comment", id="comment")
            if self._several.verb.action.is_grave:
                yield Input(placeholder="how many will be done", id="count")
            yield Listing()

    @property
    def _desk(self) -> SalesApp:
        return cast("SalesApp", self.app)

    @property
    def _comment(self) -> str:
        found = self.query("#comment")
        return found.first(Input).value.strip() if found else ""

    @property
    def _is_sure(self) -> bool:
        """Whether the number of records was typed, where it has to be."""
        typed = "".join(one for one in self.query_one("#count", Input).value if one.isdigit())
        return typed == str(self._tally.done)

    def _title(self) -> str:
        count = len(self._several.numbers)
        return f"{self._several.label.capitalize()}: {count:,} {self._noun if count == 1 else self._noun + 's'}?"

    def on_mount(self) -> None:
        """Find out what would become of them."""
        listing = self.query_one(Listing)
        listing.can_focus = False
        if fields := self.query(Input):
            fields.first().cursor_blink = False
            self.set_focus(fields.first())
        self._show()
        self.run_worker(self._try(), group="several", exclusive=True)

    # --- what is shown

    def _show(self) -> None:
        tally, count = self._tally, len(self._several.numbers)
        self.query_one(Heading).show(self._title() if self._stage is not Stage.OVER else self._result(), self._keys())
        lines = []
        if self._hidden and self._stage is not Stage.OVER:
            lines.append(Entry(f"{self._hidden:,}", "of them are hidden by the filter", "marks go with the record"))
        if self._problem:
            lines.append(Entry("!", self._problem))
        match self._stage:
            case Stage.TRYING:
                lines.append(Entry(f"{tally.count:,}", f"of {count:,} tried", "nothing is written"))
            case Stage.ASKING:
                lines.append(Entry(f"{tally.done:,}", "will be done"))
                lines += [Entry(f"{number:,}", label, "its next step") for label, number in self._several.groups]
            case Stage.DOING:
                lines.append(Entry(f"{tally.count:,}", f"of {count:,} written", _bar(tally.count, count)))
            case Stage.OVER:
                lines.append(Entry(f"{tally.done:,}", "done"))
        if self._stage in (Stage.ASKING, Stage.OVER):
            lines += [Entry("", amounts, what) for amounts, what in tally.sums()]
        if kept_back := self._several.kept_back:
            lines.append(Entry(f"{kept_back:,}", "to refund or exchange: one at a time", "each needs a look"))
        for reason, number in tally.reasons.most_common(12):
            lines.append(Entry(f"{number:,}", reason, " ".join(tally.examples[reason])))
        self.query_one(Listing).show(lines)

    def _keys(self) -> str:
        return {
            Stage.TRYING: "escape  leave",
            Stage.ASKING: f"F2  do the {self._tally.done:,}   escape  leave" if self._tally.done else "escape  leave",
            Stage.DOING: "c  stop after this batch",
            Stage.OVER: "enter  back",
        }[self._stage]

    def _result(self) -> str:
        stopped = ", stopped" if self._is_stopped else ""
        refused = f", {self._tally.refused:,} not; they are still marked" if self._tally.refused else ""
        return f"{self._tally.done:,} done{refused}{stopped}"

    # --- keys

    async def on_key(self, event: events.Key) -> None:
        """F2 does it; escape leaves while nothing is written."""
        key = event.key
        if key in SUBMIT and self._stage is Stage.TRYING:
            event.stop()
            self._wanted = self._desk.gate.close(self._leave)
        elif key in SUBMIT and self._stage is Stage.ASKING:
            event.stop()
            self._begin()
        elif self._stage is Stage.DOING:
            event.stop()
            self._is_stopped = self._is_stopped or key == "c"
        elif key == "escape" or (self._stage is Stage.OVER and key == "enter"):
            event.stop()
            self._leave()

    def _leave(self) -> None:
        self.workers.cancel_group(self, "several")
        self.dismiss(self._dealt if self._stage is Stage.OVER else None)

    def _begin(self) -> None:
        if needs_comment(self._several.verb) and not self._comment:
            self._refuse("There is no comment yet: type it first.")
            return
        if self._tally.done and self._several.verb.action.is_grave and not self._is_sure:
            self._refuse(f"Type {self._tally.done}, the number of records that will be done, and press F2 again.")
            return
        if self._tally.done:
            self._stage, self._tally, self._problem = Stage.DOING, Tally(), ""
            self._show()
            self.run_worker(self._do(), group="doing")

    def _refuse(self, problem: str) -> None:
        self._problem = problem
        self._desk.bell()
        self._show()

    # --- in threads

    async def _try(self) -> None:
        words = "?" if needs_comment(self._several.verb) else ""
        if await self._walk(self._several.outcomes(self._desk.runtime, words, dry_run=True)):
            self._stage = Stage.ASKING
        self._show()
        if self._wanted is not None:
            if self._stage is Stage.ASKING:
                self._begin()
            else:
                self._desk.gate.forget()
            self._wanted()

    async def _do(self) -> None:
        await self._walk(self._several.outcomes(self._desk.runtime, self._comment, dry_run=False))
        self._stage = Stage.OVER
        self._show()

    async def _next(self, ahead: Iterator[tuple[int, Outcome]]) -> list[tuple[int, Outcome]]:
        """The outcomes of the next batch; what is written waits for its turn behind other actions."""
        if self._stage is Stage.DOING:
            return await asyncio.wrap_future(self._desk.acting.submitting.line.add(partial(_some, ahead)))
        return await asyncio.to_thread(_some, ahead)

    async def _walk(self, outcomes: Iterator[Outcome]) -> bool:
        """Take the outcomes as they come; False where the database gives up."""
        ahead = iter(zip(self._several.keys, outcomes, strict=True))
        while not self._is_stopped:
            try:
                part = await self._next(ahead)
            except DatabaseUnusable as error:
                self._problem = str(error)
                return False
            except Exception:
                self._problem = fault("going through them")
                return False
            for key, outcome in part:
                self._tally.add(outcome)
                if outcome.ok and self._stage is Stage.DOING:
                    self._dealt.append(key)
            self._show()
            if len(part) < SLICE:
                break
        return True


def _some(ahead: Iterator[tuple[int, Outcome]]) -> list[tuple[int, Outcome]]:
    return [pair for _, pair in zip(range(SLICE), ahead, strict=False)]


def _bar(done: int, of: int, width: int = 24) -> str:
    full = width * done // max(1, of)
    return "█" * full + "░" * (width - full)
