"""The ids of all records in sort order: which record is in which row."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

NEAR = 4096
"""How far around its last known row a record is looked for before the whole order is searched."""


class RecordOrder:
    """Row numbers (from 0) to record ids and back; eight bytes a record."""

    __slots__ = ("_ids",)

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._ids = ids if isinstance(ids, array) else array("q", ids)

    def __len__(self) -> int:
        return len(self._ids)

    def id_at(self, row: int) -> int | None:
        """The record in this row, or None outside the table."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def ids(self, first: int, last: int) -> Sequence[int]:
        """The records of the rows `first` up to and without `last`, as far as they exist."""
        return self._ids[max(0, first) : max(0, last)]

    def index_of(self, record_id: int, near: int = 0) -> int | None:
        """The row of this record, looked for around `near` first; some milliseconds where it isn't in a million."""
        spans = ((max(0, near - NEAR), max(0, near + NEAR)), (0, len(self._ids)))
        for start, stop in spans:
            try:
                return self._ids.index(record_id, start, stop)
            except ValueError:
                continue
        return None

    def locate(self, wanted: Iterable[int], near: int) -> dict[int, int]:
        """The rows of those of these records that exist. For worker threads: may walk over the whole order once."""
        first = max(0, near - NEAR)
        missing = set(wanted)
        found = {record: first + at for at, record in enumerate(self.ids(first, near + NEAR)) if record in missing}
        missing -= found.keys()
        if missing:
            found |= {record: at for at, record in enumerate(self._ids) if record in missing}
        return found

    def insert(self, row: int, record_id: int) -> None:
        """Put a record in before `row`."""
        self._ids.insert(row, record_id)

    def remove(self, row: int) -> None:
        """Take the record in this row out."""
        self._ids.pop(row)
