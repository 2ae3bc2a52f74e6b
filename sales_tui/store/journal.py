"""The journal: who did what to which record, written with the effect; idempotency keys beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from sales_tui import model
from sales_tui.actions.base import Root
from sales_tui.core.money import plain
from sales_tui.core.refusal import Refusal
from sales_tui.core.text import storable
from sales_tui.store import keys
from sales_tui.store.actor import Actor
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Request, as_json
from sales_tui.store.rows import Rows
from sales_tui.store.targets import TABLES, WORDS, full_number, records_of

Changes = dict[str, tuple[Any, Any]]
"""Column of the order -> (before, after)."""

_journal = table_of(model.Journal)
_keys = table_of(model.IdempotencyKey)


@dataclass(frozen=True, slots=True)
class Entry:
    """What goes into the journal for one action on one record."""

    request: Request
    outcome: Outcome
    kind: str
    record_id: int | None
    changes: Changes
    digest: str
    """Fingerprint for the idempotency key, where there is one."""


def write(connection: Connection, entries: Sequence[Entry], actor: Actor, now: datetime) -> None:
    """One row for each entry, and its idempotency key with the result."""
    if not entries:
        return
    rows = Rows()
    reserved = keys.reserve(connection, _journal, len(entries))
    asked: Mapping[str, Any] | None = None
    for entry, key in zip(entries, reserved, strict=True):
        if entry.request.parameters != asked:  # of a batch all have the same
            asked = entry.request.parameters
            parameters = storable(as_json(_kept(asked)))
        row = _row(entry, parameters, _number(connection, entry), actor, now)
        row["id"] = key
        rows.add(_journal, row)
        if entry.request.key is not None and entry.outcome.ok:
            rows.add(_keys, _key_row(entry, now) | {"journal_id": key})
    rows.write(connection)


def _number(connection: Connection, entry: Entry) -> str:
    """The record's whole number, also where it was typed without its leading zeros, or is a new quote's."""
    number = storable(entry.request.target)
    is_whole = entry.kind == "print" or (number == full_number(number) and entry.kind != "quote")
    if is_whole or entry.record_id is None or entry.kind not in TABLES:
        return number
    table = TABLES[entry.kind]
    column = table.c.txn_id if entry.kind == "transaction" else table.c.increment_id
    return connection.scalar(select(column).where(table.c.id == entry.record_id)) or number


def _row(entry: Entry, parameters: str, number: str, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "at": now,
        "system_user": actor.system_user,
        "operator": actor.operator,
        "host": actor.host,
        "who": actor.name,
        "action": entry.request.action,
        "parameters": parameters,
        "target_kind": entry.kind,
        "target_id": entry.record_id,
        "target": number,
        "number_tail": number[::-1],
        "outcome": entry.outcome.outcome,
        "message": storable(entry.outcome.message),
        "created": as_json(entry.outcome.created),
        "changes": as_json(_in_text(entry.changes)),
        "job_id": entry.request.place.job_id if entry.request.place else None,
        "undoes": entry.request.undoes if entry.outcome.ok else None,
    }


def _in_text(changes: Changes) -> dict[str, tuple[Any, Any]]:
    """Exact numbers as text: what the encoder doesn't know it would ask for one by one."""
    return {
        name: (plain(before), plain(after))
        if isinstance(after, Decimal) and isinstance(before, Decimal)
        else (before, after)
        for name, (before, after) in changes.items()
    }


def _kept(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters without what is in files: those are kept with what they were attached to."""
    files = parameters.get("files")
    if not isinstance(files, list | tuple):
        return parameters
    names = [file.get("file_name", "") if isinstance(file, Mapping) else "" for file in files]
    return {**parameters, "files": [{"file_name": str(name)} for name in names]}


def _key_row(entry: Entry, now: datetime) -> dict[str, Any]:
    return {
        "key": entry.request.key,
        "digest": entry.digest,
        "result": as_json(entry.outcome.result()),
        "at": now,
    }


def known_keys(connection: Connection, asked: Mapping[str, tuple[Request, str]]) -> dict[str | None, Outcome]:
    """Key -> the outcome to answer with, for keys that were used before. `asked`: key -> request, digest."""
    if not asked:
        return {}
    query = select(_keys.c.key, _keys.c.digest, _keys.c.result).where(_keys.c.key.in_(list(asked)))
    return {key: _answer(*asked[key], digest, result) for key, digest, result in connection.execute(query)}


def _answer(request: Request, asked: str, digest: str, result: str) -> Outcome:
    if digest != asked:
        message = f"The key '{request.key}' was used before for something else; take a new key."
        return Outcome(request.action, request.target, "refused", message, "key.reused")
    return replace(Outcome(**json.loads(result)), repeated=True)


def changed_since(connection: Connection, kind: str, root: Root) -> Refusal:
    """The refusal for somebody who acts on a record that was changed since they saw it: by whom, when, what."""
    query = (
        select(_journal.c.system_user, _journal.c.operator, _journal.c.at, _journal.c.message)
        .where(_journal.c.target_kind == kind, _journal.c.target_id == root.id, _journal.c.outcome == "ok")
        .order_by(_journal.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    by = f" by {row.operator or row.system_user} at {row.at:%H:%M} UTC: {row.message}" if row else " meanwhile."
    return Refusal(
        f"{kind}.changed",
        f"{WORDS[kind].capitalize()} {root.increment_id} was changed{by} Look at it again, nothing was done.",
    )


def count_by_job(connection: Connection, job_id: int, kind: str, root: Root) -> int:
    """How many entries there are of that job about this record and what hangs on it."""
    table = _journal.c
    about = [
        and_(table.target_kind == name, table.target_id.in_(keys)) for name, keys in records_of(root, kind).items()
    ]
    query = select(func.count()).where(table.job_id == job_id, table.outcome == "ok", or_(*about))
    return connection.scalar(query) or 0
