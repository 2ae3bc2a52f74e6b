"""Taking back what was done: which entries of the journal can be, by what, and whether all is still as they left it.

It all comes from the journal, so it works after a restart and for what other people did. What takes an entry back is
an entry of its own that names it in `undoes`; a unique index sees to it that each is taken back once. Who takes back
what took something back does it again, and that again can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, or_, select

from sales_tui import model
from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Root
from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refusal
from sales_tui.rules.payment_records import Account, Agreement
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order
from sales_tui.store.driver import among
from sales_tui.store.engine import reading
from sales_tui.store.jobs import RECORDS
from sales_tui.store.mapping import ACCOUNT, AGREEMENT, ORDER, QUOTE, Mapping, table_of
from sales_tui.store.requests import Request, as_json
from sales_tui.store.targets import WORDS, full_number, records_of

_JOURNAL = table_of(model.Journal)

_MAPPINGS: dict[type[Root], Mapping[Any]] = {Order: ORDER, Agreement: AGREEMENT, Account: ACCOUNT, Quote: QUOTE}

HIGHEST = 2**63 - 1
"""No key is above this."""

PAGE = 200
"""Entries, and records, that are looked through at a time."""


# --- for screens and the command line


def last_deeds(engine: Engine, who: str) -> list[Deed]:
    """What that person did last and nobody has taken back: one deed, or all of the same job, the newest first.

    What took something back is passed over, so that asking again goes on to what was done before. Raises
    DatabaseUnusable.
    """
    with reading(engine) as connection:
        last = next(_standing(connection, _JOURNAL.c.who == who), None)
        if last is None:
            return []
        if last.job_id is None:
            return [_deed(connection, last)]
        return _deeds_of_jobs(connection, [last.job_id])


def deeds_of_jobs(engine: Engine, ids: Collection[int]) -> list[Deed]:
    """What those jobs did and nobody has taken back, the newest first. Raises DatabaseUnusable."""
    with reading(engine) as connection:
        return _deeds_of_jobs(connection, ids)


def deeds_of_outcomes(engine: Engine, ids: Collection[int]) -> list[Deed]:
    """The same, of those records of jobs alone."""
    columns = (RECORDS.c.job_id, RECORDS.c.target)
    with reading(engine) as connection:
        rows = connection.execute(select(*columns).where(among(connection, RECORDS.c.id, ids)))
        # Jobs keep a number as it was typed, the journal has the whole one.
        chosen = {(row.job_id, number) for row in rows for number in (row.target, full_number(row.target))}
        jobs, targets = {job_id for job_id, _ in chosen}, {target for _, target in chosen}
        here = (among(connection, _JOURNAL.c.job_id, jobs), among(connection, _JOURNAL.c.target, targets))
        found = (row for row in _standing(connection, *here) if (row.job_id, row.target) in chosen)
        return [_deed(connection, row) for row in found]


def deeds_of(engine: Engine, kind: str, ids: Collection[int]) -> list[Deed]:
    """Of each of those records what was done to it last and nobody has taken back, the newest first. Raises
    DatabaseUnusable.
    """
    with reading(engine) as connection:
        left, found = iter(ids), []
        while some := set(islice(left, PAGE)):
            here = (_JOURNAL.c.target_kind == kind, among(connection, _JOURNAL.c.target_id, some))
            for row in _standing(connection, *here):
                if row.target_id in some:
                    some.remove(row.target_id)
                    found.append(_deed(connection, row))
                if not some:
                    break
    return sorted(found, key=lambda deed: -deed.id)


def deeds_named(engine: Engine, entries: Iterable[int]) -> dict[int, Deed]:
    """The entries of the journal with those numbers, as far as they are something that was done to a record. Raises
    DatabaseUnusable.
    """
    with reading(engine) as connection:
        rows = ((entry, _entry(connection, entry)) for entry in dict.fromkeys(entries))
        return {entry: _deed(connection, row) for entry, row in rows if row is not None}


def inverses(deeds: Iterable[Deed]) -> list[Request | Refusal]:
    """For each deed the request that takes it back, or why nothing does."""
    return [_request(deed) for deed in deeds]


def inverse_of(deed: Deed) -> Inverse | None:
    """The action that takes the deed back; None where nothing does."""
    action = ACTIONS.get(deed.action)
    return action.inverse(deed) if action is not None and action.inverse is not None else None


def _request(deed: Deed) -> Request | Refusal:
    inverse = inverse_of(deed)
    if inverse is None:
        return _final(deed)
    return Request(inverse.action, deed.target, inverse.parameters, undoes=deed.id)


def _final(deed: Deed) -> Refusal:
    action = ACTIONS.get(deed.action)
    title = action.title if action else deed.action
    return Refusal("undo.final", f"{deed.target}: nothing takes “{title}” back.")


# --- for the runner


def why_not_undo(connection: Connection, request: Request, kind: str, record_id: int, root: Root) -> Refusal | None:
    """Why this request can't take back the entry that it names; None where it can.

    The entry is about this record, stands, is taken back by what is asked for, and what it changed is as it left it.
    """
    assert request.undoes is not None
    row = _entry(connection, request.undoes)
    if row is None or (row.target_kind, row.target_id) != (kind, record_id):
        noun = f"{WORDS[kind]} {request.target}"
        return Refusal("undo.unknown", f"Entry {request.undoes} of the journal is nothing that was done to {noun}.")
    if undone := _undone(connection, row.id):
        return Refusal("undo.done", f"{row.target}: it was taken back already by {undone.who} at {_clock(undone)}.")
    deed = _deed(connection, row)
    inverse = inverse_of(deed)
    if inverse is None:
        return _final(deed)
    if not _is_same(inverse, request):
        return Refusal("undo.other", f"{row.target}: entry {row.id} is taken back by {inverse.action}, and as it was.")
    return _changed_since(connection, row, deed, root)


def _is_same(inverse: Inverse, request: Request) -> bool:
    """Whether it is the same action with the same parameters, however they were written."""
    if inverse.action != request.action:
        return False
    action = ACTIONS[inverse.action]
    return build_command(action, inverse.parameters) == build_command(action, request.parameters)


def _changed_since(connection: Connection, row: Row[Any], deed: Deed, root: Root) -> Refusal | None:
    """The refusal where a column that the entry changed has another value by now: by whom, when, what."""
    mapping = _MAPPINGS[type(root)]
    now = json.loads(as_json(dict(zip(mapping.names, mapping.values(root), strict=True))))
    changed = {name for name, (_, after) in deed.changes.items() if name in now and now[name] != after}
    if not changed:
        return None
    about = [
        and_(_JOURNAL.c.target_kind == kind, _JOURNAL.c.target_id.in_(keys))
        for kind, keys in records_of(root, row.target_kind).items()
    ]
    later = select(_JOURNAL).where(or_(*about), _JOURNAL.c.id > row.id, _JOURNAL.c.outcome == "ok")
    for other in connection.execute(later.order_by(_JOURNAL.c.id)):
        if changed & json.loads(other.changes).keys():
            message = f"{row.target} was changed since by {other.who} at {_clock(other)}: {other.message}"
            return Refusal("undo.changed", message)
    return Refusal("undo.changed", f"{row.target} was changed since, so that it can't be taken back any more.")


# --- the journal


def _deeds_of_jobs(connection: Connection, job_ids: Collection[int]) -> list[Deed]:
    return [_deed(connection, row) for row in _standing(connection, among(connection, _JOURNAL.c.job_id, job_ids))]


def _standing(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Row[Any]]:
    """Entries of what was done to records, and not taken back, the newest first; none that took something back."""
    last = HIGHEST
    while True:
        query = select(_JOURNAL).where(*conditions, _JOURNAL.c.outcome == "ok", _JOURNAL.c.id < last)
        page = list(connection.execute(query.order_by(_JOURNAL.c.id.desc()).limit(PAGE)))
        undone = set(
            connection.scalars(select(_JOURNAL.c.undoes).where(_JOURNAL.c.undoes.in_([row.id for row in page])))
        )
        for row in page:
            if row.action in ACTIONS and row.id not in undone and not _is_undo(connection, row):
                yield row
        if len(page) < PAGE:
            return
        last = page[-1].id


def _is_undo(connection: Connection, row: Row[Any]) -> bool:
    """Whether it took something back. What took back something that had taken something back did it again."""
    back = False
    entry: Row[Any] | None = row
    while entry is not None and entry.undoes is not None:
        back = not back
        entry = _entry(connection, entry.undoes)
    return back


def _entry(connection: Connection, key: int) -> Row[Any] | None:
    if not 0 < key <= HIGHEST:
        return None
    query = select(_JOURNAL).where(_JOURNAL.c.id == key, _JOURNAL.c.outcome == "ok", _JOURNAL.c.target_id.is_not(None))
    return connection.execute(query).first()


def _undone(connection: Connection, key: int) -> Row[Any] | None:
    """What took the entry back."""
    return connection.execute(select(_JOURNAL).where(_JOURNAL.c.undoes == key)).first()


def _deed(connection: Connection, row: Row[Any]) -> Deed:
    undid = None if row.undoes is None else _entry(connection, row.undoes)
    return Deed(
        row.id,
        row.action,
        row.target,
        row.at,
        row.who,
        json.loads(row.parameters),
        json.loads(row.changes),
        json.loads(row.created),
        None if undid is None else _deed(connection, undid),
    )


def _clock(row: Row[Any]) -> str:
    return f"{row.at:%H:%M} UTC"
