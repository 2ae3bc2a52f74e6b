"""Text from data made safe to show: whatever would steer a terminal becomes a visible stand-in of the same length."""

from __future__ import annotations

import re

_LINE_ENDS = frozenset("\n\x85\u2028\u2029")
_JOINER = "\u200d"
_NON_JOINER = "\u200c"
# Presentation selectors and skin tones: terminals disagree about the cells they take, so a row with one would be
# shifted on some of them. The emoji before them stays, in its plain form.
_EMOJI_SHADES = frozenset("\ufe0e\ufe0f") | frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\xad\u061c\u180e\u200b\u200d-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, bidirectional
    "\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    "\U000e0000-\U000e0fff"  # tags
    "]"
)


def literal(text: str) -> str:
    """`text` as it may be sent to a terminal: of the same length, on one line, without anything that acts.

    Control characters become their Control Pictures (`␛`, `␤`), what is no character `�`, other invisible and
    bidirectional marks `·`. Calling it twice changes nothing more.
    """
    if text.isprintable() and text.isascii():
        return text
    return _UNSAFE.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    if char in _LINE_ENDS:
        return "␤"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    if char in _EMOJI_SHADES or (char == _JOINER and _joins_letters(found)):
        return _NON_JOINER
    return "·"


def _joins_letters(found: re.Match[str]) -> bool:
    """Whether a joiner stands inside a word, as Sinhala and Malayalam write it, and not between two emoji.

    There the non-joiner is put in its place: as invisible, of no width on every terminal, and the word stays legible.
    """
    text, start, end = found.string, found.start(), found.end()
    return start > 0 and end < len(text) and text[end].isalpha() and text[start - 1] < "\u2190"


_NOT_STORED = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` as every database takes it: NUL and lone surrogates become U+FFFD."""
    return text if text.isascii() and "\0" not in text else _NOT_STORED.sub("\ufffd", text)
