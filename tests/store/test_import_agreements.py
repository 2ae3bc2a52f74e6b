"""Billing agreements that came in: their customers, their orders, and that what was done here stays."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.engine import writing
from tests.store.import_records import bring_in, counts, everything, faults, lines_of, new_engine, order, rows
from tests.store.payment_imports import agreement, shown

KIND = "agreements"
WORK = (
    "INSERT INTO journal (at, system_user, operator, host, action, parameters, target_kind, target_id, target, outcome,"
    " message, created, changes) SELECT imported_at, '', '', '', 'agreement.cancel', '{}', 'agreement', record_id, '7',"
    " 'ok', '', '{}', '{}' FROM imported WHERE kind = 'agreement'"
)


@pytest.fixture
def engine(database_url: str):
    engine = new_engine(database_url)
    bring_in(engine, lines_of(order(1), order(2)))
    yield engine
    engine.dispose()


def change(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))


def links(engine: Engine) -> list[int]:
    return [key for (key,) in rows(engine, "SELECT order_id FROM billing_agreement_order ORDER BY 1")]


def test_columns(engine: Engine):
    report = bring_in(engine, lines_of(agreement(7, order_ids=[1, "2"], note="x")))
    assert counts(report, KIND) == (1, 0, 0, 0)
    columns = "source, entity_id, increment_id, number_tail, reference_id, customer_id, customer_email, method_code"
    (stored,) = rows(engine, f"SELECT {columns}, status, store_id, created_at - updated_at FROM billing_agreement")
    assert stored == (
        *("magento", 7, "7", "7", "B-7", 1, "zoe@example.com", "paypal_billing_agreement"),
        *("active", 1, 0),
    )
    ((extra,),) = rows(engine, "SELECT extra FROM imported WHERE kind = 'agreement'")
    assert json.loads(extra) == {"note": "x", "store_id": 3}
    assert links(engine) == [1, 2]


@pytest.mark.parametrize(
    "named",
    [
        {"orders": [2]},
        {"orders": [{"entity_id": 2}]},
        {"orders": [{"increment_id": "000000002"}]},
        {"order_ids": ["2", 2]},
        {"order_increment_ids": ["000000002"]},
    ],
)
def test_its_orders(sqlite_url: str, named: dict):
    engine = new_engine(sqlite_url)
    report = bring_in(engine, lines_of(agreement(7, **named), order(1), order(2)))
    assert (faults(report), links(engine)) == ([], [2])


def test_a_customer_without_orders(engine: Engine):
    person = {"customer_email": "ada@example.com", "customer_firstname": "Ada", "customer_lastname": "King"}
    bring_in(engine, lines_of(agreement(8, customer_id=99, store_id=44, **person)))
    assert rows(engine, "SELECT email, lastname FROM customer WHERE customer_id = 99") == [("ada@example.com", "King")]
    assert shown(engine, "agreement", "8")["store_id"] == 44


def test_the_same_again_and_changed(engine: Engine):
    bring_in(engine, lines_of(agreement(7, order_ids=[1])))
    before = everything(engine)
    assert counts(bring_in(engine, json.dumps([agreement(7, order_ids=[1])])), KIND) == (0, 0, 1, 0)
    assert everything(engine) == before
    report = bring_in(engine, lines_of(agreement(7, status="Canceled", order_ids=[2])))
    assert counts(report, KIND) == (0, 1, 0, 0)
    assert rows(engine, "SELECT status, version FROM billing_agreement") == [("canceled", 2)]
    assert links(engine) == [2]


def test_orders_placed_here_stay(engine: Engine):
    bring_in(engine, lines_of(agreement(7, order_ids=[1, 2])))
    change(engine, "UPDATE sales_order SET source = NULL WHERE id = 2")
    bring_in(engine, lines_of(agreement(7, agreement_label="new")))
    assert links(engine) == [2]


def test_worked_on_here(engine: Engine):
    bring_in(engine, lines_of(agreement(7)))
    change(engine, WORK)
    assert counts(bring_in(engine, lines_of(agreement(7))), KIND) == (0, 0, 1, 0)
    report = bring_in(engine, lines_of(agreement(7, status="canceled")))
    assert (counts(report, KIND), faults(report)) == ((0, 0, 0, 1), [("import.conflict", "")])


def test_deleted_here(engine: Engine):
    bring_in(engine, lines_of(agreement(7)))
    change(engine, "DELETE FROM billing_agreement")
    assert counts(bring_in(engine, lines_of(agreement(8), agreement(7))), KIND) == (1, 0, 1, 0)
    report = bring_in(engine, lines_of(agreement(7, status="canceled")))
    assert report.refused[0].message == "billing agreement 7 was changed at the source, but it was deleted here"
    assert rows(engine, "SELECT increment_id FROM billing_agreement") == [("8",)]


def test_a_number_that_is_taken(engine: Engine):
    bring_in(engine, lines_of(agreement(7)))
    (refusal,) = bring_in(engine, lines_of(agreement(7)), source="b").refused
    assert (refusal.code, refusal.field) == ("import.duplicate", "increment_id")
    assert refusal.message == "billing agreement 7 came in before from the source 'magento'"


@pytest.mark.parametrize(
    "changes, fault, reason",
    [
        ({"reference_id": None}, ("import.field", "reference_id"), "is missing"),
        ({"reference_id": " "}, ("import.field", "reference_id"), "is empty"),
        ({"agreement_id": "x"}, ("import.field", "agreement_id"), "'x' is not a number"),
        ({"status": "asleep"}, ("import.field", "status"), "'asleep' is none of active, canceled"),
        ({"customer_id": []}, ("import.field", "customer_id"), "must be a number, not a list"),
        ({"orders": 1}, ("import.field", "orders"), "must be a list, not a number"),
        ({"orders": [1, {}]}, ("import.field", "orders[1]"), None),
        ({"order_ids": ["x"]}, ("import.field", "order_ids[0]"), "'x' is not a number"),
        (
            {"order_ids": [1, 99]},
            ("import.unknown_order", "order_ids[1]"),
            "order 99 is not in the database: import the order first",
        ),
    ],
)
def test_refused(sqlite_url: str, changes: dict, fault: tuple[str, str], reason: str | None):
    engine = new_engine(sqlite_url)
    report = bring_in(engine, lines_of(order(1), agreement(7) | changes, agreement(8)))
    assert (counts(report, KIND), faults(report)) == ((1, 0, 0, 1), [fault])
    assert reason in (None, report.refused[0].message)
