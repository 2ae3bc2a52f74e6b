"""Returns of the demo: of every kind, made by the rules of the desk, the same for the same seed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from sales_tui.demo import seeding
from sales_tui.demo.draft import Draft
from sales_tui.demo.generator import generate
from sales_tui.rules.return_status import LABELS
from sales_tui.store.check_returns import return_faults
from sales_tui.store.engine import reading
from tests.store.orders import new_database

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop() -> list[Draft]:
    return [draft for draft in generate(1, 1, 2_000, NOW) if draft.order.returns]


def test_some_come_back_with_every_status(shop: list[Draft]):
    assert 30 <= len(shop) <= 90
    assert {rma.status for draft in shop for rma in draft.order.returns} == set(LABELS) - {"approved"}
    items = [item for draft in shop for rma in draft.order.returns for item in rma.lines]
    assert {item.resolution for item in items} == {"refund", "exchange", "store_credit"}
    assert any(item.creditmemo for item in items)
    assert any(item.found and item.shelf for item in items)


def test_they_are_in_order(shop: list[Draft]):
    for draft in shop:
        draft.order.touched = True
        assert list(return_faults(_stored(draft))) == []


def _stored(draft: Draft):
    """As if it had been stored: what settled an item is known by its key."""
    for number, memo in enumerate(draft.order.creditmemos, 1):
        memo.id = number
    for rma in draft.order.returns:
        for item in rma.lines:
            item.creditmemo_id = item.creditmemo.id if item.creditmemo else None
    return draft.order


def test_what_is_read_is_what_was_generated(sqlite_url: str):
    engine = new_database(sqlite_url)
    seeding.seed(engine, orders=400, seed=3, now=NOW)
    made = [rma for draft in generate(3, 1, 400, NOW) for rma in draft.order.returns]
    with reading(engine) as connection:
        stored = connection.execute(text("SELECT status FROM rma ORDER BY id")).all()
        items = connection.execute(text("SELECT sum(qty_requested), sum(qty_approved) FROM rma_item")).one()
    engine.dispose()
    assert [status for (status,) in stored] == [rma.status for rma in made]
    lines = [item for rma in made for item in rma.lines]
    assert tuple(items) == tuple(
        int(sum(getattr(item, name) for item in lines) * 10_000) for name in ("qty_requested", "qty_approved")
    )
