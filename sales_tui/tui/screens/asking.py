"""A screen whose question can be changed: by a filter, a view, other columns, another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sales_tui.tui.messages import Tone
from sales_tui.tui.question import Question, Sort, Widths, ask_view, shown_columns
from sales_tui.tui.screens.sets import SetScreen
from sales_tui.workspaces.base import Show, View, Workspace

if TYPE_CHECKING:
    from sales_tui.tui.grid.view import RecordGrid


class AskingScreen(SetScreen):
    """Holds the question; its subclass puts it to the grid."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.question = ask_view(workspace, workspace.views[0])
        self._wider: str | None = None
        """The filter that enter asks for where nothing was found."""

    def ask(self, question: Question, cursor_id: int | None = None) -> None:
        """Ask something else; with `cursor_id` the cursor stays on that record, if it is among the answers."""

    def nothing_words(self) -> str:
        """What stands where there are no records."""
        title = self.workspace.title.lower()
        if not self.question.filter:
            return f"No {title} yet. {self.workspace.beginning}"
        return f"No {title} are found for {self.question.filter}; / changes it, v shows the views."

    def ask_filter(self) -> None:
        """The filter as a line of text."""
        from sales_tui.tui.screens.filter import FilterScreen

        screen = FilterScreen(self.workspace, self.question.filter, self.desk.kept.filters, self.desk.asking)
        self.desk.navigation.ask(screen, self._filter_by)

    def _filter_by(self, text: str | None) -> None:
        if text is not None:
            self.filter_by(text)

    def filter_by(self, text: str) -> None:
        """Ask for the records of this filter, from the first on."""
        self.desk.kept = self.desk.kept.with_filter(text)
        self.ask(self.question.filtered(text))

    def ask_view(self) -> None:
        """The views to choose from."""
        from sales_tui.tui.screens.views import ViewsScreen

        desk = self.desk
        screen = ViewsScreen(self.workspace, self.question.view.name, desk.view_book, desk.asking, self.question)
        desk.navigation.ask(screen, self.view_by)

    def view_by(self, view: View | None) -> None:
        """Ask for a view, from its first record on."""
        if view is not None:
            self.ask(ask_view(self.workspace, view))

    def ask_columns(self) -> None:
        """Which columns, in which order, how wide."""
        from sales_tui.tui.screens.columns import ColumnsScreen

        self.desk.navigation.ask(ColumnsScreen(self.workspace, self.question.columns), self._show_columns)

    def _show_columns(self, columns: Widths | None) -> None:
        if columns is not None:
            self.ask(self.question.shown(columns), self.rows.cursor_id)

    def ask_sort(self) -> None:
        """A list of the columns, with letters."""
        from sales_tui.tui.screens.sort import SortScreen

        shown = shown_columns(self.workspace, self.question.columns)
        self.desk.navigation.ask(SortScreen(self.workspace, self.question.sort, shown), self._sort_by)

    def _sort_by(self, sort: Sort | None) -> None:
        if sort is not None:
            self.ask(self.question.sorted(sort), self.rows.cursor_id)

    def sort_by(self, name: str) -> None:
        """Sort by this column; the present one is turned round. The cursor stays on its record."""
        column = self.workspace.column(name)
        assert column is not None
        present, descending = self.question.sort[0]
        first = column.show.is_number or column.show is Show.INSTANT
        self._sort_by(((name, not descending if name == present else first),))

    def on_record_grid_sort_asked(self, message: RecordGrid.SortAsked) -> None:
        """A label was clicked."""
        self.sort_by(message.key)

    def export(self) -> None:
        """What is shown, or marked, into a file."""
        from sales_tui.tui.exporting import exportable
        from sales_tui.tui.screens.export import ExportScreen

        if not self.rows.is_complete:
            self.desk.say("The records are still being read; try again in a moment.", Tone.REFUSED)
            return
        self.desk.navigation.ask(ExportScreen(exportable(self)), lambda _: None)

    def show_news(self) -> bool:
        """Read the set again, from its beginning, with what came in; False where nothing did."""
        if not self.news:
            return False
        self.ask(self.question)
        return True

    def offer_more(self) -> None:
        """Nothing was found: say how much there is for the words alone, or at all, one key away."""
        if self.question.filter:
            self.run_worker(self._offer(), group="offer", exclusive=True, exit_on_error=False)

    async def _offer(self) -> None:
        from sales_tui.filters.write import words_only

        question, place = self.question, self.workspace
        words = words_only(question.filter)
        for wider in dict.fromkeys((words, "")):
            count = 0 if wider == question.filter else await self.desk.asking.count(place, wider)
            if count and question is self.question:
                noun = f"{count:,} {place.noun if count == 1 else place.title.lower()}"
                what = f"{noun} with {wider}, whatever else they are" if wider else f"all {noun}"
                self.rows.empty = f"Nothing is found for {question.filter}. enter shows {what}."
                self.rows.refresh()
                self._wider = wider
                return

    def on_record_grid_nothing_opened(self) -> None:
        """Enter where there are no records."""
        if self._wider is not None:
            self.filter_by(self._wider)
