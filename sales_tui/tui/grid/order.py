"""The ids of all records in sort order: which record is in which row."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

NEAR = 4096
"""How far around its last known row a record is looked for before the whole order is searched."""

FEW = 16
"""So many records are searched one by one; for more, one walk over all rows is faster."""

CHUNK = 1 << 16
"""Ids copied at once: in a thread, the screen gets its turn after so many."""


class RecordOrder:
    """Row numbers (from 0) to record ids and back; four bytes a record, eight where an id needs more.

    An array is taken over, not copied, where it is one of four bytes already: whoever made it must leave it alone.
    """

    __slots__ = ("_ids",)

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._ids = _narrow(ids if isinstance(ids, array) else array("q", ids))

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def known(self) -> range:
        """The rows of which the records are known."""
        return range(len(self._ids))

    def id_at(self, row: int) -> int | None:
        """The record in this row, or None outside the table."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def ids(self, first: int, last: int) -> array[int]:
        """The records of the rows `first` up to and without `last`, as far as they exist."""
        return self._ids[max(0, first) : max(0, last)]

    def between(self, record_id: int, other_id: int) -> array[int]:
        """The records from one to the other, both included, whichever comes first; none where one isn't there."""
        rows = sorted(row for one in (record_id, other_id) if (row := self.index_of(one)) is not None)
        return self.ids(rows[0], rows[1] + 1) if len(rows) == 2 else self.ids(0, 0)

    def index_of(self, record_id: int, near: int = 0) -> int | None:
        """The row of this record, looked for around `near` first; a millisecond where it isn't in a million."""
        first = max(0, near - NEAR)
        row = self._find(record_id, first, near + NEAR)
        return self._find(record_id, 0, len(self._ids)) if row is None else row

    def _find(self, record_id: int, first: int, last: int) -> int | None:
        """As `array.index`, which makes an object of every entry on its way: this is ten times as fast."""
        size = self._ids.itemsize
        try:
            pattern = re.compile(re.escape(array(self._ids.typecode, (record_id,)).tobytes()), re.DOTALL)
        except OverflowError:
            return None
        with memoryview(self._ids) as entries, entries.cast("B") as raw:
            found = pattern.search(raw, first * size, last * size)
            while found is not None and found.start() % size:
                found = pattern.search(raw, found.start() + 1, last * size)
            return None if found is None else found.start() // size

    def locate(self, wanted: Iterable[int], near: int) -> dict[int, int]:
        """The rows of those of these records that exist. For worker threads: may walk over the whole order once."""
        first = max(0, near - NEAR)
        missing = set(wanted)
        found = {record: first + at for at, record in enumerate(self.ids(first, near + NEAR)) if record in missing}
        missing -= found.keys()
        if len(missing) > FEW:
            return found | {record: at for at, record in enumerate(self._ids) if record in missing}
        return found | {record: at for record in missing if (at := self.index_of(record)) is not None}

    def insert(self, row: int, record_id: int) -> None:
        """Put a record in before `row`."""
        try:
            self._ids.insert(row, record_id)
        except OverflowError:
            self._ids = array("q", self._ids)
            self._ids.insert(row, record_id)

    def remove(self, row: int) -> None:
        """Take the record in this row out."""
        self._ids.pop(row)


class PartialOrder(RecordOrder):
    """Records that stand together in their true rows, before those above and below are known. Never changed."""

    __slots__ = ("_first", "_total")

    def __init__(self, ids: Iterable[int], first: int, total: int) -> None:
        super().__init__(ids)
        self._first = first
        self._total = total

    def __len__(self) -> int:
        return self._total

    @property
    def known(self) -> range:
        """The rows of which the records are known."""
        return range(self._first, self._first + len(self._ids))

    def id_at(self, row: int) -> int | None:
        """The record in this row, or None where it isn't known."""
        return super().id_at(row - self._first)

    def ids(self, first: int, last: int) -> array[int]:
        """The records of the rows `first` up to and without `last`, as far as they are known."""
        return super().ids(first - self._first, last - self._first)

    def index_of(self, record_id: int, near: int = 0) -> int | None:
        """The row of this record, where it is known."""
        at = super().index_of(record_id)
        return None if at is None else self._first + at


def _narrow(ids: array[int]) -> array[int]:
    """The same ids in four bytes each, where they fit."""
    if ids.typecode == "I":
        return ids
    narrow = array("I")
    try:
        for start in range(0, len(ids), CHUNK):
            narrow.extend(array("I", ids[start : start + CHUNK]))
    except OverflowError:
        return ids
    return narrow
