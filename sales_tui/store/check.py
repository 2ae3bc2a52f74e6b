"""`db check`: is the database whole, and do the books add up, order by order (INTERFACE §6)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, func, select

from sales_tui import model
from sales_tui.rules.bookkeeping import faults
from sales_tui.store.engine import reading
from sales_tui.store.load import load_orders
from sales_tui.store.mapping import ORDER, table_of
from sales_tui.store.targets import HEADS, WORDS

CHUNK = 500


def check_database(engine: Engine) -> Iterator[str]:
    """One sentence for each fault, naming the record."""
    with reading(engine) as connection:
        yield from _integrity(connection)
        yield from _numbers(connection)
        yield from _books(connection)


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
    """As many documents made here as numbers were given out, none above the series (RULES.md §0.11)."""
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


def _books(connection: Connection) -> Iterator[str]:
    """The books of every order, a chunk of orders at a time."""
    table = ORDER.table
    last = 0
    while True:
        query = select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
        chunk = list(connection.scalars(query))
        if not chunk:
            return
        for loaded in load_orders(connection, chunk).values():
            for fault in faults(loaded.order):
                yield f"Order {loaded.order.increment_id}: {fault}"
        last = chunk[-1]
