"""Which return a number on a parcel leads to: its own, its order's, the carrier's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from sales_tui.store.parcels import find_returns
from sales_tui.store.requests import Request
from tests.store.orders import add_order, new_database, new_runner


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def do(engine: Engine, action: str, target: str, **values: object) -> None:
    (outcome,) = new_runner(engine).run([Request(action, target, values)])
    assert outcome.ok, outcome.message


@pytest.fixture
def order(engine: Engine) -> str:
    """An order with two returns; the first has a parcel on its way, the second is denied."""
    number = [add_order(engine) for _ in range(4)][-1]
    do(engine, "order.invoice", number, ship=True)
    wanted = {"sku": "SKU-0", "qty": 1, "reason": "wrong_size", "resolution": "refund"}
    for _ in range(2):
        do(engine, "return.create", number, items=[wanted])
    do(engine, "return.track", "1", tracks=[{"carrier_code": "dhl", "track_number": "JD0077"}])
    do(engine, "return.deny", "2", comment="too late")
    return number


@pytest.mark.parametrize("text", ["000000001", "1", " 000000001 ", "JD0077", "JD 00 77"])
def test_one_is_meant(engine: Engine, order: str, text: str):
    assert [(one.number, one.order_number, one.is_over) for one in find_returns(engine, text)] == [
        ("000000001", order, False)
    ]


@pytest.mark.parametrize("short", [False, True])
def test_all_of_an_order_the_newest_first(engine: Engine, order: str, short: bool):
    found = find_returns(engine, order.lstrip("0") if short else order)
    assert [(one.number, one.is_over) for one in found] == [("000000002", True), ("000000001", False)]


def test_a_number_that_is_a_return_s_and_another_order_s(engine: Engine, order: str):
    """Both are numbered from 1 on: the person has to choose."""
    do(engine, "order.invoice", "000000001", ship=True)
    wanted = {"sku": "SKU-0", "qty": 1, "reason": "wrong_size", "resolution": "refund"}
    do(engine, "return.create", "000000001", items=[wanted])
    assert [(one.number, one.order_number) for one in find_returns(engine, "1")] == [
        ("000000001", order),
        ("000000003", "000000001"),
    ]


@pytest.mark.parametrize("text", ["", "  ", "999", "JD", "%", "'; --", "\ud800"])
def test_none_is_meant(engine: Engine, order: str, text: str):
    assert find_returns(engine, text) == []
