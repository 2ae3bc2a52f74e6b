"""An older database that is brought to this version is the same as one that was made by it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, delete, event, insert, select, text, update
from sqlmodel import SQLModel

from sales_tui import model
from sales_tui.demo.seeding import seed
from sales_tui.store import schema
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine, reading, writing
from sales_tui.store.location import locate
from sales_tui.store.mapping import table_of
from sales_tui.store.search_index import reindex
from tests.store.found import found
from tests.store.import_records import bring_in, everything, lines_of, order, rich_order, shipment
from tests.store.orders import new_database

_UNKNOWN = {"base_amount_paid_online": Decimal(0), "base_amount_refunded_online": Decimal(0)}


@pytest.fixture
def newest(tmp_path: Path):
    """A database of this version with generated and imported orders, of what the first version could hold."""
    engine = new_database(f"sqlite:///{tmp_path / 'newest.db'}")
    seed(engine, orders=120, seed=4, now=datetime(2026, 5, 20, tzinfo=UTC))
    first = rich_order() | {"increment_id": "M-1"}
    bring_in(engine, lines_of(first, order(2, increment_id="M-2"), shipment(1, increment_id="M-1")))
    _forget_payments(engine, _first_tables(tmp_path))
    yield engine
    engine.dispose()


def _first_tables(folder: Path) -> set[str]:
    """Names of the tables that the first version had."""
    engine = make_engine(locate(f"sqlite:///{folder / 'first.db'}"))
    with writing(engine) as connection:
        command.upgrade(_config(connection), "0001")
        tables = MetaData()
        tables.reflect(connection)
    engine.dispose()
    return set(tables.tables)


def _forget_payments(engine: Engine, first: set[str]) -> None:
    """Remove what the first version had no tables or columns for."""
    with writing(engine) as connection:
        connection.execute(update(table_of(model.Customer)).values(company_id=None))
        for table in reversed(SQLModel.metadata.sorted_tables):
            if table.name not in first:
                connection.execute(delete(table))
        series = table_of(model.NumberSequence)
        connection.execute(delete(series).where(series.c.kind.in_(("account", "return", "quote"))))
        connection.execute(update(table_of(model.OrderItem)).values(qty_returned=Decimal(0)))
        connection.execute(update(table_of(model.Order)).values(from_quote=False, tags="", archived_at=None))
        connection.execute(update(table_of(model.OrderPayment)).values(_UNKNOWN))
        connection.execute(update(table_of(model.Invoice)).values(transaction_id=None))
        connection.execute(update(table_of(model.Creditmemo)).values(transaction_id=None, refund_to="offline"))
        orders = table_of(model.Order)
        for base in ("", "base_"):
            online, offline = orders.c[f"{base}total_online_refunded"], orders.c[f"{base}total_offline_refunded"]
            connection.execute(update(orders).values({offline: offline + online, online: Decimal(0)}))
        reindex(connection, list(connection.scalars(select(table_of(model.Order).c.id))))


@pytest.fixture
def old(database_url: str, newest: Engine):
    """A database of the first version with the same orders."""
    engine = make_engine(locate(database_url))
    with writing(engine) as connection:
        command.upgrade(_config(connection), "0001")
    _copy(newest, engine)
    yield engine
    engine.dispose()


def _config(connection: Any) -> Any:
    config = schema._config()
    config.attributes["connection"] = connection
    return config


def _copy(source: Engine, target: Engine) -> None:
    """All rows, but only the columns that the target has, as they are stored."""
    tables = MetaData()
    tables.reflect(target)
    there = MetaData()
    there.reflect(source, only=[table.name for table in tables.sorted_tables])
    with reading(source) as read, writing(target) as write:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            columns = [there.tables[table.name].c[column.name] for column in table.c]
            rows = [dict(row) for row in read.execute(select(*columns)).mappings()]
            if rows:
                write.execute(insert(table), rows)


def test_an_upgraded_database_is_as_if_it_had_been_made_new(old: Engine, newest: Engine, database_url: str):
    assert schema.upgrade(old, locate(database_url))
    before, after = everything(newest), everything(old)
    assert before.keys() == after.keys()
    for table in SQLModel.metadata.tables:
        assert sorted(after[table], key=str) == sorted(before[table], key=str), table
    assert len(after["order_search"]) == 122
    assert found(old, "1z999") == found(newest, "1z999")
    assert found(old, "1z999")[-1] == "M-1"
    assert list(check_database(old)) == []


@pytest.mark.postgresql
def test_without_the_extension_everything_is_found_all_the_same(postgres_url: str):
    engine = make_engine(locate(postgres_url))

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _unknown_extension(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> Any:
        return statement.replace("pg_trgm", "missing_here"), parameters

    schema.upgrade(engine, locate(postgres_url))
    bring_in(engine, lines_of(order(1), order(2, customer_firstname="Łucja")))
    assert found(engine, "lucja") == ["000000002"]
    with reading(engine) as connection:
        indexes = connection.scalars(text("SELECT indexname FROM pg_indexes WHERE tablename = 'order_search'"))
        assert "ix_order_search_text" not in set(indexes)
    engine.dispose()
