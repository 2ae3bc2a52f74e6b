"""JSON values taken out of a stream one at a time, in memory that doesn't grow with the stream."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from sales_tui.store.importing.values import NotJson

_CHUNK = 1 << 16
_LOOKAHEAD = 16
"""An error this near to the end of what was read may only mean that more must be read."""

LONGEST = 64 << 20
"""Characters of one record, at most."""

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|"|[][{},]', re.DOTALL)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")

_DECODER = json.JSONDecoder(parse_float=str, parse_constant=NotJson)
"""Fractions stay the text they are: exact, and the same as a numeric string."""


class BadJson(ValueError):
    """What stands there is not JSON; the message says why. `is_cut`: it may only lack its end."""

    def __init__(self, reason: str, *, is_cut: bool = False) -> None:
        super().__init__(reason)
        self.is_cut = is_cut


class Truncated(Exception):
    """The stream ends inside a value."""


def parse(text: str) -> Any:
    """A whole JSON text. Raises BadJson."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        reason = f"is not valid JSON: {error.msg} at character {error.pos + 1}"
        raise BadJson(reason, is_cut=_is_cut(error, len(text))) from None
    except RecursionError:
        raise BadJson("is nested too deeply") from None
    except (ValueError, ArithmeticError):
        raise BadJson("holds a number that is out of all bounds") from None


def _is_cut(error: json.JSONDecodeError, length: int) -> bool:
    return error.pos >= length - _LOOKAHEAD or error.msg.startswith("Unterminated")


class Scanner:
    """Reads a stream of UTF-8 as JSON tokens and values."""

    def __init__(self, head: bytes, read: Callable[[int], bytes]) -> None:
        self._read = read
        # What is no UTF-8 is carried along as lone surrogates, so that only the record it is in is refused.
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text = self._decoder.decode(head)
        self._at = 0
        self._ended = False

    def _more(self) -> bool:
        """Read on; False at the end of the stream."""
        if self._ended:
            return False
        raw = self._read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not raw
        self._text = self._text[self._at :] + self._decoder.decode(raw, final=self._ended)
        self._at = 0
        return True

    def peek(self) -> str:
        """The next character that isn't white space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def accept(self, char: str) -> bool:
        """Take that character if it is next."""
        if self.peek() == char:
            self._at += 1
            return True
        return False

    def take(self) -> Any:
        """The next value. A bad one is passed over, and BadJson says why it is bad. Raises Truncated."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._may_be_incomplete(error) and self._more():
                    continue
                if self._ended and self._may_be_incomplete(error):
                    raise Truncated from None
                reason = f"is not valid JSON: {error.msg}"
            except RecursionError:
                reason = "is nested too deeply"
            except (ValueError, ArithmeticError):
                reason = "holds a number that is out of all bounds"
            else:
                is_open_ended = not isinstance(value, dict | list | str) and end >= len(self._text) - _LOOKAHEAD
                if is_open_ended and self._more():  # a number may go on behind what was read
                    continue
                return self._checked(value, end)
            self.skip()
            raise BadJson(reason)

    def _may_be_incomplete(self, error: json.JSONDecodeError) -> bool:
        return _is_cut(error, len(self._text)) and len(self._text) - self._at < LONGEST

    def _checked(self, value: Any, end: int) -> Any:
        start, self._at = self._at, end
        if not self._text.isascii() and _NOT_UTF8.search(self._text, start, end):
            raise BadJson("is not UTF-8")
        return value

    def skip(self) -> None:
        """Pass over the next value by its brackets alone. Raises Truncated."""
        depth = 0
        for token in self._tokens():
            if token in "[{":
                depth += 1
            elif token in "]}" and depth:
                depth -= 1
                if not depth:
                    return
            elif token in "]}," and not depth:
                self._at -= 1
                return

    def _tokens(self) -> Iterator[str]:
        """Brackets, commas and strings from here on, each taken. Raises Truncated at the end."""
        while True:
            found = _TOKEN.search(self._text, self._at)
            if found is not None and found[0] != '"':
                self._at = found.end()
                yield found[0] if len(found[0]) == 1 else "string"
                continue
            self._at = len(self._text) if found is None else found.start()
            if not self._more():
                raise Truncated
