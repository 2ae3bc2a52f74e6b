"""Rows to export, and exports read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from sales_tui.exchange.export import Row, Sheet, write_rows
from sales_tui.workspaces.base import Column, Show

NUMBER = Column("increment_id", "Order", "", width=11)
NAME = Column("billing_name", "Bill-to", "", width=16, flexible=True)
STATUS = Column("status", "Status", "", Show.CODE, words={"holded": "On Hold", "minus": "-1"})
MOMENT = Column("created_at", "Purchased", "", Show.INSTANT)
TOTAL = Column("grand_total", "Total", "", Show.MONEY)
BASE = Column("base_grand_total", "Base", "", Show.BASE_MONEY)
PIECES = Column("total_qty_ordered", "Pieces", "", Show.QUANTITY)
STATE = Column("state", "State", "", Show.INTEGER)
STORE = Column("store_name", "Purchase point", "", Show.STORE)

BERLIN = "Europe/Berlin"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def micros(text: str) -> int:
    """A moment of UTC as the database keeps it: 2026-11-23 10:42."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def sheet(*columns: Column, labels: bool = False, zone: str = BERLIN) -> Sheet:
    """These columns, of a shop in Berlin."""
    return Sheet("Orders", columns, ZoneInfo(zone), zone, labels)


def rows(*values: tuple[Any, ...], order: str = "USD", base: str = "USD") -> list[Row]:
    """Rows of those values, with currencies."""
    return [(key, (*one, order, base)) for key, one in enumerate(values, 1)]


def exported(format: str, wanted: Sheet, given: Iterable[Row]) -> bytes:
    """The rows in that format."""
    out = io.BytesIO()
    write_rows(format, out, wanted, given)
    return out.getvalue()


@dataclass
class Page:
    """A sheet of a workbook."""

    name: str
    xml: str
    cells: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Place -> (type: n or inlineStr, text, number format)."""

    def values(self) -> list[list[str]]:
        """The texts of the cells that hold something, a list a row."""
        found: dict[str, list[str]] = {}
        for place, (_, text, _) in self.cells.items():
            found.setdefault(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(text)
        return list(found.values())


def pages(data: bytes) -> list[Page]:
    """A workbook's sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        formats = _formats(ElementTree.fromstring(archive.read("xl/styles.xml")))
        return [
            _page(sheet.attrib["name"], archive.read(f"xl/worksheets/sheet{number}.xml").decode(), formats)
            for number, sheet in enumerate(book.iter(f"{_MAIN}sheet"), 1)
        ]


def _formats(styles: ElementTree.Element) -> list[str]:
    """The number format of each cell style; "bold" for that of the headings."""
    known = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{_MAIN}numFmt")}
    known |= {"0": "General", "1": "0", "3": "#,##0", "4": "#,##0.00"}
    bold = [font.find(f"{_MAIN}b") is not None for font in styles.iter(f"{_MAIN}font")]
    cells = styles.find(f"{_MAIN}cellXfs")
    assert cells is not None
    return ["bold" if bold[int(one.attrib["fontId"])] else known[one.attrib["numFmtId"]] for one in cells]


def _page(name: str, xml: str, formats: list[str]) -> Page:
    page = Page(name, xml)
    for cell in ElementTree.fromstring(xml).iter(f"{_MAIN}c"):
        kind = cell.attrib.get("t", "n")
        text = cell.findtext(f"{_MAIN}is/{_MAIN}t" if kind == "inlineStr" else f"{_MAIN}v") or ""
        text = re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)
        page.cells[cell.attrib["r"]] = (kind, text, formats[int(cell.attrib.get("s", 0))])
    return page
