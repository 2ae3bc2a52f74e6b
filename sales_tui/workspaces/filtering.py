"""What the filters of a workspace may ask about: its columns and further fields, in the filter language's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.workspaces.base import Column, Show, Workspace

Names = Callable[[Column], Mapping[str, str]]
"""The names, or codes with their words, that the database lists for a column (`Column.names`)."""

_KINDS = {
    Show.TEXT: Kind.TEXT,
    Show.CODE: Kind.CODE,
    Show.STORE: Kind.NAME,
    Show.MONEY: Kind.AMOUNT,
    Show.BASE_MONEY: Kind.AMOUNT,
    Show.QUANTITY: Kind.AMOUNT,
    Show.INTEGER: Kind.INTEGER,
    Show.INSTANT: Kind.DATE,
}


def filter_fields(workspace: Workspace, names: Names) -> Fields:
    """The fields of a workspace's filters."""
    return Fields(tuple(_field(column, names) for column in (*workspace.columns, *workspace.fields)), workspace.title)


def _field(column: Column, names: Names) -> Field:
    kind = Kind.NAME if column.names and column.show is not Show.CODE else _KINDS[column.show]
    words = column.words
    if column.names and kind is Kind.CODE:
        words = {**names(column), **words}
    is_optional = column.listed or kind in (Kind.TEXT, Kind.NAME, Kind.DATE)
    return Field(column.name, kind, column.aliases, words, is_optional, column.help or column.label, column.knows_me)
