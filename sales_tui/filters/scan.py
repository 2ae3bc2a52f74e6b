"""The pieces that the text of a filter consists of. It reads any text: what is wrong with a piece stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a piece is."""

    SPACE = "space"
    SIGN = "sign"
    """`!` or `-` before a term, a comma between values."""
    FIELD = "field"
    """The name with its colon."""
    VALUE = "value"
    """What stands behind the colon, up to a comma or a blank; nothing, where it is still to be written."""
    WORD = "word"
    """Bare words and phrases."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; all of them, one after the other, are the text."""

    role: Role
    start: int
    end: int
    text: str
    """Without quotes and colon."""
    quoted: bool = False
    problem: str = ""
    """A sentence for people; empty where nothing is wrong."""


_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r"[!-]+")
_NAME = re.compile(r"([^\s:]*):")
_WORD = re.compile(r"\S+")
_VALUE = re.compile(r"[^\s,]*")
_QUOTED = re.compile(r'(=?)"((?:[^"]|"")*+)("?)')

_MISPLACED = re.compile(r'[<>=*!-]+"')

_NO_PARTNER = 'The quote has no partner: put another " after the text.'
_INSIDE = 'Quotes stand around a whole value, only = may stand before them: name:="ana silva".'
_GLUED = "After a closing quote comes a blank, or a comma and a further value."
_TWO_SIGNS = "One ! or - before a term turns it round; to search for the sign itself, quote it."
_LONE_SIGN = "A ! or - stands before the term that it turns round, without a blank."
_NO_NAME = "The name of a field is missing before the colon; to search for a text with a colon, quote it."
_NO_VALUE = "A value is missing here, such as a word, or a text in quotes."


def scan(text: str) -> Iterator[Piece]:
    """Cut a filter into its pieces."""
    at = 0
    while at < len(text):
        blanks = _BLANKS.match(text, at)
        pieces = [Piece(Role.SPACE, at, blanks.end(), blanks[0])] if blanks else _term(text, at)
        for piece in pieces:
            yield piece
            at = piece.end


def _term(text: str, at: int) -> Iterator[Piece]:
    """The pieces up to the next blank that isn't quoted."""
    if signs := _SIGNS.match(text, at):
        at = signs.end()
        is_lone = at == len(text) or text[at].isspace()
        yield Piece(Role.SIGN, signs.start(), at, signs[0], problem=_sign_problem(signs[0], is_lone))
        if is_lone:
            return
    if text[at] == '"':
        yield from _quoted(text, at, Role.WORD, _WORD)
    elif name := _NAME.match(text, at):
        yield Piece(Role.FIELD, at, name.end(), name[1], problem="" if name[1] else _NO_NAME)
        yield from _values(text, name.end())
    elif word := _WORD.match(text, at):
        yield Piece(Role.WORD, at, word.end(), word[0])


def _sign_problem(signs: str, is_lone: bool) -> str:
    if is_lone:
        return _LONE_SIGN
    return _TWO_SIGNS if len(signs) > 1 else ""


def _values(text: str, at: int) -> Iterator[Piece]:
    while True:
        for piece in _quoted(text, at, Role.VALUE, _VALUE):
            yield piece
            at = piece.end
        if text[at : at + 1] != ",":
            return
        yield Piece(Role.SIGN, at, at + 1, ",")
        at += 1


def _quoted(text: str, at: int, role: Role, plain: re.Pattern[str]) -> Iterator[Piece]:
    """A text in quotes, in which two quotes stand for one, or else one without; values may have a `=` before it."""
    quoted = _QUOTED.match(text, at)
    if quoted is None:
        value = plain.match(text, at)
        found = value[0] if value else ""
        yield Piece(role, at, at + len(found), found, problem=_plain_problem(found))
        return
    written = quoted[1] + quoted[2].replace('""', '"')
    yield Piece(role, at, quoted.end(), written, not quoted[1], "" if quoted[3] else _NO_PARTNER)
    glued = plain.match(text, quoted.end())
    if glued and glued[0]:
        yield Piece(role, glued.start(), glued.end(), glued[0], problem=_GLUED)


def _plain_problem(found: str) -> str:
    if _MISPLACED.match(found):
        return _INSIDE
    return "" if found else _NO_VALUE
