"""`db check`: is the database whole, and do the books add up, order by order (INTERFACE §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, Engine, Table, func, select

from sales_tui import model
from sales_tui.rules.bookkeeping import faults
from sales_tui.store.check_payments import (
    account_faults,
    doubt_faults,
    online_faults,
    refund_faults,
    transaction_faults,
)
from sales_tui.store.check_quotes import quote_faults
from sales_tui.store.check_returns import return_faults, stock_faults
from sales_tui.store.check_search import order_faults, piece_faults, tail_faults
from sales_tui.store.engine import reading
from sales_tui.store.load import load_orders
from sales_tui.store.mapping import ORDER, table_of
from sales_tui.store.numbers import WIDTH
from sales_tui.store.targets import HEADS, WORDS

CHUNK = 500


def check_database(engine: Engine, now: datetime | None = None) -> Iterator[str]:
    """One sentence for each fault, naming the record. Without `now` nothing is owed an answer for too long."""
    with reading(engine) as connection:
        yield from _integrity(connection)
        yield from _numbers(connection)
        yield from _gaps(connection)
        yield from _papers(connection)
        yield from online_faults(connection)
        yield from account_faults(connection)
        yield from stock_faults(connection)
        yield from refund_faults(connection)
        yield from quote_faults(connection)
        if now is not None:
            yield from doubt_faults(connection, now)
        yield from tail_faults(connection)
        yield from _books(connection)
    yield from piece_faults(engine)


def _integrity(connection: Connection) -> Iterator[str]:
    """The file itself and its references; PostgreSQL holds both by itself."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"The database file is damaged: {row[0]}."
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"Row {row[1]} of table {row[0]} points to a row of {row[2]} that doesn't exist."


def _numbers(connection: Connection) -> Iterator[str]:
    """As many documents made here as numbers were given out (RULES.md §0.11)."""
    sequences = table_of(model.NumberSequence)
    issued = {
        kind: int(count)
        for kind, count in connection.execute(
            select(sequences.c.kind, func.sum(sequences.c.issued)).group_by(sequences.c.kind)
        )
    }
    for kind, mapping in HEADS.items():
        table = mapping.table
        made = connection.scalar(select(func.count()).select_from(table).where(table.c.source.is_(None))) or 0
        if made != issued.get(kind, 0):
            yield f"{issued.get(kind, 0)} {WORDS[kind]} numbers were given out, but {made} made here exist."


def _gaps(connection: Connection) -> Iterator[str]:
    """Each number made here has the one before it, made here or imported; none is beyond its series."""
    for kind, mapping in HEADS.items():
        table = mapping.table
        query = select(table.c.increment_id).where(table.c.source.is_(None)).order_by(table.c.increment_id)
        before = ""
        for (number,) in connection.execute(query, execution_options={"yield_per": CHUNK}):
            previous = _previous(number)
            if previous and before not in previous and not _exists(connection, table, previous):
                yield f"{WORDS[kind].capitalize()} {number}: there is no {previous[0]} before it, a gap in the series."
            before = number


def _previous(number: str) -> tuple[str, ...]:
    """The spellings of the number before this one; none before the first."""
    digits = number[len(number.rstrip("0123456789")) :]
    prefix = number.removesuffix(digits)
    if not digits or int(digits) <= 1:
        return ()
    # A prefix may itself end in digits: the series' own digits are the last nine.
    prefix, digits = prefix + digits[:-WIDTH], digits[-WIDTH:]
    if int(digits) <= 1:
        return ()
    return f"{prefix}{int(digits) - 1:0{WIDTH}d}", f"{prefix}{int(digits) - 1}"


def _exists(connection: Connection, table: Table, numbers: tuple[str, ...]) -> bool:
    query = select(table.c.id).where(table.c.increment_id.in_(numbers)).limit(1)
    return connection.execute(query).first() is not None


def _papers(connection: Connection) -> Iterator[str]:
    """Documents made here are in their order's currencies; payments of orders made here are what these say."""
    orders = ORDER.table
    for kind in ("invoice", "creditmemo"):
        table = HEADS[kind].table
        query = (
            select(table.c.increment_id, orders.c.increment_id)
            .join(orders, orders.c.id == table.c.order_id)
            .where(table.c.source.is_(None))
            .where(
                (table.c.order_currency_code != orders.c.order_currency_code)
                | (table.c.base_currency_code != orders.c.base_currency_code)
            )
        )
        for number, order in connection.execute(query):
            yield f"{WORDS[kind].capitalize()} {number} is in other currencies than its order {order}."
    payments = table_of(model.OrderPayment)
    differing = (
        select(orders.c.increment_id)
        .join(payments, payments.c.order_id == orders.c.id)
        .where(orders.c.source.is_(None))
        .where(
            (payments.c.base_amount_paid != orders.c.base_total_paid)
            | (payments.c.base_amount_refunded != orders.c.base_total_refunded)
        )
    )
    for (order,) in connection.execute(differing):
        yield f"Order {order}: its payment says another sum than the order was paid or refunded."


def _books(connection: Connection) -> Iterator[str]:
    """The books of every order and what it is found by, a chunk of orders at a time."""
    table = ORDER.table
    last = 0
    while True:
        query = select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
        chunk = list(connection.scalars(query))
        if not chunk:
            return
        orders = load_orders(connection, chunk)
        for loaded in orders.values():
            for fault in faults(loaded.order):
                yield f"Order {loaded.order.increment_id}: {fault}"
            for fault in chain(transaction_faults(loaded.order), return_faults(loaded.order)):
                yield f"Order {loaded.order.increment_id}: {fault}."
        yield from order_faults(connection, orders)
        last = chunk[-1]
