"""Filters as people write them, read for a workspace of the database at hand."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sales_tui.filters.fields import Fields
from sales_tui.filters.resolve import Calendar, read
from sales_tui.filters.tree import Query
from sales_tui.store.grid import Grid
from sales_tui.workspaces.base import Workspace
from sales_tui.workspaces.filtering import filter_fields


def known_fields(grid: Grid, workspace: Workspace) -> Fields:
    """What filters may ask about, with the codes and names that this database lists. Raises DatabaseUnusable."""
    return filter_fields(workspace, grid.names)


def read_filter(grid: Grid, workspace: Workspace, text: str, now: datetime, zone: tzinfo, me: str = "") -> Query:
    """What a filter means at that moment, asked by `me`. Raises FilterError, DatabaseUnusable."""
    return read(text, known_fields(grid, workspace), Calendar(now, zone, me)) if text.strip() else ()
