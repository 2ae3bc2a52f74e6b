"""`show`: one record, whole, for people or as JSON."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from sales_tui.cli.exits import SOME_REFUSED, leave
from sales_tui.cli.listing import find_workspace
from sales_tui.core.text import literal, storable
from sales_tui.runtime import Runtime
from sales_tui.workspaces.base import Workspace
from sales_tui.workspaces.panes import Pane, panes


def read_record(runtime: Runtime, workspace: str, number: str) -> dict[str, Any] | None:
    """The record in REST shape; None where there is none."""
    from sales_tui.store.engine import reading
    from sales_tui.store.show import show

    with reading(runtime.engine) as connection:
        return show(connection, find_workspace(workspace).kind, storable(number), runtime.context())


def show_record(runtime: Runtime, workspace: str, number: str, *, as_json: bool) -> None:
    """Write the record to standard output."""
    record = read_record(runtime, workspace, number)
    place = find_workspace(workspace)
    if record is None:
        leave(SOME_REFUSED, f"There is no {place.noun} {number}.")
    if as_json:
        print(json.dumps(record, ensure_ascii=False, indent=2))
        return
    print(f"{place.noun.capitalize()} {literal(place.number_of(record))}")
    for pane in panes(place.kind, record, ZoneInfo(runtime.timezone()), order=_order_of(runtime, place, record)):
        if pane.facts or pane.rows or pane.notes:
            _print_pane(pane)


def _order_of(runtime: Runtime, place: Workspace, record: dict[str, Any]) -> dict[str, Any] | None:
    """The order that a document or a transaction belongs to."""
    number = record.get("order_increment_id")
    return read_record(runtime, "orders", str(number)) if place.has_orders and number else None


def _print_pane(pane: Pane) -> None:
    from rich.cells import cell_len

    print(f"\n{pane.title}")
    width = max((cell_len(literal(label)) for label, _ in pane.facts), default=0)
    for label, value in pane.facts:
        first, *more = value.splitlines() or [""]
        print(f"  {_padded(literal(label), width)}  {literal(first)}".rstrip())
        for line in more:
            print(f"  {' ' * width}  {literal(line)}")
    rows = [[literal(cell) for cell in row] for row in pane.rows]
    if rows:
        _print_table(pane, rows)
    for note in pane.notes:
        print(f"  {literal(note)}")


def _print_table(pane: Pane, rows: list[list[str]]) -> None:
    from rich.cells import cell_len

    titles = [column.label for column in pane.columns]
    widths = [max(cell_len(row[place]) for row in [titles, *rows]) for place in range(len(titles))]
    for row in [titles, *rows]:
        cells = [
            _padded(cell, width, right=column.right)
            for cell, width, column in zip(row, widths, pane.columns, strict=True)
        ]
        print("  " + "  ".join(cells).rstrip())


def _padded(text: str, width: int, *, right: bool = False) -> str:
    from rich.cells import cell_len

    pad = " " * (width - cell_len(text))
    return pad + text if right else text + pad
