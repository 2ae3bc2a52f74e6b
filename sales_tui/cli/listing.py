"""`list`: the grid of a workspace as text or data, as a stream."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from sales_tui.cli.exits import USAGE, leave
from sales_tui.core.text import literal
from sales_tui.filters.terms import parse_terms
from sales_tui.runtime import Runtime, now
from sales_tui.store.grid import Grid, GridQuery, Values
from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.base import Column, Show, Workspace
from sales_tui.workspaces.format import for_people, for_programs

FORMATS = ("table", "json", "jsonl", "csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    if request.format not in FORMATS:
        leave(USAGE, f"There is no format '{request.format}'; there are: {', '.join(FORMATS)}.")
    workspace = find_workspace(request.workspace)
    columns = _columns(workspace, request)
    timezone = runtime.timezone()
    query = GridQuery(workspace, columns, parse_terms(request.filter), _sort(workspace, request.sort), timezone)
    rows = Grid(runtime.reader()).stream(query, request.limit)
    with _output(request.output) as out:
        if request.format == "table":
            _write_table(out, query, rows, ZoneInfo(timezone))
        elif request.format == "csv":
            _write_csv(out, query, rows, labels=request.labels)
        else:
            _write_json(out, query, rows, labels=request.labels, lines=request.format == "jsonl")


def _columns(workspace: Workspace, request: ListRequest) -> tuple[Column, ...]:
    """The chosen columns; data without a choice has them all, and always the number and the status."""
    as_data = request.format in ("json", "jsonl")
    if not request.columns:
        return workspace.columns if as_data else workspace.defaults
    names = [name.strip() for name in request.columns.split(",") if name.strip()]
    if as_data:
        names = [*(name for name in (workspace.number, "status") if name not in names), *names]
    return tuple(_column(workspace, name) for name in names)


def _column(workspace: Workspace, name: str) -> Column:
    column = workspace.column(name)
    if column is None:
        known = ", ".join(sorted(column.name for column in workspace.columns))
        leave(USAGE, f"{workspace.title} have no column '{name}'; there are: {known}.")
    return column


def _sort(workspace: Workspace, text: str) -> tuple[tuple[str, bool], ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    return tuple((_column(workspace, name.removeprefix("-")).name, name.startswith("-")) for name in names)


@contextmanager
def _output(file: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there whole or not at all."""
    if file is None:
        yield sys.stdout
        return
    partial = file.with_name(file.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as out:
            yield out
        partial.replace(file)
    except OSError as error:
        leave(USAGE, f"{file} can't be written: {error.strerror}.")
    finally:
        partial.unlink(missing_ok=True)


def _data(column: Column, value: Any, currencies: tuple[str, str], *, labels: bool) -> Any:
    if labels and column.show is Show.CODE:
        return column.words.get(value, value)
    return for_programs(column, value, *currencies)


def _records(query: GridQuery, rows: Iterable[tuple[int, Values]], *, labels: bool) -> Iterator[dict[str, Any]]:
    for _, values in rows:
        currencies = (values[-2], values[-1])
        yield {
            column.name: _data(column, value, currencies, labels=labels)
            for column, value in zip(query.columns, values, strict=False)
        }


def _write_json(
    out: TextIO, query: GridQuery, rows: Iterable[tuple[int, Values]], *, labels: bool, lines: bool
) -> None:
    between = "\n" if lines else ",\n"
    if not lines:
        out.write("[")
    first = True
    for record in _records(query, rows, labels=labels):
        out.write("" if first else between)
        out.write(json.dumps(record, ensure_ascii=False))
        first = False
    out.write("\n" if lines and not first else "" if lines else "]\n")


def _write_csv(out: TextIO, query: GridQuery, rows: Iterable[tuple[int, Values]], *, labels: bool) -> None:
    writer = csv.writer(out)
    writer.writerow([column.name for column in query.columns])
    for record in _records(query, rows, labels=labels):
        guarded = zip(query.columns, record.values(), strict=True)
        writer.writerow([_guarded(value) if not column.show.is_number else value for column, value in guarded])


def _guarded(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write_table(out: TextIO, query: GridQuery, rows: Iterable[tuple[int, Values]], zone: tzinfo) -> None:
    """Aligned columns; widths from the declarations, so that any number of rows streams."""
    today = now()
    out.write(_line(query.columns, [column.label for column in query.columns]))
    for _, values in rows:
        cells = [
            literal(for_people(column, value, values[-2], values[-1], zone, today))
            for column, value in zip(query.columns, values, strict=False)
        ]
        out.write(_line(query.columns, cells))


def _line(columns: Iterable[Column], cells: Iterable[str]) -> str:
    from rich.cells import cell_len, set_cell_size

    parts = []
    for column, cell in zip(columns, cells, strict=True):
        width = max(column.width, len(column.label)) + (8 if column.flexible else 0)
        shown = set_cell_size(cell, width) if cell_len(cell) > width else cell
        pad = " " * (width - cell_len(shown))
        parts.append(pad + shown if column.show.is_number else shown + pad)
    return "  ".join(parts).rstrip() + "\n"
