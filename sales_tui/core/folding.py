"""Texts as searches compare them: no case, no accents, every word with two blanks before it.

The blanks make the beginning of a word findable in an index of three-character pieces, even for words of one or two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sales_tui.core.text import storable

_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
}  # fmt: skip
"""Letters that Unicode doesn't take apart."""

_MARKS = dict.fromkeys("‘’ʼ‛", "'") | dict.fromkeys("“”„", '"') | dict.fromkeys("‐‒–—−", "-")
"""Marks that phones and office programs write for those of the keyboard: O’Brien is O'Brien."""

_UNSEEN = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0000, 0xE01EF),
]  # fmt: skip
"""Ranges of characters that nobody sees, such as soft hyphens, joiners and variants of a character's shape."""

_PLAIN = str.maketrans(_LETTERS | _MARKS) | {code: None for first, last in _UNSEEN for code in range(first, last + 1)}

GAP = "  "
"""Before every word."""

LINE = "\n"
"""Before every value, and after the last: so that the beginning and the end of a value can be looked for."""


def fold(text: str) -> str:
    """Lower case without accents: "Łukasz Żółć" is "lukasz zolc"; "ß" is "ss". What is folded stays as it is."""
    lower = text.casefold()
    if lower.isascii() and "\0" not in lower:
        return lower
    parts = unicodedata.normalize("NFKD", storable(lower))
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold().translate(_PLAIN)


def phrase(text: str) -> str:
    """Folded, its words two blanks apart, as they stand next to one another in a search field."""
    return GAP.join(fold(text).split())


def spaced(text: str) -> str:
    """Folded, its words with two blanks before each; nothing where there is no word."""
    words = phrase(text)
    return GAP + words if words else ""


def search_field(values: Iterable[str | None]) -> str:
    """Several values as one text to search in: each its own line, each once; empty where there are none."""
    lines = dict.fromkeys(line for value in values if value and (line := spaced(value)))
    return LINE + LINE.join(lines) + LINE if lines else ""


def needle(text: str) -> str:
    """What to look for in search fields to find a text in them: within words from three characters on, else at the
    beginning of a word; several words next to one another."""
    joined = phrase(text)
    return joined if len(joined) > 2 else GAP + joined if joined else ""
