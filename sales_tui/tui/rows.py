"""The grid's rows: a workspace's grid query, with the stored values as texts for people."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Lock

from rich.text import Text

from sales_tui.core.text import literal
from sales_tui.store.grid import Grid, GridQuery, Sums, Values
from sales_tui.store.reader import OutOfTime
from sales_tui.tui.grid.source import Around, Cell, NotSoon, Row
from sales_tui.tui.shop import Shop
from sales_tui.workspaces.base import Column, Show
from sales_tui.workspaces.format import for_people

TONES = {
    "holded": "warning",
    "fraud": "warning",
    "payment_review": "warning",
    "pending_payment": "warning",
    "open": "warning",
    "complete": "success",
    "paid": "success",
    "refunded": "success",
    "canceled": "text-muted",
    "closed": "text-muted",
}
"""Status code -> theme colour; a help beside the word, never instead of it."""

SOON = 3
"""Of the neighbours of a record one in so many is read with it: those that a screen shows."""


class WorkspaceRows:
    """Where a grid's rows come from. Called from worker threads only.

    `quick` answers what the screen waits for, `heavy` what may take a while: neither waits for the other.
    """

    def __init__(
        self,
        ask: Callable[[], GridQuery],
        quick: Grid,
        heavy: Grid,
        shop: Callable[[], Shop],
        clock: Callable[[], datetime],
        colours: Mapping[str, str],
    ) -> None:
        self._ask = ask
        self._quick = quick
        self._heavy = heavy
        self._shop = shop
        self._clock = clock
        self._colours = colours
        self._asked: GridQuery | None = None
        self._lock = Lock()
        self.newest = 0
        """The highest key among the records, once all are known."""

    @property
    def query(self) -> GridQuery:
        """The question for the database, read when it is first asked. Raises FilterError, DatabaseUnusable."""
        with self._lock:
            if self._asked is None:
                self._asked = self._ask()
            return self._asked

    def head(self, limit: int) -> Sequence[tuple[int, Row]]:
        """The first rows in sort order."""
        found = self._quick.head(self.query, limit)
        if len(found) < limit:
            self.newest = max((key for key, _ in found), default=0)
        dress = self._dresser()
        return [(key, dress(values)) for key, values in found]

    def around(self, record_id: int, before: int, after: int) -> Around | None:
        """The record with its neighbours in sort order. Raises NotSoon where that would have to be waited for."""
        try:
            place = self._quick.place(self.query, record_id, before, after)
        except OutOfTime:
            raise NotSoon from None
        if place is None:
            return None
        at = place.keys.index(record_id)
        soon = place.keys[max(0, at - before // SOON) : at + after // SOON + 1]
        return Around(place.row - at, place.total, place.keys, self.rows(soon))

    def order(self) -> array[int]:
        """All keys in sort order."""
        keys = self._heavy.order(self.query)
        self.newest = max(keys, default=0)
        return keys

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """The rows of these records."""
        dress = self._dresser()
        return {key: dress(values) for key, values in self._quick.rows(self.query, ids).items()}

    def sums(self) -> list[Sums]:
        """What the records come to. Raises Interrupted where the question was given up meanwhile."""
        return self._heavy.sums(self.query)

    def count_newer(self) -> int:
        """How many records of the set came in since it was read."""
        return self._quick.count(self.query, above=self.newest)

    def give_up(self) -> None:
        """Nobody waits for the long answers any more."""
        self._heavy.reader.interrupt()

    def _dresser(self) -> Callable[[Values], Row]:
        shop, now, columns = self._shop(), self._clock(), self.query.columns

        def dress(values: Values) -> Row:
            *cells, currency, base = values
            pairs = zip(columns, cells, strict=True)
            texts = ((c, v, for_people(c, v, currency, base, shop.zone, now)) for c, v in pairs)
            return tuple(self._cell(column, value, literal(_shortened(column, text))) for column, value, text in texts)

        return dress

    def _cell(self, column: Column, value: object, text: str) -> Cell:
        colour = self._colours.get(TONES.get(str(value), "")) if column.words else None
        return Text.assemble((text, colour)) if colour else text


def _shortened(column: Column, text: str) -> str:
    """Of website, store and view only the last: it tells purchase points apart."""
    return text.rpartition("/")[2] if column.show is Show.STORE else text
