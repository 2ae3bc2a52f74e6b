"""A workspace's columns as the grid wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sales_tui.tui.grid.source import GridColumn
from sales_tui.workspaces.base import Column, Show, Workspace

NO_WIDTHS: Mapping[str, int] = MappingProxyType({})


def grid_columns(
    workspace: Workspace, columns: Sequence[Column] | None = None, widths: Mapping[str, int] = NO_WIDTHS
) -> tuple[GridColumn, ...]:
    """These columns in this order, else the default ones; `widths` holds what was chosen, by name, in cells."""
    return tuple(
        GridColumn(
            column.name,
            "Store" if column.show is Show.STORE else column.label,
            max(1, widths.get(column.name, _width(column))),
            align="right" if column.show.is_number else "left",
            flexible=column.flexible,
            priority=column.priority,
            fixed=column.name in widths,
        )
        for column in (workspace.defaults if columns is None else columns)
    )


def _width(column: Column) -> int:
    """So that all default columns fit into 120 cells; what is left over comes back to the flexible ones."""
    return column.width - 3 if column.flexible else column.width
