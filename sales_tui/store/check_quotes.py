"""The part of `db check` that looks at quotes: their figures, their lines' files, their orders in both directions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, exists, func, select

from sales_tui import model
from sales_tui.rules.quote_books import faults
from sales_tui.rules.quote_status import ORDERED
from sales_tui.store.load_quotes import load_quotes
from sales_tui.store.mapping import ORDER, QUOTE, table_of

CHUNK = 500

_QUOTE, _ORDER = QUOTE.table, ORDER.table
_FILE = table_of(model.QuoteAttachment)


def quote_faults(connection: Connection) -> Iterator[str]:
    """One sentence for each fault, naming the quote."""
    yield from _figures(connection)
    yield from _orders(connection)
    yield from _files(connection)
    for number, tail in connection.execute(select(_QUOTE.c.increment_id, _QUOTE.c.number_tail)):
        if tail != number[::-1]:
            yield f"Quote {number} is kept under other last digits than its own."


def _figures(connection: Connection) -> Iterator[str]:
    last = 0
    while True:
        query = select(_QUOTE.c.id).where(_QUOTE.c.id > last).order_by(_QUOTE.c.id).limit(CHUNK)
        chunk = list(connection.scalars(query))
        if not chunk:
            return
        for loaded in load_quotes(connection, chunk, bare=True).values():
            quote = loaded.root
            yield from (f"Quote {quote.increment_id}: {fault}." for fault in faults(quote))
        last = chunk[-1]


def _orders(connection: Connection) -> Iterator[str]:
    """A quote that was ordered here names its order, which was born from it and keeps its price."""
    missing = select(_QUOTE.c.increment_id).where(
        _QUOTE.c.status == ORDERED, _QUOTE.c.order_id.is_(None), _QUOTE.c.source.is_(None)
    )
    for number in connection.scalars(missing):
        yield f"Quote {number}: it is ordered, but names no order."
    price = _ORDER.c.base_subtotal + _ORDER.c.base_discount_amount
    wrong = (
        select(_QUOTE.c.increment_id, _ORDER.c.increment_id.label("order"), _ORDER.c.from_quote)
        .join_from(_QUOTE, _ORDER, _ORDER.c.id == _QUOTE.c.order_id)
        .where(_ORDER.c.source.is_(None), (_ORDER.c.from_quote == 0) | (price != _QUOTE.c.base_negotiated_total))
    )
    for row in connection.execute(wrong):
        what = "has another price" if row.from_quote else "says that it was born from no quote"
        yield f"Quote {row.increment_id}: its order {row.order} {what}."
    named = exists(select(_QUOTE.c.id).where(_QUOTE.c.order_id == _ORDER.c.id))
    alone = select(_ORDER.c.increment_id).where(_ORDER.c.from_quote == 1, _ORDER.c.source.is_(None), ~named)
    for number in connection.scalars(alone):
        yield f"Order {number}: it was born from a quote, but no quote names it."


def _files(connection: Connection) -> Iterator[str]:
    joined = select(_QUOTE.c.increment_id, _FILE.c.file_name).join_from(_FILE, _QUOTE, _QUOTE.c.id == _FILE.c.parent_id)
    for number, name in connection.execute(joined.where(func.length(_FILE.c.content) != _FILE.c.size)):
        yield f"Quote {number}: the file {name} isn't whole."
