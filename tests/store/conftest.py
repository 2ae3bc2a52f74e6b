"""One shop of each kind of database for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from sales_tui.store.engine import make_engine
from sales_tui.store.grid import Grid
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from tests.secrets import GUARD
from tests.store.grid_plain import Plain, load
from tests.store.grid_shop import build

if TYPE_CHECKING:
    from tests.conftest import PostgresServer


@dataclass(repr=False)
class Shop:
    """The grid's queries on the shop, and all that is in its tables."""

    url: str
    grid: Grid
    plain: Plain
    filters: dict[str, st.SearchStrategy[str]] = field(default_factory=dict)
    """By workspace, what it may be asked: made when first wanted."""


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop of `grid_shop`, in a database of each kind in turn. Nobody may change it."""
    if request.param == "sqlite":
        yield from _shop(f"sqlite:///{tmp_path_factory.mktemp('shop') / 'sales.db'}")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = _with_words_in_order(server)
    yield from _shop(url)
    server.drop(url)


def _shop(url: str) -> Iterator[Shop]:
    build(url)
    engine, reader = make_engine(locate(url)), Reader(locate(url))
    yield Shop(url, Grid(reader), Plain(load(engine)))
    reader.close()
    engine.dispose()
    if path := locate(url).path:
        GUARD.scan_sqlite(path)


def _with_words_in_order(server: PostgresServer) -> str:
    """The URL of a database that by default sorts as dictionaries do, unlike SQLite; where the server can't, as it is.

    What the grid sorts must not depend on it.
    """
    import psycopg

    url = server.create()
    name = url.rpartition("/")[2]
    server.connection.execute(f'DROP DATABASE "{name}"'.encode())
    locale = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    try:
        server.connection.execute(f'CREATE DATABASE "{name}" {locale}'.encode())
    except psycopg.Error:
        server.connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
    return url
