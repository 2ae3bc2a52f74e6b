"""What generated quotes need of the database: buyers of companies, orders that may have been quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select, update

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Line, Order
from sales_tui.store.engine import writing
from sales_tui.store.load import load_orders
from sales_tui.store.load_quotes import load_quotes, stock_up
from sales_tui.store.mapping import ORDER, table_of
from sales_tui.store.roots_quotes import save_quotes
from sales_tui.store.save import Numbering
from sales_tui.store.seed_rows import SOURCE

__all__ = ["Engine", "Story", "write_quotes"]

Happening = Callable[[Quote, datetime, Order | None], None]
"""What is done to the quote at that moment; the order is the one that it ends in."""


@dataclass(frozen=True, slots=True)
class Story:
    """What happens to a quote."""

    steps: Sequence[tuple[timedelta, Happening]]
    """How long before the end, and what."""
    end: datetime
    """The moment of an order is its own."""
    skus: Sequence[str] = ()
    """Products that are looked up for it."""
    is_ordered: bool = False


_CUSTOMER, _COMPANY = table_of(model.Customer), table_of(model.Company)


def write_quotes(engine: Engine, stories: Sequence[Story], reps: Sequence[str], group: str) -> int:
    """Make a quote of each story, for one buyer of a generated company after the other; returns how many were made.

    `reps` look after the companies in turn; their buyers get that group's prices.
    """
    with writing(engine) as connection:
        buyers = _buyers(connection)
        _look_after(connection, reps, group)
        orders = _orders(connection, sum(story.is_ordered for story in stories))
        made = 0
        for place, story in enumerate(stories):
            found = orders.pop(0) if story.is_ordered and orders else None
            if story.is_ordered and found is not None:
                _tell(connection, -(found[0].customer_id or 0), story, *found)
            elif buyers and not story.is_ordered:
                _tell(connection, -buyers[place % len(buyers)], story, None, story.end)
            else:
                continue
            made += 1
    return made


def _buyers(connection: Connection) -> list[int]:
    query = select(_CUSTOMER.c.id).where(_CUSTOMER.c.source == SOURCE, _CUSTOMER.c.company_id.is_not(None))
    return list(connection.scalars(query.order_by(_CUSTOMER.c.customer_id)))


def _look_after(connection: Connection, reps: Sequence[str], group: str) -> None:
    query = select(_COMPANY.c.id).where(_COMPANY.c.source == SOURCE, _COMPANY.c.sales_rep == "")
    for place, key in enumerate(list(connection.scalars(query.order_by(_COMPANY.c.entity_id)))):
        values = {"sales_rep": reps[place % len(reps)], "group_code": group}
        connection.execute(update(_COMPANY).where(_COMPANY.c.id == key).values(values))


def _orders(connection: Connection, count: int) -> list[tuple[Order, datetime]]:
    """Orders of companies whose rows are price x quantity, as those of a quote are, with when they were placed."""
    table = ORDER.table
    query = (
        select(table.c.id, table.c.created_at)
        .join(_CUSTOMER, _CUSTOMER.c.id == table.c.customer_id)
        .where(_CUSTOMER.c.source == SOURCE, _CUSTOMER.c.company_id.is_not(None), table.c.from_quote == 0)
        .where(table.c.base_discount_amount == ZERO, table.c.base_currency_code == table.c.order_currency_code)
        .order_by(table.c.created_at.desc(), table.c.id.desc())
        .limit(20 * count)
    )
    placed = {row.id: row.created_at for row in connection.execute(query)} if count else {}
    loaded = load_orders(connection, placed)
    fitting = [(loaded[key].order, at) for key, at in placed.items() if all(map(_fits, loaded[key].order.lines))]
    return fitting[:count]


def _fits(line: Line) -> bool:
    pieces = line.qty_ordered
    return pieces == int(pieces) and line.parent_id is None and line.base.row_total == line.base.price * pieces


def _tell(connection: Connection, key: int, story: Story, order: Order | None, end: datetime) -> None:
    """One quote from its beginning to its end, stored after each thing that happens."""
    for before, happen in story.steps:
        loaded = load_quotes(connection, [key], bare=key > 0)[key]
        if key < 0:
            stock_up(connection, loaded.root, story.skus)
        happen(loaded.root, end - before, order)
        save_quotes(connection, [loaded], end - before, Numbering())
        key = loaded.root.id
    if order is not None:
        connection.execute(update(ORDER.table).where(ORDER.table.c.id == order.id).values(from_quote=True))
