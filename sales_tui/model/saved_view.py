"""Views of a grid that a person saved, and which of them, or of the built-in ones, it opens with."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from sales_tui.model.columns import key, moment


class SavedView(SQLModel, table=True):
    """A filter, a sort order and columns under a name. They are kept as text, so that nothing in them can fail here."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner", "workspace", "name_key"),)

    id: int | None = key()
    owner: str
    workspace: str
    name: str
    name_key: str
    """The name folded: two names that differ in case or accents only are one."""
    filter: str = ""
    sort: str = ""
    """`-created_at,id`; empty: the workspace's own."""
    columns: str = ""
    """`increment_id:12,status`; empty: the workspace's own."""
    position: int = 0
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ViewChoice(SQLModel, table=True):
    """What a person chose among all views of a workspace, the built-in ones included."""

    __tablename__ = "view_choice"

    owner: str = Field(primary_key=True)
    workspace: str = Field(primary_key=True)
    default_view: str = ""
    """Name of the view that the workspace opens with; empty: its own."""
    hidden_views: str = ""
    """Names of built-in views that the person doesn't want to see, separated by commas."""
