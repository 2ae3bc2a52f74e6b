"""Files that come with a quote's comments: checked by name, size and first bytes; never opened (RULES.md §7.3)."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.core.refusal import Refused
from sales_tui.core.text import literal
from sales_tui.rules.quote_records import QuoteFile

LARGEST = 2 * 1024 * 1024
"""Bytes of one file."""

MOST = 10
"""Files of one comment."""

LONGEST_NAME = 255

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_JPEG = b"\xff\xd8\xff"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."

TYPES: dict[str, tuple[str, bytes]] = {
    "doc": ("application/msword", _OLE),
    "docx": (f"{_OPEN_XML}wordprocessingml.document", _ZIP),
    "xls": ("application/vnd.ms-excel", _OLE),
    "xlsx": (f"{_OPEN_XML}spreadsheetml.sheet", _ZIP),
    "pdf": ("application/pdf", b"%PDF-"),
    "txt": ("text/plain", b""),
    "jpg": ("image/jpeg", _JPEG),
    "jpeg": ("image/jpeg", _JPEG),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
"""Ending of a name -> media type and what such a file begins with."""

_INSIDE = {"docx": b"word/", "xlsx": b"xl/"}
"""What an archive holds that is one of these documents."""

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def checked(file_name: str, content: bytes) -> QuoteFile:
    """The file, if it may be kept. Raises Refused with what is wrong with it."""
    name = _checked_name(file_name)
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in TYPES:
        raise Refused("attachment.type", f"{literal(name)} can't be attached; possible are: {', '.join(TYPES)}.")
    if len(content) > LARGEST:
        raise Refused("attachment.size", f"{literal(name)} is too large; a file may have 2 MB at most.")
    if not content:
        raise Refused("attachment.empty", f"{literal(name)} is empty.")
    media_type, start = TYPES[ending]
    if not content.startswith(start) or not _is_inside(ending, content):
        raise Refused("attachment.content", f"{literal(name)} is no {ending} file: its content is something else.")
    return QuoteFile(name, media_type, content)


def check_count(files: Sequence[QuoteFile]) -> None:
    """Raises Refused for more files than a comment may have."""
    if len(files) > MOST:
        raise Refused("attachment.count", f"{len(files)} files are too many; a comment may have {MOST}.")


def _checked_name(file_name: str) -> str:
    """A name without a path. Raises Refused."""
    name = file_name.strip()
    if not name or name.strip(".") == "" or any(mark in name for mark in ("/", "\\", ":", "\0")):
        raise Refused("attachment.name", f"'{literal(name)[:80]}' is no name of a file; give it without a path.")
    if len(name) > LONGEST_NAME or literal(name) != name:
        raise Refused("attachment.name", f"'{literal(name)[:80]}' can't be kept as a name; rename the file.")
    return name


def _is_inside(ending: str, content: bytes) -> bool:
    if ending == "txt":
        return _is_text(content)
    return _INSIDE.get(ending, b"") in content


def _is_text(content: bytes) -> bool:
    if content.startswith(_PROGRAMS) or b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return not any(byte < 9 or 13 < byte < 32 for byte in content)  # an older encoding of text
    return True
