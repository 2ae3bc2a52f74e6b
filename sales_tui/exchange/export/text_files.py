"""CSV, JSON and JSON Lines: written in UTF-8, some rows at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from sales_tui.exchange.export.cells import data_cells, row_maker, sheet_cells
from sales_tui.exchange.export.sheet import Chunks, Sheet


def write_csv(out: BinaryIO, sheet: Sheet, chunks: Chunks) -> None:
    """A line of headings, then a line a row, quoted as in RFC 4180."""
    rows = row_maker(sheet.columns, [sheet_cells(column, sheet) for column in sheet.columns])
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.headings(local=sheet.labels))
    for chunk in chunks:
        writer.writerows(rows(chunk))
        out.write(_bytes(text.getvalue()))
        text.seek(0)
        text.truncate()
    out.write(_bytes(text.getvalue()))


def write_json(out: BinaryIO, sheet: Sheet, chunks: Chunks) -> None:
    """One array, an object a line."""
    before = "["
    for objects in _objects(sheet, chunks):
        out.write(_bytes(before + ",\n".join(objects)))
        before = ",\n"
    out.write(b"[]\n" if before == "[" else b"]\n")


def write_json_lines(out: BinaryIO, sheet: Sheet, chunks: Chunks) -> None:
    """An object a line."""
    for objects in _objects(sheet, chunks):
        out.write(_bytes("\n".join(objects) + "\n"))


def _objects(sheet: Sheet, chunks: Chunks) -> Iterator[list[str]]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = [column.name for column in sheet.columns]
    rows = row_maker(sheet.columns, [data_cells(column, labels=sheet.labels) for column in sheet.columns])
    for chunk in chunks:
        yield [encode(dict(zip(names, row, strict=True))) for row in rows(chunk)]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
