"""What money each record of a plan moves: a hundred thousand of them cost a few bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sales_tui.actions.base import Moved

Way = tuple[str, str]
"""How money comes or goes, and its currency."""


class JobMoney:
    """Amounts × 10⁴ by place in the plan."""

    def __init__(self, count: int) -> None:
        self._starts = array("q", bytes(8 * count))
        self._counts = bytearray(count)
        self._amounts = array("q")
        self._ways = array("H")
        self._known: list[Way] = []

    def put(self, position: int, moved: Sequence[Moved | None]) -> None:
        """The record at that place moves these: one for each step at most."""
        self._starts[position] = len(self._amounts)
        for one in moved:
            if one is not None and one.amount:
                self._counts[position] += 1
                self._amounts.append(int(one.amount.scaleb(4)))
                self._ways.append(self._number((one.how, one.currency)))

    def of(self, position: int) -> Iterator[tuple[Way, int]]:
        """What the record at that place moves."""
        start = self._starts[position]
        for at in range(start, start + self._counts[position]):
            yield self._known[self._ways[at]], self._amounts[at]

    def _number(self, way: Way) -> int:
        if way not in self._known:
            self._known.append(way)
        return self._known.index(way)
