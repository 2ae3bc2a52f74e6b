"""How far a job is, and at its end what came of it; it goes on when this is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from sales_tui.tui.jobs.running import Stage
from sales_tui.tui.jobs.words import bar, counts_words
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.line import Line, Part
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.screens.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sales_tui.tui.jobs.running import RunningJob

LOOK = 0.2
"""Seconds between two pictures."""


class ProgressLine(Line):
    """A bar, and figures."""

    def __init__(self, job: RunningJob) -> None:
        super().__init__()
        self._job = job

    def left(self) -> Sequence[Part]:
        """How far, how fast, how long still."""
        job = self._job
        parts: list[Part] = [(bar(job.ended, job.total), "$accent"), (f"   {job.place_words}", "bold")]
        if job.stage is not Stage.OVER and job.rate:
            parts.append((f"   {job.rate:,.0f}/s   {job.time_left}", "$text-muted"))
        return parts


class ProgressScreen(Sheet[str]):
    """Ends with what is to be shown of it: `outcomes`, `again`, or nothing."""

    def __init__(self, job: RunningJob) -> None:
        super().__init__()
        self._job = job

    def compose(self) -> ComposeResult:
        """The job, its bar, what became of its records so far, the keys."""
        with Vertical():
            yield Heading(self._job.title)
            yield ProgressLine(self._job)
            yield Note(2)
            yield KeyLine()

    def on_mount(self) -> None:
        """A few pictures a second, whatever the pace."""
        self._show()
        self.set_interval(LOOK, self._show)

    def _show(self) -> None:
        job = self._job
        self.query_one(Heading).show(job.title, self._heading())
        self.query_one(ProgressLine).refresh()
        words = counts_words(job.done, job.refused, job.failed)
        if job.stage is Stage.OVER:
            marked = " What wasn't done is still marked." if job.refused or job.failed or job.left else ""
            self.say(f"{words}.{marked} {job.problem}", Mood.SAYS if job.is_good else Mood.WARNS)
            self.show_hints(self._ways_on(), "back")
        else:
            self.say(f"{words} so far. Each record is done whole or not at all; what is left can be taken up again.")
            self.show_hints([Hint("c", "stop", job.stage is not Stage.STOPPING)], "leave it running")

    def _heading(self) -> str:
        job = self._job
        if job.stage is Stage.OVER:
            return "stopped" if job.left else "through"
        return {Stage.WAITING: "waits until it is its turn", Stage.STOPPING: "stopping"}.get(job.stage, "")

    def _ways_on(self) -> list[Hint]:
        ways = [Hint("enter", "see each record")] if self.desk.acting.jobs.taking_up.has_places else []
        return [*ways, *([Hint(".", "try those again")] if self._job.refused or self._job.failed else [])]

    def press(self, key: str, character: str | None) -> bool:
        """C stops it, escape leaves it running; nothing else means anything before its end."""
        if key == "escape":
            return False
        if self._job.stage is not Stage.OVER:
            if key == "c":
                self.desk.acting.jobs.stop(self._job)
                self._show()
        elif key == "enter" and self.desk.acting.jobs.taking_up.has_places:
            self.dismiss("outcomes")
        elif key == "full_stop" and (self._job.refused or self._job.failed):
            self.dismiss("again")
        return True
