"""The grid's rows: a workspace's grid query, with the stored values as texts for people."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from rich.text import Text

from sales_tui.core.text import literal
from sales_tui.store.grid import Grid, GridQuery, Values
from sales_tui.tui.grid.source import Cell, Row
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


class WorkspaceRows:
    """Where a grid's rows come from. Called from worker threads only."""

    def __init__(
        self,
        grid: Grid,
        query: GridQuery,
        shop: Callable[[], Shop],
        clock: Callable[[], datetime],
        colours: Mapping[str, str],
    ) -> None:
        self._grid = grid
        self._query = query
        self._shop = shop
        self._clock = clock
        self._colours = colours

    def head(self, limit: int) -> Sequence[tuple[int, Row]]:
        """The first rows in sort order."""
        dress = self._dresser()
        return [(key, dress(values)) for key, values in self._grid.head(self._query, limit)]

    def order(self) -> array[int]:
        """All keys in sort order."""
        return self._grid.order(self._query)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """The rows of these records."""
        dress = self._dresser()
        return {key: dress(values) for key, values in self._grid.rows(self._query, ids).items()}

    def _dresser(self) -> Callable[[Values], Row]:
        shop, now = self._shop(), self._clock()

        def dress(values: Values) -> Row:
            *cells, currency, base = values
            pairs = zip(self._query.columns, cells, strict=True)
            texts = ((c, v, for_people(c, v, currency, base, shop.zone, now)) for c, v in pairs)
            return tuple(self._cell(column, value, literal(_shortened(column, text))) for column, value, text in texts)

        return dress

    def _cell(self, column: Column, value: object, text: str) -> Cell:
        colour = self._colours.get(TONES.get(str(value), "")) if column.words else None
        return Text.assemble((text, colour)) if colour else text


def _shortened(column: Column, text: str) -> str:
    """Of website, store and view only the last: it tells purchase points apart."""
    return text.rpartition("/")[2] if column.show is Show.STORE else text
