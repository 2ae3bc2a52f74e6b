"""Buyers' replies to quotes, out of files: each is an action of its own, done once however often it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sales_tui.store.importing.digest import digest
from sales_tui.store.importing.transactions import id_of
from sales_tui.store.importing.values import FieldError
from sales_tui.store.requests import Outcome, Request

KEYS = frozenset({"quote_id", "reply", "items", "comment"})


def read_reply(record: Mapping[str, Any], source: str) -> Request:
    """The request that does what the buyer replied. Raises FieldError."""
    if unknown := sorted(record.keys() - KEYS):
        raise FieldError(unknown[0], f"is no part of a reply; it has {', '.join(sorted(KEYS))}")
    number = id_of(record, "quote_id")
    if number is None:
        raise FieldError("quote_id", "is missing")
    parameters = {name: record[name] for name in ("reply", "items", "comment") if record.get(name) is not None}
    return Request("quote.reply", str(number), parameters, key=f"reply:{source}:{digest(record)}")


def told(outcome: Outcome) -> str:
    """What became of a reply, as imports count it."""
    if not outcome.ok:
        return "refused"
    return "unchanged" if outcome.repeated else "new"
