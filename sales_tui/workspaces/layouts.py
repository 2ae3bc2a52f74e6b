"""Sort orders and columns as texts: how saved views, the state of the desk, command line and forms write them.

Reading never fails: what can't be read, or no longer exists, is left out, so that no stored text locks anybody out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sales_tui.workspaces.base import Workspace

Widths: TypeAlias = tuple[tuple[str, int | None], ...]
"""(column, width in cells that was chosen, or None for its own), from left to right."""

SortKeys: TypeAlias = tuple[tuple[str, bool], ...]
"""(column, descending), the most important first."""

WIDEST = 200
"""No chosen width is above this."""


def parse_columns(text: str) -> Widths:
    """`increment_id:12,status` as columns; each once, the first counts. A width that is none is left out."""
    columns: dict[str, int | None] = {}
    for part in text.split(","):
        name, _, width = part.partition(":")
        if name := name.strip():
            columns.setdefault(name, _width(width.strip()))
    return tuple(columns.items())


def write_columns(columns: Iterable[tuple[str, int | None]]) -> str:
    """Columns as text; `parse_columns` reads it."""
    return ",".join(name if width is None else f"{name}:{width}" for name, width in columns)


def parse_sort(text: str) -> SortKeys:
    """`-created_at,id` as sort keys; each column once, the first counts."""
    keys: dict[str, bool] = {}
    for part in text.split(","):
        part = part.strip()
        if name := part.removeprefix("-").strip():
            keys.setdefault(name, part.startswith("-"))
    return tuple(keys.items())


def write_sort(keys: Iterable[tuple[str, bool]]) -> str:
    """Sort keys as text; `parse_sort` reads it."""
    return ",".join(f"-{name}" if descending else name for name, descending in keys)


def known_columns(workspace: Workspace, columns: Widths) -> Widths:
    """Those that the workspace has; none where it has none of them, which stands for its own."""
    return tuple(column for column in columns if workspace.column(column[0]))


def known_sort(workspace: Workspace, keys: SortKeys) -> SortKeys:
    """Those that the workspace has columns for; none where it has none, which stands for its own order."""
    return tuple(key for key in keys if workspace.column(key[0]))


def _width(text: str) -> int | None:
    # Nothing but plain digits, few enough: int() also takes signs, underscores and digits of other scripts.
    width = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    return min(width, WIDEST) or None
