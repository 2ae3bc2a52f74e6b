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


class RowSource(Protocol):
    """Where the grid's rows come from. Called from worker threads only."""

    def head(self, limit: int) -> Sequence[tuple[int, Row]]:
        """The first rows in sort order, at once, each with its id; fewer than `limit` mean that there are no more."""
        ...

    def order(self) -> array[int]:
        """All record ids in sort order, as `array("q")`; may take some hundred milliseconds for a million."""
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
    """What it takes; of a flexible column the least that it takes."""
    align: Literal["left", "right"] = "left"
    sortable: bool = True
    flexible: bool = False
    """Takes a share of what width is left over."""
    priority: int = 0
    """Where it is too narrow for all, the columns with the highest number are dropped first."""


Sort: TypeAlias = tuple[str, bool]
"""The key of the column sorted by, and whether it is descending."""
