"""An entry of the journal, whole: who, when, from where, what was asked for, what was changed and made."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from sales_tui import model
from sales_tui.actions.base import Context
from sales_tui.store.mapping import table_of
from sales_tui.store.rest import iso
from sales_tui.store.targets import TABLES

Record = dict[str, Any]

_JOURNAL = table_of(model.Journal)
_SAME = ("who", "system_user", "operator", "host", "action", "target_kind", "target", "message")
_JSON = ("parameters", "created", "changes")
_CURRENCIES = ("order_currency_code", "quote_currency_code", "currency")

HIGHEST = 2**63 - 1
"""No key is above this."""


def show_journal_entry(connection: Connection, number: str, context: Context) -> Record | None:
    """The entry with that number; None where there is none. Amounts in `changes` are as exact as they were stored."""
    text = number.strip()
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    if not 0 < key <= HIGHEST:
        return None
    row = connection.execute(select(_JOURNAL).where(_JOURNAL.c.id == key)).first()
    if row is None:
        return None
    currency, base = _currencies(connection, row.target_kind, row.target_id)
    return {
        "increment_id": str(row.id),
        "created_at": iso(row.at),
        "status": row.outcome,
        **{name: row._mapping[name] for name in _SAME},
        **{name: json.loads(row._mapping[name]) for name in _JSON},
        "order_currency_code": currency,
        "base_currency_code": base,
        "job_id": row.job_id,
        "undoes": _told(connection, _JOURNAL.c.id == row.undoes) if row.undoes else None,
        "undone_by": _told(connection, _JOURNAL.c.undoes == row.id),
        "allowed_actions": [],
    }


def _told(connection: Connection, condition: ColumnElement[bool]) -> Record | None:
    """Another entry in short: what was done, by whom and when."""
    other = connection.execute(select(_JOURNAL).where(condition)).first()
    if other is None:
        return None
    return {"increment_id": str(other.id), "created_at": iso(other.at), "who": other.who, "action": other.action}


def _currencies(connection: Connection, kind: str, key: int | None) -> tuple[str | None, str | None]:
    """What amounts of that record are in: the customer's currency and the shop's; None where nobody knows."""
    table = TABLES.get(kind)
    row: Row[Any] | None = None
    if table is not None and key is not None:
        row = connection.execute(select(table).where(table.c.id == key)).first()
    if row is None:
        return None, None
    named = next((name for name in _CURRENCIES if name in row._mapping), None)
    if named is None:
        return _currencies(connection, "order", row.order_id) if "order_id" in row._mapping else (None, None)
    currency: str = row._mapping[named]
    return currency, row._mapping.get("base_currency_code", currency)
