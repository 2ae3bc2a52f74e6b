"""Magento REST JSON: a reply, one record, an array, or JSON Lines, read as a stream of records with their places."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from sales_tui.core.refusal import Refusal
from sales_tui.exchange.files import Source
from sales_tui.exchange.forms import Form, detect, is_reply
from sales_tui.exchange.scanner import BadJson, Scanner, Truncated, parse
from sales_tui.store.importing.located import Located


def read_records(source: Source) -> Iterator[Located]:
    """The records of a file, in its order; what can't be read comes as a problem. Raises Unreadable."""
    form = detect(source)
    if form is Form.LINES:
        yield from _lines(source)
        return
    scanner = Scanner(source.head, source.stream.read)
    read = {Form.ARRAY: _array, Form.REPLY: _reply, Form.RECORD: _record}[form]
    yield from read(source.name, scanner)


def _lines(source: Source) -> Iterator[Located]:
    for number, line in _numbered(source):
        if not line.strip():
            continue
        try:
            record = parse(line.decode("utf-8"))
        except UnicodeDecodeError:
            yield Located(source.name, None, number, problem=Refusal("import.json", "is not UTF-8"))
        except BadJson as error:
            yield Located(source.name, None, number, problem=_line_problem(error, line))
        else:
            yield from _unfolded(source.name, record, number, None)


def _line_problem(error: BadJson, line: bytes) -> Refusal:
    if error.is_cut and not line.endswith(b"\n"):
        return Refusal("import.truncated", "the file ends in the middle of this record")
    return Refusal("import.json", str(error))


def _numbered(source: Source) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers."""
    *whole, last = source.head.split(b"\n")
    for number, line in enumerate(whole, 1):
        yield number, line + b"\n"
    yield len(whole) + 1, last + source.stream.readline()
    yield from enumerate(source.stream, len(whole) + 2)


def _unfolded(name: str, record: Any, line: int | None, index: int | None) -> Iterator[Located]:
    """The record, or those of a reply in its place."""
    if isinstance(record, dict) and is_reply(record):
        for place, one in enumerate(record["items"]):
            yield Located(name, one, line, place if index is None else index)
    elif isinstance(record, list) and index is None:
        for place, one in enumerate(record):
            yield Located(name, one, line, place)
    else:
        yield Located(name, record, line, index)


def _array(name: str, scanner: Scanner) -> Iterator[Located]:
    scanner.accept("[")
    count = yield from _elements(name, scanner)
    if count is not None:
        yield from _goes_on(name, scanner, count, "list")


def _goes_on(name: str, scanner: Scanner, count: int, what: str) -> Iterator[Located]:
    """A problem where anything but white space follows the end of what was read, which had `count` records."""
    if scanner.peek():
        reason = (
            f"the file goes on after the end of the {what}: what follows was not read; import it as a file of its own"
        )
        yield Located(name, index=count, problem=Refusal("import.json", reason))


def _elements(name: str, scanner: Scanner) -> Generator[Located, None, int | None]:
    """The elements of an array whose opening bracket was taken, up to its end or the file's.

    Gives how many there were; None where its end was not found, which is told already.
    """
    index = -1
    while not scanner.accept("]"):
        index += 1
        try:
            yield from _unfolded(name, scanner.take(), None, index)
        except BadJson as error:
            yield Located(name, index=index, problem=Refusal("import.json", str(error)))
        except Truncated:
            reason = f"the file ends in the middle of record {index + 1}"
            yield Located(name, index=index, problem=Refusal("import.truncated", reason))
            return None
        if not scanner.accept(",") and scanner.peek() != "]":
            after = scanner.peek()
            reason = f"the file ends after record {index + 1}, before its closing bracket"
            if after:
                reason = f"is not valid JSON: {after!r} stands where a comma belongs; nothing behind it was read"
            yield Located(
                name, index=index + 1, problem=Refusal("import.json" if after else "import.truncated", reason)
            )
            return None
    return index + 1


def _reply(name: str, scanner: Scanner) -> Iterator[Located]:
    """The records of a reply; what stands beside `items` is passed over."""
    count = 0
    try:
        scanner.accept("{")
        while scanner.peek() == '"':
            key = scanner.take()
            scanner.accept(":")
            if key == "items" and scanner.accept("["):
                found = yield from _elements(name, scanner)
                if found is None:
                    return
                count += found
            else:
                scanner.skip()
            scanner.accept(",")
        if not scanner.accept("}") and not scanner.peek():
            raise Truncated
    except (Truncated, BadJson):
        yield Located(name, problem=Refusal("import.truncated", "the file ends in the middle of the reply"))
        return
    yield from _goes_on(name, scanner, count, "reply")


def _record(name: str, scanner: Scanner) -> Iterator[Located]:
    """One record, over as many lines as it likes."""
    try:
        yield from _unfolded(name, scanner.take(), None, 0)
    except BadJson as error:
        yield Located(name, index=0, problem=Refusal("import.json", str(error)))
    except Truncated:
        yield Located(name, index=0, problem=Refusal("import.truncated", "the file ends in the middle of record 1"))
        return
    yield from _goes_on(name, scanner, 1, "record")
