"""`list`: the grid of a workspace as text or data, as a stream."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TextIO
from zoneinfo import ZoneInfo

from sales_tui.cli.exits import USAGE, leave
from sales_tui.core.text import literal
from sales_tui.exchange.export import FORMATS, ExportFailed, Row, Sheet, write_rows
from sales_tui.exchange.export.whole_file import whole_file
from sales_tui.runtime import Runtime, now
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.questions import read_filter
from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.base import Column, Show, Workspace
from sales_tui.workspaces.format import for_people
from sales_tui.workspaces.layouts import parse_columns, parse_sort

TABLE = "table"
"""The format for people; the others are for programs."""

EVERY = 0.2
"""Seconds between two counts shown while a file is written."""

ALL = "all"
"""Stands for every column of the workspace."""


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What `list` was asked for."""

    workspace: str
    filter: str
    sort: str
    columns: str
    limit: int | None
    format: str
    labels: bool
    output: Path | None


def find_workspace(name: str) -> Workspace:
    """The workspace of that name; an unknown one ends the command."""
    if name not in WORKSPACES:
        leave(USAGE, f"There is no workspace '{name}'; there are: {', '.join(WORKSPACES)}.")
    return WORKSPACES[name]


def list_records(runtime: Runtime, request: ListRequest) -> None:
    """Write the records where they are wanted."""
    _check_format(request)
    workspace = find_workspace(request.workspace)
    columns = _columns(workspace, request)
    sort = _sort(workspace, request.sort)
    timezone = runtime.timezone()
    zone = ZoneInfo(timezone)
    grid = Grid(runtime.reader())
    asked = read_filter(grid, workspace, request.filter, now(), zone, runtime.actor.name)
    query = GridQuery(workspace, columns, asked, sort)
    sheet = Sheet(workspace.title, columns, zone, timezone, request.labels)
    rows = grid.stream(query, request.limit)
    try:
        if request.format == TABLE:
            with _text_output(request.output) as out:
                _write_table(out, sheet, rows)
        else:
            with _counting(request.output) as progress:
                write_rows(request.format, request.output or sys.stdout.buffer, sheet, rows, progress)
    except ExportFailed as error:
        leave(USAGE, str(error))


def _check_format(request: ListRequest) -> None:
    known = (TABLE, *FORMATS)
    if request.format not in known:
        leave(USAGE, f"There is no format '{request.format}'; there are: {', '.join(known)}.")
    if request.format == "xlsx" and request.output is None and sys.stdout.isatty():
        leave(USAGE, "A workbook can't be shown in a terminal; write it to a file with -o FILE.xlsx.")


def _columns(workspace: Workspace, request: ListRequest) -> tuple[Column, ...]:
    """The chosen columns; data without a choice has them all, and always the number and the status."""
    as_data = request.format in ("json", "jsonl")
    if request.columns == ALL or (as_data and not request.columns):
        return workspace.columns
    if not request.columns:
        return workspace.defaults
    names = [name for name, _ in parse_columns(request.columns)]
    if as_data:
        always = [name for name in (workspace.number, "status") if workspace.column(name)]
        names = [*(name for name in always if name not in names), *names]
    return tuple(_column(workspace, name) for name in names)


def _column(workspace: Workspace, name: str) -> Column:
    column = workspace.column(name)
    if column is None:
        known = ", ".join(sorted(column.name for column in workspace.columns))
        leave(USAGE, f"{workspace.title} have no column '{name}'; there are: {known}.")
    return column


def _sort(workspace: Workspace, text: str) -> tuple[tuple[str, bool], ...]:
    return tuple((_column(workspace, name).name, descending) for name, descending in parse_sort(text))


@contextmanager
def _text_output(file: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there whole or not at all."""
    if file is None:
        yield sys.stdout
        return
    with whole_file(file) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
        yield text
        text.detach()


@contextmanager
def _counting(file: Path | None) -> Iterator[Callable[[int], None] | None]:
    """While a file is written, a line on standard error counts the records, where that is a terminal."""
    if file is None or not sys.stderr.isatty():
        yield None
        return
    shown = 0.0

    def show(count: int) -> None:
        nonlocal shown
        if monotonic() - shown > EVERY:
            shown = monotonic()
            print(f"\r{count:,} records", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _write_table(out: TextIO, sheet: Sheet, rows: Iterable[Row]) -> None:
    """Aligned columns; widths from the declarations, so that any number of rows streams.

    The first column of times says whose clock it is.
    """
    today = now()
    columns = _with_zone(sheet)
    out.write(_line(columns, [column.label for column in columns]))
    for _, values in rows:
        cells = [
            literal(for_people(column, value, values[-2], values[-1], sheet.zone, today))
            for column, value in zip(columns, values, strict=False)
        ]
        out.write(_line(columns, cells))


def _with_zone(sheet: Sheet) -> tuple[Column, ...]:
    first = next((column for column in sheet.columns if column.show is Show.INSTANT), None)
    return tuple(
        replace(column, label=f"{column.label} ({sheet.zone_name})") if column is first else column
        for column in sheet.columns
    )


def _line(columns: Sequence[Column], cells: Iterable[str]) -> str:
    """One line of the table; a text that nothing stands behind isn't cut."""
    from rich.cells import cell_len, set_cell_size

    parts = []
    for column, cell in zip(columns, cells, strict=True):
        width = max(column.width, len(column.label)) + (8 if column.flexible else 0)
        is_free = column is columns[-1] and column.flexible
        shown = set_cell_size(cell, width) if cell_len(cell) > width and not is_free else cell
        pad = " " * (width - cell_len(shown))
        parts.append(pad + shown if column.show.is_number else shown + pad)
    return "  ".join(parts).rstrip() + "\n"
