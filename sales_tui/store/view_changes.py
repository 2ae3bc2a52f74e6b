"""Saving, renaming and deleting views. What can't be done comes back as a Refusal; all may raise DatabaseUnusable."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from sales_tui import model
from sales_tui.core.refusal import Refusal
from sales_tui.core.text import storable
from sales_tui.store.engine import writing
from sales_tui.store.mapping import table_of
from sales_tui.store.views import SavedView, view_key

LONGEST_NAME = 60

VIEWS = table_of(model.SavedView)
CHOICES = table_of(model.ViewChoice)


def save_view(engine: Engine, owner: str, view: SavedView, now: datetime) -> Refusal | None:
    """Save a view at the end of the list, or in the place of the one of that name."""
    name = storable(view.name.strip())
    if refusal := _why_not_named(name):
        return refusal
    content = {"name": name, "updated_at": now}
    content |= {field: storable(getattr(view, field)) for field in ("filter", "sort", "columns")}
    same = {"owner": owner, "workspace": view.workspace}
    last = select(func.coalesce(func.max(VIEWS.c.position), 0) + 1).where(*_equal(VIEWS, same)).scalar_subquery()
    with writing(engine) as connection:
        new = same | content | {"name_key": view_key(name), "position": last, "created_at": now}
        _put(connection, VIEWS, new, ("owner", "workspace", "name_key"), content)
    return None


def rename_view(engine: Engine, owner: str, workspace: str, name: str, new: str, now: datetime) -> Refusal | None:
    """Give a view another name; it stays where it is, and the default if it was."""
    new = storable(new.strip())
    if refusal := _why_not_named(new):
        return refusal
    try:
        with writing(engine) as connection:
            values = {"name": new, "name_key": view_key(new), "updated_at": now}
            if not connection.execute(update(VIEWS).where(*_named(owner, workspace, name)).values(values)).rowcount:
                return _unknown(name)
            if _default(connection, owner, workspace) == view_key(name):
                _choose(connection, owner, workspace, {"default_view": new})
    except IntegrityError:
        return Refusal("view.taken", f"There is another view named {new}; delete that one first, or choose a new name.")
    return None


def delete_view(engine: Engine, owner: str, workspace: str, name: str) -> Refusal | None:
    """Forget a view. Where it was the default, the workspace opens with its own again."""
    with writing(engine) as connection:
        if not connection.execute(delete(VIEWS).where(*_named(owner, workspace, name))).rowcount:
            return _unknown(name)
        if _default(connection, owner, workspace) == view_key(name):
            _choose(connection, owner, workspace, {"default_view": ""})
    return None


def set_default(
    engine: Engine, owner: str, workspace: str, name: str | None, built_in: Collection[str] = ()
) -> Refusal | None:
    """Let a workspace open with that view, saved or one of the built-in ones; None: as it does by itself."""
    with writing(engine) as connection:
        if name is not None and name not in built_in and not _exists(connection, owner, workspace, name):
            return _unknown(name)
        _choose(connection, owner, workspace, {"default_view": name or ""})
    return None


def set_hidden(engine: Engine, owner: str, workspace: str, built_in: Iterable[str]) -> None:
    """Show all built-in views but these."""
    with writing(engine) as connection:
        _choose(connection, owner, workspace, {"hidden_views": ",".join(sorted(built_in))})


def _why_not_named(name: str) -> Refusal | None:
    if not view_key(name):
        return Refusal("view.no_name", "A view needs a name.")
    if len(name) > LONGEST_NAME:
        return Refusal(
            "view.long_name", f"The name has {len(name)} characters; a view's name has {LONGEST_NAME} at most."
        )
    return None


def _unknown(name: str) -> Refusal:
    return Refusal("view.unknown", f"There is no view named {name}.")


def _exists(connection: Connection, owner: str, workspace: str, name: str) -> bool:
    return bool(connection.scalar(select(exists().where(*_named(owner, workspace, name)))))


def _default(connection: Connection, owner: str, workspace: str) -> str:
    same = _equal(CHOICES, {"owner": owner, "workspace": workspace})
    return view_key(connection.scalar(select(CHOICES.c.default_view).where(*same)) or "")


def _choose(connection: Connection, owner: str, workspace: str, values: dict[str, Any]) -> None:
    new = {"owner": owner, "workspace": workspace, "default_view": "", "hidden_views": ""} | values
    _put(connection, CHOICES, new, ("owner", "workspace"), values)


def _put(
    connection: Connection, table: Table, new: dict[str, Any], unique: tuple[str, ...], changed: dict[str, Any]
) -> None:
    """Insert a row, or change the one that is there, in one statement: two programs may do it at once."""
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(table).values(new).on_conflict_do_update(index_elements=list(unique), set_=changed)
    )


def _named(owner: str, workspace: str, name: str) -> list[ColumnElement[bool]]:
    return _equal(VIEWS, {"owner": owner, "workspace": workspace, "name_key": view_key(storable(name))})


def _equal(table: Table, values: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in values.items()]
