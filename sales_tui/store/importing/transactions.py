"""Payment transactions of Magento's REST API as rows, nested ones too; orders are named by the source's ids."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sales_tui import model
from sales_tui.rules import payment_records
from sales_tui.store.importing.card_data import cleaned
from sales_tui.store.importing.details import read_details
from sales_tui.store.importing.digest import as_json, digest
from sales_tui.store.importing.kinds import as_objects
from sales_tui.store.importing.layout import Extra, Layout, Row
from sales_tui.store.importing.values import FieldError, code, label, named, whole

TYPES = (
    *(payment_records.ORDER, payment_records.AUTHORIZATION, payment_records.CAPTURE),
    *(payment_records.VOID, payment_records.REFUND, "payment"),
)
"""Types of transactions (RULES.md §4); nothing is known of Magento's `payment` but its name."""

CHILDREN = "child_transactions"
_OWN = ("status", "details", "allowed_actions", "order_increment_id", "base_currency_code", "others", "sums", "extra")
"""Fields that `show --json` adds, by which a record of ours is known when it comes back."""


def _txn_id(value: object) -> str:
    words = label(value)
    if not words.strip():
        raise ValueError("is empty")
    return words


def _txn_type(value: object) -> str:
    words = code(value).strip().lower()
    if words not in TYPES:
        raise ValueError(f"{words!r} is none of {', '.join(TYPES)}")
    return words


def _parent(value: object) -> str | None:
    return label(value).strip() or None


TRANSACTION = Layout(
    model.PaymentTransaction,
    keyed=True,
    ours=("number_tail", "amount", "details"),
    renamed={"transaction_id": "entity_id"},
    handled=("order_id", "parent_id", "additional_information", CHILDREN),
    required=("txn_id", "txn_type", "order_id"),
    converters={"txn_id": _txn_id, "txn_type": _txn_type, "parent_txn_id": _parent, "method": code},
)
_at = TRANSACTION.index


@dataclass(slots=True)
class TransactionRows:
    """One transaction, read."""

    head: Row
    digest: str
    order_entity: int
    extra: str | None = None

    kind = "transaction"
    size = 2

    @property
    def txn_id(self) -> str:
        """The payment system's name for it."""
        return str(self.head[_at["txn_id"]])

    @property
    def number(self) -> str:
        """What it is told apart by: payment systems' names are unique within an order only."""
        return f"{self.order_entity} {self.txn_id}"

    @property
    def entity_id(self) -> int | None:
        """The id in the source."""
        found: int | None = self.head[_at["entity_id"]]
        return found


def unfolded(record: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The transaction and all that are nested in it, parents first, each with the path before its fields' names."""
    yield path, record
    children = record.get(CHILDREN)
    above = {"order_id": "order_id", "parent_id": "transaction_id", "parent_txn_id": "txn_id"}
    for place, child in enumerate(children if isinstance(children, list) else ()):
        if isinstance(child, dict):
            inherited = {name: record.get(source) for name, source in above.items() if child.get(name) is None}
            yield from unfolded({**child, **inherited}, f"{path}{CHILDREN}[{place}].")


def read_transaction(record: Mapping[str, Any], path: str = "") -> TransactionRows:
    """Read a transaction without those nested in it. Raises FieldError; `path` goes before the field's name."""
    as_objects(record.get(CHILDREN), path + CHILDREN)
    told = {name: value for name, value in record.items() if value is not None and name != CHILDREN}
    extra: Extra = {}
    if "allowed_actions" in record:
        told = {name: value for name, value in told.items() if name not in _OWN}
        extra |= _extra_of_ours(record.get("extra"), path)
    fingerprint = digest({**told, "extra": extra} if extra else told)
    head = TRANSACTION.read(told, path, extra)
    head[_at["number_tail"]] = head[_at["txn_id"]][::-1]
    head[_at["made_here"]] = 0
    head[_at["details"]] = json.dumps(read_details(told.get("additional_information")), ensure_ascii=False)
    if parent := id_of(told, "parent_id", path):
        extra["parent_id"] = parent
    order_entity = id_of(told, "order_id", path) or 0
    return TransactionRows(head, fingerprint, order_entity, as_json(cleaned(extra)))


def _extra_of_ours(given: object, path: str) -> Mapping[str, Any]:
    if given is not None and not isinstance(given, dict):
        raise FieldError(f"{path}extra", f"must be an object, not {named(given)}")
    return given or {}


def id_of(record: Mapping[str, Any], name: str, path: str = "") -> int | None:
    """An id of the source; None where there is none or 0. Raises FieldError."""
    value = record.get(name)
    try:
        return whole(value) or None if value not in (None, "") else None
    except ValueError as error:
        raise FieldError(path + name, str(error)) from None
    except TypeError:
        raise FieldError(path + name, f"must be a single value, not {named(value)}") from None
