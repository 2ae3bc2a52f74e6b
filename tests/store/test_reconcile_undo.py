"""Lines that take others back: the rest of a reservation, charges and refunds that failed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.store.orders import add_order, new_database
from tests.store.settlements import add_transaction, compare, line, stored

ORDER = "000000001"


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    add_order(engine, method="stripe")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("reverse", [False, True])
def test_a_capture_of_a_part(engine: Engine, reverse: bool):
    add_transaction(engine, ORDER, "ch_1", "75.00", parent="pi_1")
    lines = [line(2, "ch_1", "100", "ch_1", "pi_1"), line(3, "re_9", "25", "ch_1", "pi_1", takes_back=True)]
    found = compare(engine, lines[::-1] if reverse else lines)
    assert found.result.is_clean
    assert found.result.sums[0].there == 75
    assert stored(engine) == [("ch_1", "matched", 2)]
    assert found.result.undone == 1


def test_a_rest_that_is_not_the_one_of_here(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "100.00")
    lines = [line(2, "ch_1", "100", "ch_1"), line(3, "re_9", "25", "ch_1", takes_back=True)]
    assert compare(engine, lines).told == [("ch_1", "differing", "amount: 75.00 in the file, 100.00 here")]


def test_a_refund_that_failed(engine: Engine):
    add_transaction(engine, ORDER, "re_1", "10.00", "refund")
    lines = [line(2, "re_1", "10", type="refund"), line(3, "re_1", "10", type="refund", takes_back=True)]
    assert compare(engine, lines).told == [("re_1", "differing", "amount: 0.00 in the file, 10.00 here")]


def test_a_charge_that_failed_and_is_not_here(engine: Engine):
    lines = [line(2, "ch_1", "10", "ch_1"), line(3, "re_1", "10", "ch_1", takes_back=True)]
    found = compare(engine, lines)
    assert found.result.is_clean
    assert found.result.undone == 2
    assert stored(engine) == []


def test_what_an_earlier_file_had(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "10.00")
    lines = [line(2, "re_1", "10", "ch_1", takes_back=True), line(3, "re_2", "5", "ch_9", takes_back=True)]
    assert compare(engine, lines).told == [
        ("ch_1", "differing", "taken back in the file: 10.00"),
        ("ch_9", "missing_here", "taken back in the file: 5.00"),
    ]
