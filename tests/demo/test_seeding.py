"""Generated orders in the database: whole batches, numbers that go on, and the same rows whoever made them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from sqlmodel import Session, SQLModel
from sqlmodel import select as select_model

from sales_tui.demo import making, seeding
from sales_tui.demo.generator import generate
from sales_tui.model import Creditmemo, Customer, Invoice, NumberSequence, Order, OrderItem, Shipment, Store
from sales_tui.model.columns import instant_to_stored, to_stored
from sales_tui.store.engine import make_engine, reading
from sales_tui.store.location import locate
from sales_tui.store.schema import upgrade
from sales_tui.store.seed_rows import amount, instant

NUMBERED: dict[str, Any] = {"order": Order, "invoice": Invoice, "shipment": Shipment, "creditmemo": Creditmemo}

NOW = datetime(2026, 5, 20, 14, 30, 5, 123456, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    location = locate(database_url)
    engine = make_engine(location)
    upgrade(engine, location)
    yield engine
    engine.dispose()


def rows(engine: Engine, table: str) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(SQLModel.metadata.tables[table])) or 0


def test_seeding_twice_adds(engine: Engine) -> None:
    first = seeding.seed(engine, orders=60, seed=1, now=NOW, batch=25)
    second = seeding.seed(engine, orders=40, seed=2, now=NOW)
    assert (first.orders, second.orders) == (60, 40)
    assert rows(engine, "sales_order") == 100
    assert rows(engine, "store") == 6
    assert rows(engine, "customer_group") == 4
    assert rows(engine, "customer") == first.customers + second.customers
    assert rows(engine, "journal") == 4
    with Session(engine) as session:
        for kind, model in NUMBERED.items():
            numbers = sorted(session.exec(select_model(model.increment_id)))
            assert numbers == [f"{number:09d}" for number in range(1, len(numbers) + 1)]
            series = session.get(NumberSequence, (kind, 0))
            assert series is not None
            assert series.issued == len(numbers)


def test_what_is_read_is_what_was_generated(engine: Engine) -> None:
    seeding.seed(engine, orders=30, seed=5, now=NOW)
    with Session(engine) as session:
        stored = session.exec(select_model(Order).order_by(Order.increment_id)).all()
        for record, draft in zip(stored, generate(5, 1, 30, NOW), strict=True):
            assert (record.status, record.created_at, record.updated_at) == (
                *(draft.order.status, draft.created_at, draft.updated_at),
            )
            assert (record.grand_total, record.base_grand_total) == (
                *(draft.order.money.grand_total, draft.order.base.grand_total),
            )
            assert record.base_to_order_rate == draft.order.base_to_order_rate
            assert record.touched_at == draft.created_at
            assert record.source is None
            store = session.get(Store, record.store_id)
            assert store is not None
            assert store.code == draft.buyer.purchase.code
            items = session.exec(
                select_model(OrderItem).where(OrderItem.order_id == record.id).order_by(OrderItem.position)  # type: ignore[arg-type]
            ).all()
            assert [(item.sku, item.qty_shipped, item.tax_amount) for item in items] == [
                (line.sku, line.qty_shipped, line.money.tax_amount) for line in draft.order.lines
            ]
            parents = [items[line.parent_id - 1].id if line.parent_id else None for line in draft.order.lines]
            assert [item.parent_id for item in items] == parents
            assert (record.customer_id is None) == (draft.buyer.account is None)
            if record.customer_id is not None:
                customer = session.get(Customer, record.customer_id)
                assert customer is not None
                assert customer.email == record.customer_email


def test_numbers_ascend_with_time(engine: Engine) -> None:
    seeding.seed(engine, orders=50, seed=9, now=NOW)
    with Session(engine) as session:
        for model in NUMBERED.values():
            made = session.exec(select_model(model.created_at).order_by(model.increment_id)).all()
            assert list(made) == sorted(made)


def test_an_interrupted_run_leaves_whole_batches(engine: Engine) -> None:
    def stop(done: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seeding.seed(engine, orders=100, seed=1, now=NOW, batch=10, progress=stop)
    assert rows(engine, "sales_order") == 20
    assert rows(engine, "order_payment") == 20
    with reading(engine) as connection:
        orphans = text("SELECT count(*) FROM order_item WHERE order_id NOT IN (SELECT id FROM sales_order)")
        assert connection.scalar(orphans) == 0


def test_other_processes_make_the_same_rows() -> None:
    work = partial(making.make, 3, NOW, 30)
    starts = [(1, 12), (13, 12), (25, 6)]
    with ExitStack() as stack:
        made = [batch.rows for batch in making.elsewhere(stack, work, starts, 2)]
    assert made == [work(*start).rows for start in starts]


def test_a_fault_in_another_process_is_raised_here() -> None:
    with ExitStack() as stack, pytest.raises(ZeroDivisionError):
        list(making.elsewhere(stack, partial(making.make, 3, NOW, 0), [(1, 5)], 1))


def test_stored_forms_are_those_of_the_model() -> None:
    for draft in generate(11, 1, 20, NOW):
        assert instant(draft.created_at) == instant_to_stored(draft.created_at)
        for line in draft.order.lines:
            for number in (line.money.price, line.money.tax_amount, line.qty_ordered, line.weight):
                assert amount(number) == to_stored(number)
