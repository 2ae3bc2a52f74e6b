"""The generated quotes and the catalog: in every status, whole, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from sales_tui import model
from sales_tui.demo import seeding
from sales_tui.demo.catalog import products
from sales_tui.rules.quote_status import STATUSES
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine, reading
from sales_tui.store.location import locate
from sales_tui.store.mapping import table_of
from sales_tui.store.schema import upgrade

NOW = datetime(2026, 5, 20, 14, 30, 5, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    location = locate(database_url)
    engine = make_engine(location)
    upgrade(engine, location)
    yield engine
    engine.dispose()


def rows(engine: Engine, entity: type[Any], *names: str) -> list[Any]:
    table = table_of(entity)
    columns = [table.c[name] for name in names] or [*table.c]
    with reading(engine) as connection:
        return list(connection.execute(select(*columns).order_by(table.c.id)))


def test_quotes_in_every_status(engine: Engine):
    seeding.seed(engine, orders=900, seed=1, now=NOW)
    quotes = rows(engine, model.Quote)
    assert {quote.status for quote in quotes} == set(STATUSES)
    assert all(quote.company_name and quote.customer_id and quote.buyer_name for quote in quotes)
    assert all(quote.created_at <= quote.updated_at <= NOW for quote in quotes)
    assert any(quote.accepted_at and quote.status == "submitted_by_admin" for quote in quotes)
    born = [one.id for one in rows(engine, model.Order, "id", "from_quote") if one.from_quote]
    assert sorted(quote.order_id for quote in quotes if quote.order_id) == sorted(born)
    assert rows(engine, model.QuoteAttachment)
    assert {one.sales_rep for one in rows(engine, model.Company)} <= {"ada", "sam", "priya"}
    assert list(check_database(engine)) == []


def test_everything_sold_is_in_the_catalog(engine: Engine):
    seeding.seed(engine, orders=300, seed=2, now=NOW)
    sold = {one.sku for one in rows(engine, model.OrderItem, "sku")}
    known = {one.sku: one for one in rows(engine, model.Product)}
    assert sold <= known.keys()
    goods = [one for one in known.values() if one.type_id != "virtual"]
    assert all(one.barcode and one.bin_location for one in goods)
    assert len({one.barcode for one in goods}) == len(goods)
    assert all(one.cost is not None for one in known.values())


def test_the_same_seed_makes_the_same_quotes(sqlite_url: str, tmp_path: Any):
    told = []
    for url in (sqlite_url, f"sqlite:///{tmp_path / 'other.db'}"):
        engine = make_engine(locate(url))
        upgrade(engine, locate(url))
        seeding.seed(engine, orders=400, seed=3, now=NOW)
        told.append(
            [[tuple(row) for row in rows(engine, one)] for one in (model.Quote, model.QuoteItem, model.QuoteLog)]
        )
        engine.dispose()
    assert told[0] == told[1]
    assert told[0][0]


def test_the_barcodes_can_be_scanned():
    for one in products():
        assert isinstance(one.record, dict)
        code = one.record.get("barcode")
        if code:
            digits = [int(digit) for digit in code]
            assert len(digits) == 13
            assert sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
