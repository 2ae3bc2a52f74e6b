"""What a run of the printer asks of the database: what waits, to take one of it, to say what became of it.

Each print is taken in a commit of its own before it is sent: of several runs at once one gets it, the others go on.
A run that is killed in between leaves it taken ("printing"): whether it came out only a person can see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, select, update

from sales_tui.actions.base import Context
from sales_tui.rules.print_records import PRINTED, PRINTING, WAITING
from sales_tui.store.engine import reading, writing
from sales_tui.store.prints import PRINT, find_prints
from sales_tui.store.show import Record, show_document

LONGEST = timedelta(minutes=2)
"""What was taken longer ago than this isn't on its way to a printer any more: the run that took it was stopped."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A document in the queue."""

    id: int
    kind: str
    document_id: int
    order_id: int
    increment_id: str
    """The document's number."""
    queued_at: datetime
    who: str
    state: str
    ended_at: datetime | None
    """When a run took it."""
    outcome: str
    """Why it couldn't be printed so far."""


_COLUMNS = [PRINT.c[name] for name in Queued.__slots__]


def queued(engine: Engine, kind: str = "", state: str = WAITING) -> list[Queued]:
    """What is in that state, oldest first; of that kind only, if one is named. Raises DatabaseUnusable."""
    query = select(*_COLUMNS).where(PRINT.c.state == state).order_by(PRINT.c.id)
    if kind:
        query = query.where(PRINT.c.kind == kind)
    with reading(engine) as connection:
        return [Queued(*row) for row in connection.execute(query)]


def find(engine: Engine, numbers: Sequence[str]) -> dict[str, Queued]:
    """Given number -> print, for those that exist, whatever became of them. Raises DatabaseUnusable."""
    with reading(engine) as connection:
        keys = {number: key for number, (_, key) in find_prints(connection, numbers).items()}
        query = select(*_COLUMNS).where(PRINT.c.id.in_(set(keys.values())))
        found = {row.id: Queued(*row) for row in connection.execute(query)}
    return {number: found[key] for number, key in keys.items()}


def left_behind(taken: Sequence[Queued], now: datetime) -> list[Queued]:
    """Of what was taken, that of a run which was stopped before it could say what became of it."""
    return [one for one in taken if one.ended_at is None or one.ended_at < now - LONGEST]


def take(engine: Engine, one: Queued, now: datetime, by: str) -> bool:
    """Take it, as it was read; whether nobody else was faster. Raises DatabaseUnusable."""
    values = {"state": PRINTING, "ended_at": now, "outcome": f"taken by {by}"}
    with writing(engine) as connection:
        statement = update(PRINT).where(PRINT.c.id == one.id, PRINT.c.state == one.state, _taken_at(one.ended_at))
        return connection.execute(statement.values(values)).rowcount == 1


def conclude(engine: Engine, one: Queued, taken_at: datetime, now: datetime, problem: str, where: str) -> bool:
    """Say of a print that was taken that it is on paper, or that it waits on, and why.

    Whether it was still this run's: somebody may have taken it again. Raises DatabaseUnusable.
    """
    if problem:
        values = {"state": WAITING, "ended_at": now, "outcome": problem}
    else:
        values = {"state": PRINTED, "ended_at": now, "outcome": where}
    with writing(engine) as connection:
        mine = update(PRINT).where(PRINT.c.id == one.id, PRINT.c.state == PRINTING, _taken_at(taken_at))
        return connection.execute(mine.values(values)).rowcount == 1


def _taken_at(moment: datetime | None) -> ColumnElement[bool]:
    return PRINT.c.ended_at.is_(None) if moment is None else PRINT.c.ended_at == moment


def read_document(engine: Engine, one: Queued, context: Context) -> tuple[Record, Record] | None:
    """The document and its order in REST shape, in one consistent reading; None where it isn't there any more.

    Raises DatabaseUnusable.
    """
    with reading(engine) as connection:
        return show_document(connection, one.kind, one.order_id, one.document_id, context)
