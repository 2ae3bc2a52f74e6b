"""The file of the macros as text, table by table: what is wrong in one leaves the others as they are.

Changing one table keeps what was written into and above the others, comments too.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HEADER = re.compile(r"[ \t]*\[(?!\[).*\][ \t]*(#.*)?")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')


class MacroError(Exception):
    """A macro, or the file, can't be used; the message names both and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the file with the comments above it, or what stands before the first."""

    text: str
    name: str = ""
    """As far as it can be read."""
    table: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    """Why it can't be read, to stand within a sentence."""

    def with_table(self, text: str) -> str:
        """Another table below the same comments."""
        lines = self.text.splitlines(keepends=True)
        header = next((at for at, line in enumerate(lines) if _is_header(line)), 0)
        return "".join(lines[:header]) + text


def read_parts(file: Path) -> list[Part]:
    """What stands before the first table, then each table; of a missing file nothing. Raises MacroError."""
    texts = [""]
    for line in _text(file).splitlines(keepends=True):
        if _is_header(line):
            kept, above = _comments_above(texts[-1])
            texts[-1] = kept
            texts.append(above)
        texts[-1] += line
    parts, height = [], 0
    for at, text in enumerate(texts):
        parts.append(_read_part(text, height, is_table=at > 0))
        height += text.count("\n")
    return parts


def _is_header(line: str) -> bool:
    return bool(_HEADER.fullmatch(line.rstrip("\r\n")))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise MacroError(f"The file of the macros, {file}, isn't UTF-8 text; save it as such.") from None
    except OSError as error:
        raise MacroError(f"The file of the macros, {file}, can't be read: {error.strerror or error}.") from None


def _comments_above(text: str) -> tuple[str, str]:
    """The comment lines at the end of the text belong to the table that follows."""
    lines = text.splitlines(keepends=True)
    at = len(lines)
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return "".join(lines[:at]), "".join(lines[at:])


def _read_part(text: str, height: int, *, is_table: bool) -> Part:
    """`height`: how many lines stand above it, so that what is wrong is found where it is said to be."""
    try:
        tables = tomllib.loads("\n" * height + text)
    except tomllib.TOMLDecodeError as error:
        why = str(error)
        return Part(text, _named(text) if is_table else "", {}, f"it isn't valid TOML ({why[:1].lower()}{why[1:]})")
    if not is_table:
        return Part(text, table=tables)
    name, *others = tables
    if others or not isinstance(tables[name], dict):
        return Part(text, name, {}, f"'{[*others, name][0]}' isn't a table [NAME] of its own")
    return Part(text, name, tables[name])


def _named(text: str) -> str:
    """The name in the header of a table that can't be read as a whole."""
    header = next(line for line in text.splitlines() if _is_header(line))
    with suppress(tomllib.TOMLDecodeError):
        return next(iter(tomllib.loads(header)))
    return header.strip()


def table_text(name: str, values: Iterable[tuple[str, str | list[str]]]) -> str:
    """A table of texts and lists of texts."""
    lines = [f"[{name if _PLAIN.fullmatch(name) else quoted(name)}]"]
    for key, value in values:
        if isinstance(value, str):
            lines.append(f"{key} = {quoted(value, plainly=True)}")
        else:
            lines += [f"{key} = [", *(f"    {quoted(one)}," for one in value), "]"]
    return "\n".join(lines) + "\n"


def quoted(text: str, *, plainly: bool = False) -> str:
    """As a TOML string: in single quotes where that can hold it, so that what is in double quotes stays readable."""
    if "'" not in text and not _CONTROL.search(text) and ('"' in text or "\\" in text or not plainly):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + '"'


def save_parts(file: Path, texts: Iterable[str]) -> None:
    """The whole file or nothing of it, also where it is a link to somewhere else. Raises MacroError."""
    place = Path(os.path.realpath(file))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=place.parent, prefix=f"{place.stem}.", suffix=".partial")
        try:
            with open(handle, "w", encoding="utf-8", newline="") as out:
                out.write("".join(texts))
            with suppress(FileNotFoundError):
                shutil.copymode(place, partial)
            os.replace(partial, place)
        except OSError:
            with suppress(OSError):
                os.unlink(partial)
            raise
    except OSError as error:
        raise MacroError(f"The file of the macros, {file}, can't be written: {error.strerror or error}.") from None
