"""Exports: the rows that a grid shows, as CSV, XLSX, JSON or JSON Lines; streamed, and a file is whole or not there."""

from sales_tui.exchange.export.sheet import ExportCancelled, ExportFailed, Row, Sheet
from sales_tui.exchange.export.writing import FORMATS, write_rows

__all__ = ["FORMATS", "ExportCancelled", "ExportFailed", "Row", "Sheet", "write_rows"]
