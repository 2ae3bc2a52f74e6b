"""What orders are found by, as the database has it, for tests of who keeps it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text

from sales_tui.core.folding import needle
from sales_tui.store.engine import reading


def entry(engine: Engine, number: str) -> dict[str, list[str]]:
    """The order's row of the search index: for each column its texts, single blanks between words; none: left out."""
    query = "SELECT s.* FROM order_search s JOIN sales_order o ON o.id = s.order_id WHERE o.increment_id = :number"
    with reading(engine) as connection:
        row = connection.execute(text(query), {"number": number}).mappings().one()
    return {
        name: [" ".join(line.split()) for line in value.strip("\n").split("\n")]
        for name, value in row.items()
        if name != "order_id" and value
    }


def found(engine: Engine, words: str) -> list[str]:
    """Numbers of the orders that hold these words, by the row and the index that grids use."""
    wanted = needle(words)
    query = "SELECT o.increment_id FROM order_search s JOIN sales_order o ON o.id = s.order_id WHERE s.text LIKE :like"
    values = {"like": f"%{wanted}%"}
    if engine.dialect.name == "sqlite":
        query += " AND s.order_id IN (SELECT rowid FROM order_search_fts WHERE order_search_fts MATCH :pieces)"
        pieces = {wanted[place : place + 3] for place in range(len(wanted) - 2)}
        values["pieces"] = " AND ".join(f'"{piece}"' for piece in sorted(pieces))
    with reading(engine) as connection:
        return list(connection.scalars(text(f"{query} ORDER BY o.id"), values))


def left(engine: Engine, number: str) -> tuple[Any, ...]:
    """How many pieces of the order are to be invoiced, and to be shipped."""
    query = "SELECT qty_to_invoice, qty_to_ship FROM sales_order WHERE increment_id = :number"
    with reading(engine) as connection:
        to_invoice, to_ship = connection.execute(text(query), {"number": number}).one()
    return to_invoice / 10_000, to_ship / 10_000


def tails(engine: Engine, table: str) -> list[str]:
    """The numbers of a table's records, backwards, as they are kept."""
    with reading(engine) as connection:
        return list(connection.scalars(text(f"SELECT number_tail FROM {table} ORDER BY id")))
