"""The rows that were read: the newest few thousand, by record, and which of them have to be read anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sales_tui.tui.grid.order import RecordOrder
from sales_tui.tui.grid.source import Row

BLOCK = 64
"""Rows are read in aligned blocks of so many, so that stepping through them reads once a block."""

AHEAD = 2
"""Blocks read ahead in the direction of the scrolling."""

GONE: Row = ("no longer there",)
"""Stands for a record that was deleted since its id was read."""


class RowCache:
    """An LRU of rows by record id. Belongs to the screen's thread."""

    def __init__(self, capacity: int = 4096) -> None:
        self._capacity = capacity
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._stale: dict[int, int] = {}
        self._clock = 0

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, record_id: int) -> Row | None:
        """The row to paint; None where it hasn't been read."""
        return self._rows.get(record_id)

    def begin(self) -> int:
        """The moment at which a read starts, to be handed to `store` with what it brought."""
        self._clock += 1
        return self._clock

    def store(self, asked: Iterable[int], rows: Mapping[int, Row], began: int) -> None:
        """Keep what a read brought. Rows that changed after it began stay marked as stale."""
        for record_id in asked:
            self._rows[record_id] = rows.get(record_id, GONE)
            self._rows.move_to_end(record_id)
            if self._stale.get(record_id, began) <= began:
                self._stale.pop(record_id, None)
        while len(self._rows) > self._capacity:
            dropped, _ = self._rows.popitem(last=False)
            self._stale.pop(dropped, None)

    def outdate(self, changed: Collection[int], visible: Collection[int]) -> bool:
        """Forget these rows; the visible ones are painted until they are read anew. True if there are such."""
        self._clock += 1
        on_screen = set(changed).intersection(visible) if changed else set()
        self._stale |= dict.fromkeys(on_screen, self._clock)
        for record_id in set(changed).intersection(self._rows) - on_screen:
            del self._rows[record_id]
        return bool(on_screen)

    def outdate_all(self, visible: Collection[int]) -> bool:
        """Forget every row; the visible ones are painted until they are read anew. True if there are such."""
        return self.outdate({*self._rows, *visible}, visible)

    def missing(self, ids: Sequence[int]) -> list[int]:
        """Those of these rows that have to be read. The others count as used now."""
        wanted = []
        for record_id in ids:
            if record_id not in self._rows or record_id in self._stale:
                wanted.append(record_id)
            else:
                self._rows.move_to_end(record_id)
        return wanted


def rows_to_read(order: RecordOrder, cache: RowCache, first: int, last: int, forward: bool) -> list[int]:
    """The ids of the next read, for a screen that shows the rows `first` up to and without `last`; empty if none.

    What is visible comes first, with the blocks ahead; when nothing of that is missing, both ends of the table, so
    that a jump there finds its rows.
    """
    start, stop = first // BLOCK, -(-last // BLOCK)
    start, stop = (start, stop + AHEAD) if forward else (start - AHEAD, stop)
    window = cache.missing(order.ids(start * BLOCK, stop * BLOCK))
    if window:
        return window
    height = last - first
    return cache.missing(order.ids(0, height)) or cache.missing(order.ids(len(order) - height, len(order)))
