"""Finds the return that a parcel belongs to: by its own number, its order's, or a tracking number on the way back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, or_, select

from sales_tui import model
from sales_tui.core.text import storable
from sales_tui.rules.return_status import OVER
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from sales_tui.store.targets import full_number

_MOST = 20
"""Returns of one order or parcel that are offered."""


@dataclass(frozen=True, slots=True)
class FoundReturn:
    """A return that a number leads to."""

    key: int
    number: str
    order_number: str
    status: str

    @property
    def is_over(self) -> bool:
        """Whether no parcel is awaited any more."""
        return self.status in OVER


def find_returns(engine: Engine, text: str) -> list[FoundReturn]:
    """The returns that a number, typed or scanned, leads to: the one with that number, then those of the order with it,
    the newest first; where there are none, those with a parcel of that number.

    Raises DatabaseUnusable.
    """
    wanted = storable(text).strip()
    if not wanted:
        return []
    with reading(engine) as connection:
        found = [*_by_number(connection, wanted), *_by_order(connection, wanted)]
        return list(dict.fromkeys(found)) or _by_track(connection, wanted)


def _by_number(connection: Connection, wanted: str) -> list[FoundReturn]:
    rma = table_of(model.Rma)
    return _found(connection, rma.c.increment_id.in_((wanted, full_number(wanted))))


def _by_order(connection: Connection, wanted: str) -> list[FoundReturn]:
    order = table_of(model.Order)
    return _found(connection, order.c.increment_id.in_((wanted, full_number(wanted))))


def _by_track(connection: Connection, wanted: str) -> list[FoundReturn]:
    """Scanners and people write tracking numbers with and without blanks."""
    rma, track = table_of(model.Rma), table_of(model.RmaTrack)
    joined = "".join(wanted.split())
    same = or_(track.c.track_number == wanted, track.c.track_number == joined)
    return _found(connection, rma.c.id.in_(select(track.c.parent_id).where(same)))


def _found(connection: Connection, condition: ColumnElement[bool]) -> list[FoundReturn]:
    rma, order = table_of(model.Rma), table_of(model.Order)
    query = (
        select(rma.c.id, rma.c.increment_id, order.c.increment_id.label("order_number"), rma.c.status)
        .join(order, order.c.id == rma.c.order_id)
        .where(condition)
        .order_by(rma.c.id.desc())
        .limit(_MOST)
    )
    return [FoundReturn(row.id, row.increment_id, row.order_number, row.status) for row in connection.execute(query)]
