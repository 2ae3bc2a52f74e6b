"""What the grid tells the screen around it, and what the reading threads tell the grid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from textual.dom import DOMNode
from textual.message import Message

from sales_tui.tui.grid.source import Around, Row

if TYPE_CHECKING:
    from sales_tui.tui.grid.cache import RowCache
    from sales_tui.tui.grid.order import RecordOrder


Part = Literal["head", "order", "rows"]


class GridMessage(Message, namespace="record_grid"):
    """Told by a grid: `control` is that grid."""

    @property
    def control(self) -> DOMNode | None:
        """The grid."""
        return self._sender if isinstance(self._sender, DOMNode) else None


@dataclass
class CursorMoved(GridMessage, namespace="record_grid"):
    """The cursor is on another record, or in another row; `None` and row 0 in an empty grid."""

    record_id: int | None
    position: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Of several that wait, the newest will do."""
        return isinstance(message, CursorMoved) and message._sender is self._sender


@dataclass
class Opened(GridMessage, namespace="record_grid"):
    """Enter, a double click, or a click on the cursor's row."""

    record_id: int


@dataclass
class NothingOpened(GridMessage, namespace="record_grid"):
    """Enter where there are no records."""


@dataclass
class SortAsked(GridMessage, namespace="record_grid"):
    """A click on a sortable column's label."""

    key: str


@dataclass
class Loaded(GridMessage, namespace="record_grid"):
    """The number of rows is known, or is another than it was."""

    total: int


@dataclass
class Failed(GridMessage, namespace="record_grid"):
    """The source raised; the sentence says what."""

    sentence: str


@dataclass
class ThreadMessage(Message, bubble=False):
    """From a reading thread to the grid that started it."""

    generation: int


@dataclass
class HeadRead(ThreadMessage, bubble=False):
    """The first rows of a new question."""

    rows: Sequence[tuple[int, Row]]
    order: RecordOrder | None
    """All of them, where these are all."""
    missing: int | None = None
    """The record that the cursor was to go to, where it isn't among the answers."""


@dataclass
class WindowRead(ThreadMessage, bubble=False):
    """Of a new question the rows around the record that the cursor is to go to."""

    cursor: int
    around: Around


@dataclass
class OrderRead(ThreadMessage, bubble=False):
    """All ids, with the rows of those that were asked for and exist."""

    order: RecordOrder
    located: Mapping[int, int] = field(default_factory=dict)
    rows: Mapping[int, Row] | None = None
    """What is to be seen of them; None where the rows already read are still true."""
    ghosts: Collection[int] = ()
    """Records that are in the order only because they were to keep their place."""


@dataclass
class RowsRead(ThreadMessage, bubble=False):
    """A window of rows, for the cache that asked."""

    cache: RowCache
    began: int
    asked: Sequence[int]
    rows: Mapping[int, Row] | None
    """None where the read failed."""


@dataclass
class ReadFailed(ThreadMessage, bubble=False):
    """The first rows, the order, or a window of rows couldn't be read."""

    error: Exception
    part: Part
