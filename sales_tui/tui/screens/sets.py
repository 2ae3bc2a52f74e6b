"""A screen with a set of records: its marks, what it comes to, and what came in since it was read."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.marking import Marking
from sales_tui.tui.messages import Tone
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.workspaces.base import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.worker import WorkType

    from sales_tui.store.grid import Sums
    from sales_tui.tui.grid.view import RecordGrid
    from sales_tui.tui.rows import WorkspaceRows

CALM = 2.0
"""Seconds between two sums while other people change the records."""

SOON = 0.1
"""Seconds after the last mark before marks are summed up."""


class SetScreen(DeskScreen):
    """Knows the set that the grid shows, and which of its records are marked."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.kind)
        self.workspace = workspace
        self.marking = Marking()
        self.sums: Sequence[Sums] = ()
        self.news = 0
        """Records that came in since the set was read."""
        self._grid: RecordGrid | None = None
        self._source: WorkspaceRows | None = None
        self._calm: Timer | None = None

    @property
    def rows(self) -> RecordGrid:
        """The grid; keys that need it wait until it is there."""
        assert self._grid is not None
        return self._grid

    def show_set(self) -> None:
        """Place, sums, marks or news are others."""

    # --- marks

    def toggle_mark(self) -> None:
        """Mark the record under the cursor, and step down."""
        self.marking.toggle(self.rows)
        self._marked()

    def extend_marks(self, rows: int) -> None:
        """Mark this record and the next."""
        self.marking.extend(self.rows, rows)
        self._marked()

    def reach_marks(self) -> None:
        """Mark from the last one to here."""
        if not self.marking.reach(self.rows):
            self.desk.say("Mark one record with space first; then , marks all from there to the cursor.", Tone.REFUSED)
            return
        self._marked()

    def clear_marks(self) -> None:
        """No marks."""
        if not self.marking.marks:
            self.desk.say("Nothing is marked; space marks the record under the cursor.", Tone.REFUSED)
            return
        self.marking.clear()
        self._marked()

    def mark_all(self) -> None:
        """All records of the set, as they are now: a frozen list."""
        self._change_marks(lambda marks, ids: marks.update(ids))

    def invert_marks(self) -> None:
        """Of the set, those that weren't marked."""
        self._change_marks(lambda marks, ids: marks.invert_within(ids))

    def mark_again(self, kept: Iterable[int]) -> None:
        """Marks that were kept, too."""
        self._change_marks(lambda marks, _: marks.update(kept))

    def dealt_with(self, keys: Sequence[int], words: str, *, is_over: bool) -> None:
        """These have no marks any more, and say what happened; until more doesn't follow, nothing is summed up."""
        if self._grid is not None:
            self._grid.mark_seen_done(keys, words)
        if not self.marking.marks:
            return
        self.marking.marks.discard_all(keys)
        if is_over:
            self._marked()
        elif keys:
            self.marking.sums = ()
            self.rows.show_marks(self.marking.marks)
            self.show_set()

    def _change_marks(self, change: object) -> None:
        self.desk.acting.in_background(self._changed_marks(change))

    async def _changed_marks(self, change: object) -> None:
        """A million take a moment: the copy is changed in a thread, and then takes the place of the marks."""
        assert callable(change)
        marks, ids = self.marking.marks.copy(), self.rows.all_ids()
        await asyncio.to_thread(change, marks, ids)
        self.marking.marks, self.marking.last = marks, self.rows.cursor_id
        self._marked()

    def _marked(self) -> None:
        self.rows.show_marks(self.marking.marks)
        self.refresh_hints()
        self.count_marks()

    def count_marks(self) -> None:
        """What the marks come to, and how many of them are hidden."""
        self.marking.sums = ()
        self.show_set()
        if self.marking.marks:
            self._find_out(self._count_marks, "marks")
        else:
            self.workers.cancel_group(self, "marks")

    async def _count_marks(self) -> None:
        await asyncio.sleep(SOON)
        marks = self.marking.marks.copy()
        shown = await asyncio.to_thread(marks.count_in, self.rows.all_ids())
        self.marking.hidden = len(marks) - shown
        self.show_set()
        self.marking.sums = await self.desk.asking.sums_of(self.workspace, marks)
        self.show_set()

    def _find_out(self, work: WorkType[None], group: str) -> None:
        """In the background, in the place of what was to be found out in that group before."""
        self.run_worker(work, group=group, exclusive=True, exit_on_error=False)

    # --- what the set comes to

    def count_sums(self) -> None:
        """The sums of the set, after its rows."""
        if self.workspace.sums and self._source is not None:
            self._find_out(partial(self._count_sums, self._source), "sums")

    async def _count_sums(self, source: WorkspaceRows) -> None:
        sums = await asyncio.to_thread(source.sums)
        if source is self._source:
            self.sums = sums
            self.show_set()

    # --- what other people do

    def data_changed(self) -> None:
        """Something was written, here or by others: the rows on the screen are read anew, in their places."""
        if self._grid is None or self._source is None:
            return
        self._grid.refresh_visible()
        if not self._grid.is_complete:
            return
        self.follow_cursor()
        self._find_out(partial(self._look_for_news, self._source), "news")
        if self._calm is None:
            self._calm = self.set_timer(CALM, self._calmed)

    def _calmed(self) -> None:
        self._calm = None
        self.count_sums()

    async def _look_for_news(self, source: WorkspaceRows) -> None:
        try:
            news = await asyncio.to_thread(source.count_newer)
        except DatabaseUnusable as error:
            self.desk.say(str(error), Tone.FAULT)
            return
        if source is self._source and news != self.news:
            self.news = news
            self.show_set()

    def follow_cursor(self) -> None:
        """Read the record under the cursor."""
