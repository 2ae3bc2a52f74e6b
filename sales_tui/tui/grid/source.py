"""What the grid is given: where its rows come from, and what its columns are."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from rich.text import Text

Cell: TypeAlias = str | Text
"""One cell, already formatted. A `str` is literal text, never markup."""

Row: TypeAlias = tuple[Cell, ...]
"""The cells of a record, in the order of the columns."""


class NotSoon(Exception):
    """What was asked for would take longer than anybody waits for it."""


@dataclass(frozen=True, slots=True)
class Around:
    """Records that stand together, one that was asked for among them."""

    first: int
    """The row, from 0, that the first of them is in."""
    total: int
    """How many records there are in all."""
    ids: Sequence[int]
    rows: Mapping[int, Row]
    """Rows of the nearest, a screen full at least; those of records that were deleted meanwhile are missing."""


class RowSource(Protocol):
    """Where the grid's rows come from. Called from worker threads only."""

    def head(self, limit: int) -> Sequence[tuple[int, Row]]:
        """The first rows in sort order, at once, each with its id; fewer than `limit` mean that there are no more."""
        ...

    def around(self, record_id: int, before: int, after: int) -> Around | None:
        """The record with as many before and after it, within a moment; None where it isn't among the records.

        Raises NotSoon where its place can't be told so quickly.
        """
        ...

    def order(self) -> array[int]:
        """All record ids in sort order; may take some hundred milliseconds for a million.

        As `array("q")`, or `array("I")` where all ids fit into four bytes; the grid keeps such a one and changes it.
        """
        ...

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """The rows of these records, in any order; ids that no longer exist are missing."""
        ...


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: widths are in terminal cells."""

    key: str
    label: str
    width: int
    """What it takes; of a flexible column that isn't fixed the least that it takes."""
    align: Literal["left", "right"] = "left"
    sortable: bool = True
    flexible: bool = False
    """Takes a share of what width is left over."""
    priority: int = 0
    """Where it is too narrow for all, the columns with the highest number are dropped first."""
    fixed: bool = False
    """Its width was chosen: it stays so, even if flexible."""

    @property
    def stretches(self) -> bool:
        """Whether it takes a share of what width is left over."""
        return self.flexible and not self.fixed


SortKeys: TypeAlias = tuple[tuple[str, bool], ...]
"""The keys of the columns sorted by, the most important first, each with whether it is descending."""
