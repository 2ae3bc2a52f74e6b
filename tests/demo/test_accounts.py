"""Credit accounts of the demo: in every status, in order, the same for the same seed, and made once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from sales_tui import model
from sales_tui.demo import seeding
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine, reading
from sales_tui.store.location import locate
from sales_tui.store.mapping import table_of
from sales_tui.store.schema import upgrade

NOW = datetime(2026, 5, 20, 14, 30, 5, 123456, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    location = locate(database_url)
    engine = make_engine(location)
    upgrade(engine, location)
    yield engine
    engine.dispose()


def stored(engine: Engine, entity: type[Any]) -> list[Any]:
    table = table_of(entity)
    with reading(engine) as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def test_customers_and_companies_have_accounts(engine: Engine) -> None:
    seeding.seed(engine, orders=200, seed=1, now=NOW)
    accounts, entries = stored(engine, model.CreditAccount), stored(engine, model.CreditEntry)
    kinds = [one.kind for one in accounts]
    assert kinds.count("company_credit") >= 3
    assert kinds.count("store_credit") >= 12
    assert {(one.balance > 0) - (one.balance < 0) for one in accounts} == {-1, 0, 1}
    assert [one.increment_id for one in accounts] == [f"{number:09}" for number in range(1, len(accounts) + 1)]
    assert all(one.created_at < NOW for one in entries)
    assert {one.reason for one in entries} == {"opening", "correction", "payment", "reimburse"}
    assert list(check_database(engine)) == []
    seeding.seed(engine, orders=20, seed=2, now=NOW)
    assert stored(engine, model.CreditAccount) == accounts


def test_the_same_seed_makes_the_same_accounts(tmp_path: Any) -> None:
    made = []
    for name in ("one", "two"):
        location = locate(str(tmp_path / f"{name}.db"))
        engine = make_engine(location)
        upgrade(engine, location)
        seeding.seed(engine, orders=90, seed=5, now=NOW, batch=40)
        made.append((stored(engine, model.CreditAccount), stored(engine, model.CreditEntry)))
        engine.dispose()
    assert made[0] == made[1]
