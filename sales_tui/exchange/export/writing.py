"""The one way in: rows, in one of the formats, to a file or a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from sales_tui.exchange.export.sheet import Chunks, Row, Sheet
from sales_tui.exchange.export.text_files import write_csv, write_json, write_json_lines
from sales_tui.exchange.export.whole_file import whole_file


def _write_workbook(out: BinaryIO, sheet: Sheet, chunks: Chunks) -> None:
    from sales_tui.exchange.export.workbook import write_workbook

    write_workbook(out, sheet, chunks)


_WRITERS: Mapping[str, Callable[[BinaryIO, Sheet, Chunks], None]] = {
    "csv": write_csv,
    "xlsx": _write_workbook,
    "json": write_json,
    "jsonl": write_json_lines,
}

FORMATS = tuple(_WRITERS)
"""The names of the formats, which are the usual ends of their files' names too."""


def write_rows(
    format: str,
    target: Path | BinaryIO,
    sheet: Sheet,
    rows: Iterable[Row],
    progress: Callable[[int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write the rows in one of FORMATS, in constant memory; how many there were.

    Every few hundred rows `progress` is told how many they are by now, and `is_cancelled` asked, on the thread that
    writes. A file is there whole or not at all.
    Raises ExportCancelled; ExportFailed for a file, OSError for a stream.
    """
    chunks = Chunks(rows, progress, is_cancelled)
    if isinstance(target, Path):
        with whole_file(target) as out:
            _WRITERS[format](out, sheet, chunks)
    else:
        _WRITERS[format](target, sheet, chunks)
    return chunks.count
