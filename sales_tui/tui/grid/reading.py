"""What runs in the reading threads: the source is asked, the answers go to the grid as messages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sales_tui.tui.grid.cache import RowCache
from sales_tui.tui.grid.messages import HeadRead, OrderRead, ReadFailed, RowsRead, ThreadMessage, WindowRead
from sales_tui.tui.grid.order import RecordOrder
from sales_tui.tui.grid.source import NotSoon, RowSource

Tell = Callable[[ThreadMessage], object]
IsCurrent = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class View:
    """What was on the screen when a reload began, so that it can be found again in the new order."""

    first: int
    """The row in the first line."""
    ids: Sequence[int]
    """The records on the screen and a few below."""
    cursor: int | None
    """The record that the cursor stays on, if it can."""
    near: int
    """The row it is in now."""
    pinned: Collection[int]
    """Records on the screen that stay in their place even if they no longer belong there."""


def read_all(
    source: RowSource, limit: int, cursor: int | None, generation: int, tell: Tell, is_current: IsCurrent
) -> None:
    """Answer a new question: at once its first rows, or those around the cursor's record, then the order of all."""
    if not is_current(generation):
        return  # it waited for a thread, and another question came meanwhile
    try:
        begin = _begin(source, limit, cursor, generation)
        tell(begin)
    except Exception as error:
        tell(ReadFailed(generation, error, "head"))
        return
    if (isinstance(begin, HeadRead) and begin.order is not None) or not is_current(generation):
        return
    try:
        order = RecordOrder(source.order())
        tell(OrderRead(generation, order, _located(order, begin, cursor)))
    except Exception as error:
        tell(ReadFailed(generation, error, "order"))


def _begin(source: RowSource, limit: int, cursor: int | None, generation: int) -> HeadRead | WindowRead:
    """What can be shown before the order of all is known."""
    missing = None
    if cursor is not None:
        try:
            around = source.around(cursor, limit, limit)
        except NotSoon:
            around = None
        else:
            missing = cursor if around is None else None
        if around is not None:
            return WindowRead(generation, cursor, around)
    head = source.head(limit)
    ids = [record_id for record_id, _ in head]
    if len(ids) < limit:
        return HeadRead(generation, head, RecordOrder(ids))
    return HeadRead(generation, head, None, missing=missing)


def _located(order: RecordOrder, begin: HeadRead | WindowRead, cursor: int | None) -> dict[int, int]:
    """Where the cursor's record is among all, and what was shown around it, in case that it is gone."""
    if isinstance(begin, WindowRead):
        return order.locate(begin.around.ids, begin.around.first)
    return {} if cursor is None else order.locate([cursor], 0)


def read_again(source: RowSource, view: View, generation: int, tell: Tell) -> None:
    """Ask the same question again: the new order comes together with the rows to be seen of it."""
    try:
        order = RecordOrder(source.order())
        wanted = {*view.ids, *(() if view.cursor is None else (view.cursor,))}
        located = order.locate(wanted, view.near)
        ghosts = _pin(order, located, view)
        tell(OrderRead(generation, order, located, source.rows(_seen(order, located, view)), ghosts))
    except Exception as error:
        tell(ReadFailed(generation, error, "order"))


def read_rows(
    source: RowSource, cache: RowCache, began: int, asked: Sequence[int], generation: int, tell: Tell
) -> None:
    """Read a window of rows."""
    try:
        tell(RowsRead(generation, cache, began, asked, source.rows(asked)))
    except Exception as error:
        tell(RowsRead(generation, cache, began, asked, None))
        tell(ReadFailed(generation, error, "rows"))


def _pin(order: RecordOrder, located: dict[int, int], view: View) -> list[int]:
    """Put the pinned records that dropped out of the order back before the record that followed them."""
    ghosts = []
    for place in range(len(view.ids) - 1, -1, -1):
        record_id = view.ids[place]
        if record_id not in view.pinned or record_id in located:
            continue
        following = [located[other] for other in view.ids[place + 1 :] if other in located]
        preceding = [located[other] + 1 for other in view.ids[:place] if other in located]
        row = following[0] if following else preceding[-1] if preceding else min(view.near, len(order))
        order.insert(row, record_id)
        for other, at in located.items():
            located[other] = at + 1 if at >= row else at
        located[record_id] = row
        ghosts.append(record_id)
    return ghosts


def _seen(order: RecordOrder, located: dict[int, int], view: View) -> Sequence[int]:
    """The records that will be on the screen: around the cursor, and where the old ones went."""
    height = len(view.ids)
    starts = {located[record_id] for record_id in (view.cursor,) if record_id in located}
    firsts = [located[record_id] for record_id in view.ids if record_id in located]
    starts.add(firsts[0] if firsts else min(view.near, max(0, len(order) - height)))
    return list(
        dict.fromkeys(record for start in sorted(starts) for record in order.ids(start - height, start + height))
    )
