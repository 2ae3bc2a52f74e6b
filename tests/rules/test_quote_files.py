"""What may be attached to a quote: by name, size and first bytes (RULES.md §7.3)."""

from __future__ import annotations

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules.quote_files import LARGEST, TYPES, check_count, checked
from sales_tui.rules.quote_records import QuoteFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"
GOOD = {
    "a.pdf": b"%PDF-1.4 rest",
    "a.PNG": b"\x89PNG\r\n\x1a\n rest",
    "a.jpg": b"\xff\xd8\xff rest",
    "a.jpeg": b"\xff\xd8\xff rest",
    "a.doc": OLE,
    "a.xls": OLE,
    "a.docx": b"PK\x03\x04 word/document.xml",
    "a.xlsx": b"PK\x03\x04 xl/workbook.xml",
    "a.txt": "Größe\n".encode(),
    "alt.txt": "Größe\n".encode("latin-1"),
}


@pytest.mark.parametrize("name", GOOD)
def test_files_that_may_be_kept(name: str):
    kept = checked(name, GOOD[name])
    assert (kept.file_name, kept.content) == (name, GOOD[name])
    assert kept.media_type == TYPES[name.rpartition(".")[2].lower()][0]


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("a.pdf", b"MZ\x90\x00 a program", "attachment.content"),
        ("a.pdf", b"\x7fELF", "attachment.content"),
        ("a.docx", b"PK\x03\x04 META-INF/MANIFEST.MF", "attachment.content"),
        ("a.txt", b"MZ plain", "attachment.content"),
        ("a.txt", b"#!/bin/sh\n", "attachment.content"),
        ("a.txt", b"a\x00b", "attachment.content"),
        ("a.exe", b"MZ", "attachment.type"),
        ("pdf", b"%PDF-", "attachment.type"),
        ("a.pdf.exe", b"%PDF-", "attachment.type"),
        ("../../x", b"x", "attachment.name"),
        ("../../x.pdf", b"%PDF-", "attachment.name"),
        ("C:\\x.pdf", b"%PDF-", "attachment.name"),
        ("a\x1b[2J.pdf", b"%PDF-", "attachment.name"),
        ("..", b"x", "attachment.name"),
        ("", b"x", "attachment.name"),
        ("a" * 300 + ".pdf", b"%PDF-", "attachment.name"),
        ("a.pdf", b"", "attachment.empty"),
        ("a.pdf", b"%PDF-" + b"x" * LARGEST, "attachment.size"),
    ],
)
def test_files_that_may_not(name: str, content: bytes, code: str):
    with pytest.raises(Refused) as refused:
        checked(name, content)
    assert refused.value.refusal.code == code


def test_ten_at_most():
    files = [QuoteFile("a.txt", "text/plain", b"a")] * 10
    check_count(files)
    with pytest.raises(Refused):
        check_count([*files, files[0]])


def test_two_megabytes_exactly():
    assert len(checked("a.pdf", b"%PDF-" + b"x" * (LARGEST - 5)).content) == LARGEST
