"""The part of `db check` that looks at what grids find records by: kept twice, it must say the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, Engine, select

from sales_tui import model
from sales_tui.core.money import plain
from sales_tui.rules.records import Order
from sales_tui.store.engine import writing
from sales_tui.store.load import Loaded
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.mapping import ORDER, table_of
from sales_tui.store.save import left_to_do
from sales_tui.store.search_index import current_rows, stored_rows
from sales_tui.store.search_text import COLUMNS
from sales_tui.store.targets import HEADS, WORDS

STREAMED = 5_000
"""Rows fetched at a time."""

_NUMBERED = ("order", "invoice", "shipment", "creditmemo", "return")
_PAYMENTS = (
    ("transaction", table_of(model.PaymentTransaction).c.txn_id),
    ("billing agreement", table_of(model.BillingAgreement).c.increment_id),
    ("account", table_of(model.CreditAccount).c.increment_id),
    ("settlement line", table_of(model.SettlementLine).c.increment_id),
)
"""What records of payments are called, and the column of their number."""


def tail_faults(connection: Connection) -> Iterator[str]:
    """Records that aren't found by the last digits of their number."""
    heads = [(WORDS[kind], mapping.table.c.increment_id) for kind, mapping in HEADS.items() if kind in _NUMBERED]
    for words, column in (*heads, *_PAYMENTS):
        query = select(column, column.table.c.number_tail)
        for number, tail in connection.execute(query, execution_options={"yield_per": STREAMED}):
            if tail != number[::-1]:
                yield f"{words.capitalize()} {number} is kept under other last digits than its own."


def order_faults(connection: Connection, loaded: Mapping[int, Loaded]) -> Iterator[str]:
    """Of a chunk of orders those that aren't found by what they say, or by what is left to do."""
    keys = list(loaded)
    stored, current = stored_rows(connection, keys), current_rows(connection, keys)
    left = _stored_left(connection, keys)
    for key, one in loaded.items():
        number = one.order.increment_id
        if key not in stored:
            yield f"Order {number} can't be found: it has no entry in the search index."
        elif stored[key] != current[key]:
            names = _differing(stored[key], current[key])
            yield f"Order {number}: its entry in the search index has another {names} than the order."
        yield from _left_faults(one.order, left[key])


def _differing(stored: Sequence[str], current: Sequence[str]) -> str:
    pairs = zip(COLUMNS, stored, current, strict=True)
    return ", ".join(name for name, before, after in pairs if before != after)


def _stored_left(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Decimal, Decimal]]:
    table = ORDER.table
    query = select(table.c.id, table.c.qty_to_invoice, table.c.qty_to_ship).where(table.c.id.in_(keys))
    return {key: (to_invoice, to_ship) for key, to_invoice, to_ship in connection.execute(query)}


def _left_faults(order: Order, stored: tuple[Decimal, Decimal]) -> Iterator[str]:
    for (name, left), kept in zip(left_to_do(order).items(), stored, strict=True):
        if kept != left:
            yield f"Order {order.increment_id}: {name} is {plain(kept)}, but its lines leave {plain(left)}."


def piece_faults(engine: Engine) -> Iterator[str]:
    """SQLite's index of three-letter pieces, held against the texts; skipped where the file can't be written.

    Writers wait while it is read: 2 s for each 100,000 orders.
    """
    if engine.dialect.name != "sqlite":
        return
    try:
        with writing(engine) as connection:
            connection.exec_driver_sql(
                "INSERT INTO order_search_fts (order_search_fts, rank) VALUES ('integrity-check', 1)"
            )
    except DatabaseUnusable as error:
        code = getattr(getattr(error.__cause__, "orig", None), "sqlite_errorcode", 0)
        if code == sqlite3.SQLITE_CORRUPT_VTAB:
            yield "The search index doesn't hold the pieces of the texts that orders are found by."
        elif code & 0xFF != sqlite3.SQLITE_READONLY:
            raise
