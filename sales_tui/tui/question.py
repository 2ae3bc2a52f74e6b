"""What a grid is asked: which records, in which order, in which columns, and under which view's name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sales_tui.tui.desk_state import PlaceState
from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.layouts import (
    known_columns,
    known_sort,
    parse_columns,
    parse_sort,
    write_columns,
    write_sort,
)

Sort = tuple[tuple[str, bool], ...]
Widths = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The question that a workspace asks at the moment."""

    view: View
    """The view it began with."""
    filter: str = ""
    sort: Sort = ()
    """(column, descending), the most important first; never empty."""
    columns: Widths = ()
    """Chosen columns with chosen widths; empty: the default ones."""

    @property
    def is_view(self) -> bool:
        """Whether it asks for the records of its view."""
        return self.filter == self.view.filter

    def filtered(self, text: str) -> Question:
        """The same with another filter."""
        return replace(self, filter=" ".join(text.split()) if '"' not in text else text.strip())

    def sorted(self, sort: Sort) -> Question:
        """The same in another order."""
        return replace(self, sort=sort)

    def shown(self, columns: Widths) -> Question:
        """The same in other columns."""
        return replace(self, columns=columns)


def ask_view(workspace: Workspace, view: View) -> Question:
    """The question of a view."""
    return Question(view, view.filter, view.sort or (workspace.sort,), view.columns)


def shown_columns(workspace: Workspace, widths: Widths) -> tuple[Column, ...]:
    """The columns of a question."""
    chosen = [column for name, _ in widths if (column := workspace.column(name))]
    return tuple(chosen) or workspace.defaults


def sort_words(workspace: Workspace, sort: Sort) -> str:
    """The order in words: "newest first", "by total, largest first, then by status"."""
    if sort == (workspace.sort,):
        return "newest first"
    return ", then ".join(_one(workspace.column(name), descending) for name, descending in sort)


def _one(column: Column | None, descending: bool) -> str:
    if column is None:
        return ""
    if column.show is Show.INSTANT:
        word = "newest first" if descending else "oldest first"
    elif column.show.is_number:
        word = "largest first" if descending else "smallest first"
    else:
        word = "Z to A" if descending else ""
    return ", ".join(part for part in (f"by {column.label.lower()}", word) if part)


def kept_question(workspace: Workspace, kept: PlaceState) -> Question:
    """The question as it was kept: what no longer exists of it is left out."""
    views = {view.name: view for view in workspace.views}
    sort = known_sort(workspace, parse_sort(kept.sort)) or (workspace.sort,)
    columns = known_columns(workspace, parse_columns(kept.columns))
    view = views.get(kept.view) or View(kept.view, kept.view, kept.filter, sort, columns)
    return Question(view if kept.view else workspace.views[0], kept.filter, sort, columns)


def keep_question(question: Question) -> PlaceState:
    """The question, to be kept."""
    view = question.view.name if question.is_view else ""
    return PlaceState(view, question.filter, write_sort(question.sort), write_columns(question.columns))
