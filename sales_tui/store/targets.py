"""Finds the records that actions are about by the numbers people know them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from sales_tui.actions.base import Document, Root, Target
from sales_tui.rules.payment_records import Transaction
from sales_tui.rules.print_records import Print
from sales_tui.rules.records import Order
from sales_tui.store.driver import select_rows
from sales_tui.store.mapping import (
    ACCOUNT,
    AGREEMENT,
    CREDITMEMO,
    INVOICE,
    ORDER,
    QUOTE,
    RETURN,
    SHIPMENT,
    TRANSACTION,
    Mapping,
)
from sales_tui.store.new_quotes import find_buyers
from sales_tui.store.prints import PRINT, find_prints

HEADS: dict[str, Mapping[Any]] = {
    "order": ORDER,
    "invoice": INVOICE,
    "shipment": SHIPMENT,
    "creditmemo": CREDITMEMO,
    "return": RETURN,
}
"""Kind of document with a number of its own -> where it is kept."""

TABLES: dict[str, Table] = {
    **{kind: mapping.table for kind, mapping in HEADS.items()},
    "transaction": TRANSACTION.table,
    "agreement": AGREEMENT.table,
    "account": ACCOUNT.table,
    "quote": QUOTE.table,
    "print": PRINT,
}
"""Kind of record that actions can be about -> its table."""

WORDS = {
    "order": "order",
    "invoice": "invoice",
    "shipment": "shipment",
    "creditmemo": "credit memo",
    "return": "return",
    "transaction": "transaction",
    "agreement": "billing agreement",
    "account": "credit account",
    "quote": "quote",
    "print": "print",
}


def full_number(number: str) -> str:
    """A number as it is stored: short ones made of digits get their leading zeros."""
    number = number.strip()
    return number.zfill(9) if number.isascii() and number.isdigit() else number


def find_records(connection: Connection, kind: str, numbers: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Given number -> (key of what it is loaded with, key of the record itself), for those that exist.

    Transaction ids aren't unique over orders: the newest is meant.
    """
    if kind == "print":
        return find_prints(connection, [*numbers])
    table = TABLES[kind]
    column = table.c.txn_id if kind == "transaction" else table.c.increment_id
    spellings = {number: (number.strip(), full_number(number)) for number in numbers}
    wanted = {spelling for both in spellings.values() for spelling in both}
    root = table.c.order_id if "order_id" in table.c and kind != "quote" else table.c.id
    rows = select_rows(connection, (column, root, table.c.id), column, wanted, 'ORDER BY "id"')
    found = {number: (order, record) for number, order, record in rows}
    return {
        number: found[spelling]
        for number, both in spellings.items()
        for spelling in reversed(both)
        if spelling in found
    }


def find_targets(connection: Connection, kind: str, numbers: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The same for actions, which may also be about a quote that isn't made yet: it goes by its buyer's e-mail."""
    found = find_records(connection, kind, numbers)
    if kind == "quote" and (missing := [number for number in numbers if number not in found]):
        found |= {name: (key, key) for name, key in find_buyers(connection, missing).items()}
    return found


def documents_of(root: Root) -> dict[str, list[Document | Transaction | Print]]:
    """What hangs on an order, by its kind; nothing on what is no order."""
    if not isinstance(root, Order):
        return {}
    return {
        "invoice": [*root.invoices],
        "shipment": [*root.shipments],
        "creditmemo": [*root.creditmemos],
        "return": [*root.returns],
        "transaction": [*root.transactions],
        "print": [*root.prints],
    }


def target_of(root: Root, kind: str, record_id: int) -> Target:
    """The target for an action on that record, of the order or other root that it was loaded with."""
    if kind == "order":
        return Target(root)
    document = next((one for one in documents_of(root).get(kind, ()) if one.id == record_id), None)
    return Target(root, document)


def records_of(root: Root, kind: str) -> dict[str, list[int]]:
    """Kind -> keys of the record, which is of that kind where it is no order, and of its documents."""
    own = {kind if not isinstance(root, Order) else "order": [] if root.id is None else [root.id]}
    made = {kind: [one.id for one in some if one.id is not None] for kind, some in documents_of(root).items()}
    return {**own, **{kind: keys for kind, keys in made.items() if keys}}
