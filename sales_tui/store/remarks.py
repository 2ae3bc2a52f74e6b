"""Comments that were written here: found by the journal, loaded where an action or a screen asks, removed again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select

from sales_tui import model
from sales_tui.actions.base import Root
from sales_tui.core.text import storable
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order
from sales_tui.rules.remarks import Remark
from sales_tui.store.mapping import table_of
from sales_tui.store.targets import records_of

_JOURNAL = table_of(model.Journal)
_FILES = table_of(model.QuoteAttachment)

_TABLES = {
    "order": (table_of(model.OrderStatusHistory), "order_id"),
    "invoice": (table_of(model.InvoiceComment), "parent_id"),
    "shipment": (table_of(model.ShipmentComment), "parent_id"),
    "creditmemo": (table_of(model.CreditmemoComment), "parent_id"),
    "return": (table_of(model.RmaComment), "parent_id"),
    "quote": (table_of(model.QuoteComment), "parent_id"),
}
"""Kind of record -> where its comments are, and the column that tells whose."""

Said = tuple[int, datetime, str]
"""Key of a record, moment, text."""


def load_remarks(connection: Connection, root: Root) -> None:
    """Put the comments that staff wrote on the record and its documents on it, the oldest first."""
    if not isinstance(root, Order | Quote):
        return
    root.remarks.clear()
    for kind, said in _written_here(connection, records_of(root, "quote")).items():
        root.remarks += _stored(connection, kind, said)


def remove_remarks(connection: Connection, roots: Iterable[Root]) -> None:
    """Remove the comments that were taken back."""
    gone: dict[str, list[int]] = defaultdict(list)
    for root in roots:
        for remark in root.gone_remarks if isinstance(root, Order | Quote) else ():
            gone[remark.kind].append(remark.id)
    for kind, keys in gone.items():
        table, _ = _TABLES[kind]
        connection.execute(delete(table).where(table.c.id.in_(keys)))


def _written_here(connection: Connection, records: dict[str, list[int]]) -> dict[str, set[Said]]:
    """What the journal knows of comments on them."""
    about = [and_(_JOURNAL.c.target_kind == kind, _JOURNAL.c.target_id.in_(keys)) for kind, keys in records.items()]
    query = select(_JOURNAL.c.target_kind, _JOURNAL.c.target_id, _JOURNAL.c.at, _JOURNAL.c.parameters).where(
        or_(*about), _JOURNAL.c.action.in_([f"{kind}.comment" for kind in records]), _JOURNAL.c.outcome == "ok"
    )
    found: dict[str, set[Said]] = defaultdict(set)
    for kind, key, at, parameters in connection.execute(query):
        found[kind].add((key, at, storable(str(json.loads(parameters).get("comment") or ""))))
    return found


def _stored(connection: Connection, kind: str, said: set[Said]) -> Sequence[Remark]:
    """Those of the comments that are still there."""
    table, owner = _TABLES[kind]
    keys = {key for key, _, _ in said}
    rows = connection.execute(select(table).where(table.c[owner].in_(keys)).order_by(table.c.id)).mappings()
    kept = [row for row in rows if (row[owner], row["created_at"], row["comment"] or "") in said]
    with_files: set[int] = set()
    if kind == "quote" and kept:
        query = select(_FILES.c.comment_id).where(_FILES.c.parent_id.in_(keys), _FILES.c.comment_id.is_not(None))
        with_files = set(connection.scalars(query))
    return [
        Remark(
            kind,
            row[owner],
            row["id"],
            row["created_at"],
            row["comment"] or "",
            _is_sent(kind, row),
            row["id"] in with_files,
        )
        for row in kept
    ]


def _is_sent(kind: str, row: Any) -> bool:
    """A quote's comment is read by its buyer as soon as it is no draft any more."""
    return not row["is_draft"] if kind == "quote" else bool(row["is_customer_notified"])
