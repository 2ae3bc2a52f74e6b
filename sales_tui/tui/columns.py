"""A workspace's columns as the grid wants them."""

from __future__ import annotations

from sales_tui.tui.grid.source import GridColumn
from sales_tui.workspaces.base import Column, Show, Workspace


def grid_columns(workspace: Workspace) -> tuple[GridColumn, ...]:
    """The default columns as the grid wants them."""
    return tuple(
        GridColumn(
            column.name,
            "Store" if column.show is Show.STORE else column.label,
            _width(column),
            align="right" if column.show.is_number else "left",
            flexible=column.flexible,
            priority=column.priority,
        )
        for column in workspace.defaults
    )


def _width(column: Column) -> int:
    """So that all default columns fit into 120 cells; what is left over comes back to the flexible ones."""
    return column.width - 3 if column.flexible else column.width
