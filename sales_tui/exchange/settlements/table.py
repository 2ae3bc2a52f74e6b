"""A settlement file as rows of texts under their headings: comma, semicolon or tab, read as a stream."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sales_tui.exchange.files import Source, Unreadable
from sales_tui.exchange.settlements.formats import SettlementFormat

DELIMITERS = (",", ";", "\t")

LONGEST = 1 << 20
"""Characters of a line that are read at once, so that a file without line breaks takes no more memory."""

SHOWN = 12
"""Headings that a message lists at most."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A row: its texts by what they are of, with the headings they stand under."""

    line: int
    """Where it begins in the file, from 1."""
    texts: Mapping[str, tuple[str, ...]]
    """Name of formats.COLUMNS -> what its columns have, blanks around it taken away."""
    problem: str = ""
    """Why it can't be used, as the rest of a sentence."""

    def one(self, name: str) -> str:
        """What the column has; empty: nothing, or there is no such column."""
        texts = self.texts.get(name, ())
        return texts[0] if texts else ""


class Table:
    """The rows of a file. Raises Unreadable at once where the file lacks columns of the format."""

    def __init__(self, source: Source, format: SettlementFormat) -> None:
        self.name = source.name
        self._hashed = _Hashed(source)
        self._text = io.TextIOWrapper(io.BufferedReader(self._hashed), encoding="utf-8", errors="replace", newline="")
        self._format = format
        self._begun = 0
        heading = self._first_line()
        self.delimiter = max(DELIMITERS, key=lambda mark: self._fit(_fields(heading, mark)))
        self._headings = _fields(heading, self.delimiter)
        self.places: dict[str, tuple[int, ...]] = self._find()

    @property
    def digest(self) -> str:
        """Fingerprint of the bytes, once all rows were read."""
        return self._hashed.digest

    def heading(self, name: str) -> str:
        """The heading of a column, as the file writes it."""
        return self._headings[self.places[name][0]].strip()

    def has(self, name: str) -> bool:
        """Whether the file has that column."""
        return bool(self.places.get(name))

    def rows(self) -> Iterator[Cells]:
        """All rows but empty ones; to be gone through once."""
        reader = csv.reader(iter(lambda: self._text.readline(LONGEST), ""), delimiter=self.delimiter)
        while True:
            line = self._begun + reader.line_num + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Cells(line, {}, f"can't be read as columns: {error}")
                continue
            if any(field.strip() for field in fields):
                yield self._cells(line, fields)

    def sample(self, name: str, most: int, source: Source) -> list[str]:
        """What the first rows of the file have in a column."""
        lines = source.head.decode("utf-8", "replace").splitlines(keepends=True)[self._begun : self._begun + most]
        found = []
        try:
            for fields in csv.reader(lines, delimiter=self.delimiter):
                found += [fields[place] for place in self.places.get(name, ()) if place < len(fields)]
        except csv.Error:
            pass  # whoever reads the rows hears of it
        return found

    def _cells(self, line: int, fields: list[str]) -> Cells:
        wanted = len(self._headings)
        if len(fields) < wanted or any(field.strip() for field in fields[wanted:]):
            return Cells(line, {}, f"has {len(fields)} columns where the heading has {wanted}")
        texts = {
            name: tuple(text for place in places if (text := fields[place].strip()))
            for name, places in self.places.items()
        }
        return Cells(line, texts)

    def _first_line(self) -> str:
        while line := self._text.readline(LONGEST):
            self._begun += 1
            if line.strip():
                return line
        raise Unreadable(f"{self.name} is empty.")

    def _fit(self, fields: list[str]) -> tuple[int, int]:
        """How many columns of the format these headings have, and how many they are."""
        known = {_plain(field) for field in fields}
        headings = [heading for several in self._format.columns.values() for heading in several]
        return sum(_plain(heading) in known for heading in headings), len(fields)

    def _find(self) -> dict[str, tuple[int, ...]]:
        places: dict[str, int] = {}
        for place, heading in enumerate(self._headings):
            places.setdefault(_plain(heading), place)
        found: dict[str, tuple[int, ...]] = {}
        for name, headings in self._format.columns.items():
            there = tuple(places[key] for heading in headings if (key := _plain(heading)) in places)
            if not there and name not in self._format.optional:
                raise Unreadable(self._lacks(headings))
            found[name] = there if name.endswith("txn_id") else there[:1]
        return found

    def _lacks(self, headings: tuple[str, ...]) -> str:
        wanted = " or ".join(f"'{heading}'" for heading in headings)
        listed = ", ".join(heading.strip()[:40] for heading in self._headings[:SHOWN])
        more = ", …" if len(self._headings) > SHOWN else ""
        sentence = f"{self.name} has no column {wanted}; it has: {listed}{more}."
        return f"{sentence} {self._format.hint}".strip()


class _Hashed(io.RawIOBase):
    """The bytes of a file from its beginning; `digest` is that of what was read."""

    def __init__(self, source: Source) -> None:
        self._head = io.BytesIO(source.head)
        self._stream = source.stream
        self._hash = hashlib.blake2b(digest_size=20)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        part = self._head.read(len(view)) or self._stream.read(len(view))
        self._hash.update(part)
        view[: len(part)] = part
        return len(part)


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
