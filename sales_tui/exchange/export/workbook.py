"""XLSX: true numbers and dates, texts that stay texts; as many sheets as the rows need, a row of them in memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from sales_tui.core.money import STORED_DIGITS, amount_text, currency_digits
from sales_tui.exchange.export.cells import ONE, Cells, data_cells, row_maker, stores
from sales_tui.exchange.export.instants import ClockText, Remembered, WallClock
from sales_tui.exchange.export.sheet import Chunks, Sheet
from sales_tui.workspaces.base import Column, Show
from sales_tui.workspaces.format import stored_decimal

SHEET_ROWS = 1_048_575
"""Rows of a sheet beside its headings."""

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell holds."""

_EXACT = 10**15
"""Spreadsheets keep fifteen digits."""

_DATE = "yyyy-mm-dd hh:mm:ss"
_EPOCH_DAY = 25_569
"""1970-01-01 as spreadsheets count days."""
_FIRST_DAY = 61
"""1900-03-01: their calendar before it has a day that never was."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_DECIMALS = tuple(len(f"{part:0{STORED_DIGITS}d}".rstrip("0")) for part in range(ONE))
"""How many decimals each of the stored fractions needs."""
_PATTERNS = ("#,##0", *(f"#,##0.{'0' * decimals}" for decimals in range(1, STORED_DIGITS + 1)))

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class _Amount(float):
    """Written with fifteen digits: XlsxWriter's sixteen would make 0.07000000000000001 of 0.07."""

    def __format__(self, spec: str) -> str:
        return f"{float(self):.15G}"


class _Stoppable:
    """The stream, stopped when the export is: packing what was written takes a while too.

    Once ended it keeps nothing, for an archive that was stopped still tries to write its end.
    """

    def __init__(self, out: BinaryIO, chunks: Chunks) -> None:
        self.ended = False
        self._out = out
        self._chunks = chunks

    def write(self, data: bytes) -> int:
        if not self.ended:
            self._chunks.check()
            self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back here."""


def write_workbook(out: BinaryIO, sheet: Sheet, chunks: Chunks) -> None:
    """A workbook whose sheets have bold, frozen headings with filters."""
    stream = _Stoppable(out, chunks)
    with TemporaryDirectory(prefix="sales-tui-") as folder:
        book = Workbook(stream, {**_OPTIONS, "tmpdir": folder})
        book.use_zip64()
        try:
            _fill(book, sheet, chunks)
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            stream.ended = True
            for page in book.worksheets():
                page.row_data_fh.close()


def _fill(book: Any, sheet: Sheet, chunks: Chunks) -> None:
    bold = book.add_format({"bold": True})
    formats: Remembered[str, Any] = Remembered(lambda pattern: book.add_format({"num_format": pattern}))
    rows = row_maker(sheet.columns, [_cells(column, sheet) for column in sheet.columns])
    page, line = _page(book, sheet, bold), 0
    for chunk in chunks:
        for row in rows(chunk):
            if line == SHEET_ROWS:
                page.autofilter(0, 0, line, len(sheet.columns) - 1)
                page, line = _page(book, sheet, bold), 0
            line += 1
            for place, cell in enumerate(row):
                if cell.__class__ is str:
                    page.write_string(line, place, cell)
                elif cell is not None:
                    page.write_number(line, place, cell[0], formats[cell[1]])
    page.autofilter(0, 0, line, len(sheet.columns) - 1)


def _page(book: Any, sheet: Sheet, bold: Any) -> Any:
    """A new sheet with its headings."""
    number = len(book.worksheets()) + 1
    page = book.add_worksheet(_name(sheet.title, number))
    headings = sheet.headings(local=True)
    for place, (column, heading) in enumerate(zip(sheet.columns, headings, strict=True)):
        page.set_column(place, place, _width(column, heading))
        page.write_string(0, place, heading, bold)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return page


def _name(title: str, number: int) -> str:
    """A sheet's name: Orders, Orders 2."""
    end = f" {number}" if number > 1 else ""
    name = _NOT_IN_NAMES.sub(" ", _text(title))[: 31 - len(end)].strip("' ")
    return f"{name or 'Sheet'}{end}"


def _width(column: Column, heading: str) -> int:
    """Wide enough for the heading and the button of its filter."""
    usual = 20 if column.show is Show.INSTANT else column.width + (8 if column.flexible else 0)
    return max(usual, len(heading) + 4)


def _cells(column: Column, sheet: Sheet) -> Cells:
    """None, texts, or numbers with their patterns."""
    match column.show:
        case Show.MONEY | Show.BASE_MONEY:
            return lambda values, currencies: [
                None if value is None else _amount(value, currency_digits(currency))
                for value, currency in zip(values, currencies, strict=True)
            ]
        case Show.QUANTITY:
            return lambda values, _: [None if value is None else _amount(value, 0) for value in values]
        case Show.INTEGER:
            return lambda values, _: [None if value is None else _integer(value) for value in values]
        case Show.INSTANT:
            return _dates(sheet)
        case Show.STORE if sheet.labels:
            return lambda values, currencies: _texts(stores(values, currencies))
        case _:
            made = data_cells(column, labels=sheet.labels)
            return lambda values, currencies: _texts([*made(values, currencies)])


def _amount(value: int, digits: int) -> Any:
    """An amount with all its decimals, and at least so many; a text where a spreadsheet would round it."""
    if not -_EXACT < value < _EXACT:
        return amount_text(stored_decimal(value), digits)
    return _Amount(value / ONE), _PATTERNS[max(digits, _DECIMALS[value % ONE])]


def _integer(value: int) -> Any:
    return (value, "0") if -_EXACT < value < _EXACT else str(value)


def _dates(sheet: Sheet) -> Cells:
    clock, text = WallClock(sheet.zone), ClockText()

    def date(seconds: int) -> Any:
        day = seconds / 86_400 + _EPOCH_DAY
        return (day, _DATE) if day >= _FIRST_DAY else text(seconds)

    return lambda values, _: [None if value is None else date(clock(value)) for value in values]


def _texts(values: Sequence[Any]) -> list[str | None]:
    return [_text(str(value)) if value not in (None, "") else None for value in values]


def _text(text: str) -> str:
    """A text as a cell can hold it."""
    if not text.isprintable():
        text = _NOT_IN_XML.sub("\ufffd", text)
    if len(text) * 2 > LONGEST_TEXT and (units := text.encode("utf-16-le"))[LONGEST_TEXT * 2 :]:
        text = units[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"
    # What stands between these is taken for formatting, as it is.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
