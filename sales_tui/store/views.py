"""The views that people saved, read without loading any database library; `view_changes` writes them.

Reading fails for no content: filter, sort and columns are texts, as they were saved, whatever is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sales_tui.core.folding import fold
from sales_tui.core.text import storable
from sales_tui.store.reader import Reader
from sales_tui.workspaces.base import View, Workspace
from sales_tui.workspaces.layouts import known_columns, known_sort, parse_columns, parse_sort

if TYPE_CHECKING:
    from sales_tui.store.actor import Actor


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter, a sort order and columns under a name."""

    workspace: str
    name: str
    filter: str = ""
    sort: str = ""
    """`-created_at,id`; empty: the workspace's own."""
    columns: str = ""
    """`increment_id:12,status`; empty: the workspace's own."""
    is_default: bool = False
    """Whether the workspace opens with it. Not saved with the view: `set_default` says it."""
    position: int = 0
    """Place in the list, as it was given by the database."""

    def fitted(self, workspace: Workspace) -> View:
        """As a view of that workspace, without the columns that it no longer has. Never fails."""
        sort = known_sort(workspace, parse_sort(self.sort))
        columns = known_columns(workspace, parse_columns(self.columns))
        return View(self.name, self.name, self.filter, sort, columns)


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """What a person chose among all views of a workspace."""

    default: str | None = None
    """Name of the saved or else built-in view that the workspace opens with."""
    hidden: frozenset[str] = frozenset()
    """Names of built-in views that aren't to be shown."""


def owner_of(actor: Actor) -> str:
    """Whose views those are that this actor saves: the system user's, or the operator's where several share one."""
    operator = actor.operator.strip()
    return storable(f"{actor.system_user}/{operator}" if operator else actor.system_user)


def view_key(name: str) -> str:
    """What makes a name the same as another: case, accents and blanks don't matter."""
    return " ".join(fold(name).split())


def list_views(reader: Reader, owner: str, workspace: str) -> tuple[SavedView, ...]:
    """A person's saved views of a workspace, in their order. Raises DatabaseUnusable."""
    default = view_key(read_choice(reader, owner, workspace).default or "")
    rows = reader.rows(
        "SELECT name, filter, sort, columns, name_key, position FROM saved_view "
        "WHERE owner = :owner AND workspace = :workspace ORDER BY position, id",
        {"owner": owner, "workspace": workspace},
    )
    return tuple(
        SavedView(workspace, name, terms, sort, columns, key == default, position)
        for name, terms, sort, columns, key, position in rows
    )


def read_choice(reader: Reader, owner: str, workspace: str) -> ViewChoice:
    """The view a workspace opens with, and the built-in ones that are hidden. Raises DatabaseUnusable."""
    rows = reader.rows(
        "SELECT default_view, hidden_views FROM view_choice WHERE owner = :owner AND workspace = :workspace",
        {"owner": owner, "workspace": workspace},
    )
    if not rows:
        return ViewChoice()
    default, hidden = rows[0]
    return ViewChoice(default or None, frozenset(name for name in hidden.split(",") if name))
