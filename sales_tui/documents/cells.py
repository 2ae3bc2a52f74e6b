"""Text in cells of a fixed width: 山 takes two, an accent none. What comes from data can't steer a printer."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width, normalize

from sales_tui.core.text import literal

_WITHOUT_WIDTH = ("Mn", "Me", "Cf")


def clean(text: str) -> str:
    """One line of text from data: accents put together with their letters, nothing in it that acts."""
    return literal(normalize("NFC", text))


def width(text: str) -> int:
    """The cells that a line takes."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def _width_of(char: str) -> int:
    if east_asian_width(char) in "WF":
        return 2
    return 0 if category(char) in _WITHOUT_WIDTH else 1


def padded(text: str, cells: int, *, right: bool = False) -> str:
    """The text and as many blanks as are missing, in front of it where it is aligned right."""
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, cells: int) -> list[str]:
    """Lines of at most so many cells, broken between words where that is possible; blanks at the beginning stay."""
    lines = [line for paragraph in text.splitlines() for line in _wrapped(clean(paragraph), cells)]
    return lines or [""]


def _wrapped(text: str, cells: int) -> Iterator[str]:
    """One paragraph. Writing without blanks between words, such as Japanese, is broken wherever the line ends."""
    line = " " * min(len(text) - len(text.lstrip()), cells // 4)
    is_begun = False
    for word in text.split():
        if is_begun and width(line) + 1 + width(word) <= cells:
            line += f" {word}"
            continue
        if is_begun:
            yield line.rstrip()
            line = ""
        *whole, line = _broken(line + word, cells)
        yield from whole
        is_begun = True
    yield line.rstrip()


def _broken(word: str, cells: int) -> list[str]:
    parts, part, used = [], "", 0
    for char in word:
        if part and used + _width_of(char) > cells:
            parts.append(part)
            part, used = "", 0
        part += char
        used += _width_of(char)
    return [*parts, part]
