"""Some generated orders are tagged, and in a shop of some size the oldest are archived."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from sales_tui import model
from sales_tui.demo.generator import generate
from sales_tui.demo.seeding import seed
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from tests.store.orders import new_database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_few_are_tagged_and_the_oldest_are_archived():
    oldest = [draft.order for draft in generate(1, 1, 100, NOW, 2_000)]
    archived = [order for order in oldest if order.archived_at]
    assert 20 < len(archived) <= 60
    assert {order.status for order in archived} <= {"complete", "closed"}
    assert not any(draft.order.archived_at for draft in generate(1, 1, 100, NOW, 100))
    assert not any(draft.order.archived_at for draft in generate(1, 1, 5, NOW, 1_000_000))


def test_tags_are_stored(database_url: str):
    engine = new_database(database_url)
    seed(engine, orders=100, seed=1, now=NOW)
    order = table_of(model.Order)
    with reading(engine) as connection:
        tags = list(connection.scalars(select(order.c.tags).where(order.c.tags != "")))
    assert 0 < len(tags) < 10
    assert list(check_database(engine)) == []
    engine.dispose()
