"""Products as CSV: one a row, columns by their names, group prices as `price:GROUP`, as a stream of records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from sales_tui.core.refusal import Refusal
from sales_tui.exchange.files import Source, Unreadable
from sales_tui.store.importing.located import Located

FORMAT = "products-csv"

COLUMNS = frozenset(
    "sku name type_id price cost qty tax_class tax_percent weight barcode bin_location is_returnable".split()
)
"""Columns that are read; others are passed over."""

_OTHER_NAMES = {
    "product_type": "type_id",
    "tax_class_name": "tax_class",
    "ean": "barcode",
    "stock": "qty",
    "product_online": "status",
    "status": "status",
    "id": "id",
}
"""What other programs call them."""

_GROUP = "price:"
_AMOUNTS = frozenset({"price", "cost", "qty", "tax_percent", "weight"})
_DELIMITERS = (",", ";", "\t")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")


def looks_like(source: Source) -> bool:
    """Whether the file begins with a heading that has a column for SKUs, and isn't JSON."""
    heading = (source.head.lstrip().splitlines() or [b""])[0].decode("utf-8", "replace")
    return not heading.startswith(("{", "[")) and "sku" in _names(heading)


def _names(heading: str) -> list[str]:
    try:
        row = next(csv.reader([heading.rstrip("\r\n")], delimiter=_delimiter(heading)), [])
    except csv.Error:  # a cell longer than any name
        return []
    return [_lowered(name.strip()) for name in row]


def _lowered(name: str) -> str:
    """In small letters, but for the group behind `price:`."""
    start, colon, group = name.partition(":")
    return f"{start.lower()}{colon}{group}"


def _delimiter(heading: str) -> str:
    return max(_DELIMITERS, key=heading.count)


def read_products(source: Source) -> Iterator[Located]:
    """The products of a file, with the lines they stand on. Raises Unreadable where no column has SKUs."""
    lines = _lines(source)
    heading = next((line for line in lines if line.strip()), "")
    names = [_column(name) for name in _names(heading)]
    if "sku" not in names:
        raise Unreadable(f"{source.name} has no column 'sku' in its first line, so its products can't be told apart.")
    number = _number if _delimiter(heading) != "," else _unambiguous
    rows = csv.reader(lines, delimiter=_delimiter(heading), strict=True)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            problem = Refusal("import.csv", f"is no valid CSV: {error}")
            yield Located(source.name, line=rows.line_num + 1, problem=problem)
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _located(source.name, names, row, rows.line_num + 1, number)


def _lines(source: Source) -> Iterator[str]:
    """Its lines, whatever they end with: old Macs wrote a carriage return alone."""
    for text in _raw_lines(source):
        yield from io.StringIO(text, newline=None)


def _raw_lines(source: Source) -> Iterator[str]:
    *whole, last = source.head.split(b"\n")
    for line in whole:
        yield line.decode("utf-8", "replace") + "\n"
    yield (last + source.stream.readline()).decode("utf-8", "replace")
    for line in source.stream:
        yield line.decode("utf-8", "replace")


def _column(name: str) -> str:
    """What a column means; a group keeps its name as it was written."""
    return _OTHER_NAMES.get(name, name)


def _located(file: str, names: list[str], row: list[str], line: int, number: Callable[[str], str]) -> Located:
    if len(row) > len(names):
        reason = f"has {len(row)} cells, and the heading has {len(names)}: is a quote or a delimiter missing?"
        return Located(file, line=line, problem=Refusal("import.csv", reason))
    record: dict[str, Any] = {}
    for name, cell in zip(names, row, strict=False):
        words = cell.strip()
        if not words and name != "sku":  # without one it is said so
            continue
        if name.startswith(_GROUP):
            record.setdefault("group_prices", {})[name.removeprefix(_GROUP)] = number(words)
        elif name in COLUMNS or name in _OTHER_NAMES.values():
            record[name] = number(words) if name in _AMOUNTS else words
    return Located(file, record, line=line)


def _number(words: str) -> str:
    """A decimal comma is a decimal point where there is no other."""
    return words.replace(",", ".") if words.count(",") == 1 and "." not in words else words


def _unambiguous(words: str) -> str:
    """The same between commas, where 1,234 is more likely a thousand than 1.234: it stays, and is refused."""
    return words if _THOUSANDS.fullmatch(words) else _number(words)
