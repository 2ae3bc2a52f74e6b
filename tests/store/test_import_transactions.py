"""Transactions that came in: whose they are, what they are over, and that the same never comes twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.check import check_database
from sales_tui.store.engine import writing
from tests.store.found import entry, found
from tests.store.import_records import bring_in, counts, everything, faults, invoice, lines_of, new_engine, rows
from tests.store.payment_imports import CARD, capture, paid_order, raw, transaction

KIND = "transactions"


@pytest.fixture
def engine(database_url: str):
    engine = new_engine(database_url)
    bring_in(engine, lines_of(paid_order(1), paid_order(2)))
    yield engine
    engine.dispose()


def change(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))


def amounts(engine: Engine) -> dict[str, Any]:
    return dict(rows(engine, "SELECT txn_id, amount FROM payment_transaction ORDER BY id"))


def test_columns(engine: Engine):
    record = transaction(4, is_closed="1", txn_type="Authorization", extension_attributes={"a": 1})
    assert counts(bring_in(engine, lines_of(record)), KIND) == (1, 0, 0, 0)
    columns = "order_id, version, source, entity_id, txn_id, number_tail, parent_txn_id, txn_type, method, is_closed"
    (stored,) = rows(engine, f"SELECT {columns}, made_here, details, fetched_at FROM payment_transaction")
    assert stored == (1, 1, "magento", 4, "T4", "4T", None, "authorization", "paypal", 1, 0, "{}", None)
    ((extra,),) = rows(engine, "SELECT extra FROM imported WHERE kind = 'transaction'")
    assert json.loads(extra) == {"payment_id": 7, "extension_attributes": {"a": 1}}
    assert list(check_database(engine)) == []


def test_the_payment_tells_what_went_through_the_payment_system(engine: Engine):
    record = paid_order(3, paid="12.50")
    record["payment"]["base_amount_refunded_online"] = 2
    bring_in(engine, lines_of(record))
    query = "SELECT base_amount_paid_online, base_amount_refunded_online FROM order_payment WHERE order_id = 3"
    assert rows(engine, query) == [(125000, 20000)]


def test_the_same_again_in_every_form(engine: Engine):
    records = [transaction(1, additional_information=raw(AMT="35.98")), capture(2, child_transactions=None)]
    nested = [transaction(1, additional_information=raw(AMT="35.98"), child_transactions=[capture(2, order_id=None)])]
    assert counts(bring_in(engine, lines_of(*records)), KIND) == (2, 0, 0, 0)
    before = everything(engine)
    for content in (
        lines_of(*records),
        json.dumps(records, indent=1),
        json.dumps({"items": records, "search_criteria": {}, "total_count": 2}),
        json.dumps(nested[0], indent=2),
        lines_of(*nested),
    ):
        assert counts(bring_in(engine, content), KIND) == (0, 0, 2, 0)
    assert everything(engine) == before


def test_nested_ones_come_in_too(engine: Engine):
    refund = {"transaction_id": 3, "txn_id": "T3", "txn_type": "refund", "is_closed": 1}
    taken = capture(2, parent_id=None, parent_txn_id=None, order_id=None, child_transactions=[refund])
    report = bring_in(engine, json.dumps(transaction(1, child_transactions=[taken])))
    assert counts(report, KIND) == (3, 0, 0, 0)
    family = rows(engine, "SELECT order_id, txn_id, parent_txn_id FROM payment_transaction ORDER BY entity_id")
    assert family == [(1, "T1", None), (1, "T2", "T1"), (1, "T3", "T2")]


def test_a_nested_one_is_refused_by_itself(engine: Engine):
    bad = capture(2, txn_type="theft")
    report = bring_in(engine, lines_of(transaction(1, child_transactions=[bad, capture(3)])))
    assert counts(report, KIND) == (2, 0, 0, 1)
    assert faults(report) == [("import.field", "child_transactions[0].txn_type")]


@pytest.mark.parametrize("together", [True, False])
def test_children_before_parents_that_they_name_by_id_alone(engine: Engine, together: bool):
    records = [capture(2, parent_txn_id=None), transaction(1)]
    for content in [lines_of(*records)] if together else [lines_of(one) for one in records]:
        bring_in(engine, content)
    assert rows(engine, "SELECT parent_txn_id FROM payment_transaction WHERE txn_id = 'T2'") == [("T1",)]


def test_before_its_order_in_the_same_file(engine: Engine):
    report = bring_in(engine, lines_of(transaction(1, order_id=3), paid_order(3)))
    assert counts(report, KIND) == (1, 0, 0, 0)


def test_an_unknown_order(engine: Engine):
    (refusal,) = bring_in(engine, lines_of(transaction(1, order_id=99))).refused
    assert (refusal.code, refusal.field) == ("import.unknown_order", "order_id")
    assert refusal.message == "order 99 is not in the database: import the order first"


def test_changed_at_the_source(engine: Engine):
    bring_in(engine, lines_of(transaction(1), transaction(2, order_id=2)))
    report = bring_in(engine, lines_of(transaction(1, is_closed=1, created_at=None)))
    assert counts(report, KIND) == (0, 1, 0, 0)
    stored = rows(engine, "SELECT txn_id, is_closed, version FROM payment_transaction ORDER BY id")
    assert stored == [("T1", 1, 2), ("T2", 0, 1)]


@pytest.mark.parametrize("work", ["UPDATE sales_order SET touched_at = 1", "UPDATE invoice SET made_here = 1"])
def test_worked_on_here(engine: Engine, work: str):
    bring_in(engine, lines_of(transaction(1), invoice(4)))
    change(engine, work)
    assert counts(bring_in(engine, lines_of(transaction(1))), KIND) == (0, 0, 1, 0)
    report = bring_in(engine, lines_of(transaction(1, is_closed=1), capture(2)))
    assert (counts(report, KIND), faults(report)) == ((1, 0, 0, 1), [("import.conflict", "")])
    assert rows(engine, "SELECT is_closed FROM payment_transaction WHERE txn_id = 'T1'") == [(0,)]


def test_one_name_belongs_to_one_transaction_of_an_order(engine: Engine):
    report = bring_in(
        engine, lines_of(transaction(1), transaction(2, txn_id="T1"), transaction(3, txn_id="T1", order_id=2))
    )
    assert (counts(report, KIND), faults(report)) == ((2, 0, 0, 1), [("import.duplicate", "txn_id")])
    assert report.refused[0].message == "transaction T1 of order 1 came in before with the transaction_id 1"


def test_made_here(engine: Engine):
    bring_in(engine, lines_of(transaction(1)))
    change(engine, "UPDATE payment_transaction SET source = NULL, entity_id = NULL, made_here = 1")
    (refusal,) = bring_in(engine, lines_of(transaction(1))).refused
    assert refusal.message == "transaction T1 of order 1 was made here and is another one"


@pytest.mark.parametrize(
    "changes, field, reason",
    [
        ({"txn_id": None}, "txn_id", "is missing"),
        ({"txn_id": " "}, "txn_id", "is empty"),
        ({"txn_id": "T" * 501}, "txn_id", "has 501 characters, more than 500"),
        ({"txn_type": "theft"}, "txn_type", None),
        ({"txn_type": None}, "txn_type", "is missing"),
        ({"order_id": None}, "order_id", "is missing"),
        ({"order_id": "x"}, "order_id", "'x' is not a number"),
        ({"order_id": []}, "order_id", None),
        ({"is_closed": "perhaps"}, "is_closed", "'perhaps' is neither yes (1) nor no (0)"),
        ({"parent_id": "x"}, "parent_id", "'x' is not a number"),
        ({"created_at": "soon"}, "created_at", None),
        ({"child_transactions": {}}, "child_transactions", "must be a list, not an object"),
        ({"child_transactions": [1]}, "child_transactions[0]", "must be an object, not a number"),
    ],
)
def test_refused(sqlite_url: str, changes: dict, field: str, reason: str | None):
    engine = new_engine(sqlite_url)
    report = bring_in(engine, lines_of(paid_order(1), transaction(1) | changes, transaction(9)))
    assert (counts(report, KIND), faults(report)) == ((1, 0, 0, 1), [("import.field", field)])
    assert reason in (None, report.refused[0].message)


def test_numbers_that_json_has_not(sqlite_url: str):
    engine = new_engine(sqlite_url)
    report = bring_in(engine, lines_of(paid_order(1), transaction(1, additional_information=[{"a": float("nan")}])))
    assert (counts(report, KIND), report.refused[0].code) == ((0, 0, 0, 1), "import.json")


@pytest.mark.parametrize(
    "given, details",
    [
        (None, {}),
        ([], {}),
        (["Approved", 7, True, None], {"1": "Approved", "2": "7", "3": "yes"}),
        ([{"key": "AVS", "value": "Y"}, {"key": "risk", "value": {"score": 1.50}}], {"AVS": "Y", "risk.score": "1.5"}),
        (raw(AMT="5.00", nested={"a": ["b"]}), {"AMT": "5.00", "nested.a.1": "b"}),
        ({"raw_details_info": {"a": "1"}, "is_closed": False}, {"a": "1", "is_closed": "no"}),
        ([{"a": "1"}, {"a": "1"}, {"a": "2"}], {"a": "1", "a (2)": "2"}),
        (["{not json", "[1"], {"1": "{not json", "2": "[1"}),
        (['{"a": NaN, "b": 1e999999}'], {"a": "NaN", "b": "1E+999999"}),
    ],
)
def test_details(sqlite_url: str, given: Any, details: dict[str, str]):
    engine = new_engine(sqlite_url)
    bring_in(engine, lines_of(paid_order(1), transaction(1) | {"additional_information": given}))
    ((stored,),) = rows(engine, "SELECT details FROM payment_transaction")
    assert json.loads(stored) == details


def test_no_card_number_gets_into_the_database(engine: Engine):
    said = raw(card=CARD, text=f"card {CARD} 123 declined", cc_cid="987", CVV2="987", ref="4111111111111112")
    pairs = [{"key": "cvv", "value": "987"}, {"key": "number", "value": 5500005555555559}]
    bring_in(engine, lines_of(transaction(1, additional_information=[*said, *pairs], cc_number=CARD, cc_cid="987")))
    record = paid_order(3)
    record["payment"] |= {"additional_information": [CARD, f'{{"cvv": "987", "no": "{CARD}"}}'], "cc_last4": CARD}
    bring_in(engine, lines_of(record | {"increment_id": "3"}))
    ((stored,),) = rows(engine, "SELECT details FROM payment_transaction")
    assert json.loads(stored) == {
        "card": "****1111",
        "text": "card ****1111 123 declined",
        "ref": "4111111111111112",
        "number": "****5559",
    }
    kept = str(everything(engine)).replace(" ", "")
    assert not [secret for secret in ("4111111111111111", "5500005555555559", '"987"', "cc_cid") if secret in kept]


@pytest.mark.parametrize(
    "details, amount",
    [
        ({"amount": "12.50"}, 125000),
        ({"Amount": 12.5}, 125000),
        ({"AMT": "12.50", "CURRENCYCODE": "eur"}, 125000),
        ({"amount": {"value": "12.5", "currency_code": "EUR"}}, 125000),
        ({"amount": "99.00", "base_amount": "12.5"}, 125000),
        ({"amount": "12.50", "currency": "USD"}, None),
        ({"amount": "twelve"}, None),
        ({"amount": "12.12345"}, None),
        ({"amount": "0"}, None),
        ({"amount": "-12.50"}, None),
        ({"amount": 3598}, None),
        ({"amount": "1e99"}, None),
    ],
)
def test_amounts_that_details_tell(sqlite_url: str, details: dict, amount: int | None):
    engine = new_engine(sqlite_url)
    refund = transaction(1, txn_type="refund", additional_information=raw(**details))
    bring_in(engine, lines_of(paid_order(1), refund))
    assert amounts(engine) == {"T1": amount}


def test_amounts_that_the_payment_tells(engine: Engine):
    records = [paid_order(3, authorized=30, paid=25), transaction(1, order_id=3), capture(2, order_id=3)]
    bring_in(engine, lines_of(*records, capture(3, order_id=3, txn_type="refund")))
    assert amounts(engine) == {"T1": 300000, "T2": 250000, "T3": None}
    bring_in(engine, lines_of(capture(4, order_id=3)))
    assert amounts(engine) == {"T1": 300000, "T2": None, "T3": None, "T4": None}


def test_amounts_follow_an_order_that_comes_later(engine: Engine):
    bring_in(engine, lines_of(transaction(1), capture(2)))
    assert amounts(engine) == {"T1": 359800, "T2": None}
    bring_in(engine, lines_of(paid_order(1, paid=20)))
    assert amounts(engine) == {"T1": 359800, "T2": 200000}


def test_what_was_settled_here_stays(engine: Engine):
    bring_in(engine, lines_of(transaction(1), capture(2)))
    change(engine, "UPDATE payment_transaction SET amount = 10000, fetched_at = 1 WHERE txn_id = 'T2'")
    bring_in(engine, lines_of(paid_order(1, paid=20)))
    assert amounts(engine)["T2"] == 10000
    change(engine, "UPDATE sales_order SET touched_at = 1")
    told = capture(4, txn_type="refund", additional_information=raw(AMT=2))
    bring_in(engine, lines_of(told, capture(5)))
    assert amounts(engine) == {"T1": 359800, "T2": 10000, "T4": 20000, "T5": None}


def test_orders_are_found_by_all_their_transactions(engine: Engine):
    bring_in(engine, lines_of(transaction(1, txn_id="AUTH-77"), capture(2, txn_id="CAP-88")))
    assert entry(engine, "000000001")["transaction_id"] == ["auth-77", "cap-88"]
    assert found(engine, "CAP-88") == ["000000001"]
    bring_in(engine, lines_of(capture(2, txn_id="CAP-88", order_id=2)))
    assert found(engine, "CAP-88") == ["000000002"]
    assert list(check_database(engine)) == []


@pytest.mark.parametrize(
    "statement, fault",
    [
        (
            "UPDATE payment_transaction SET number_tail = 'x'",
            "Transaction T1 is kept under other last digits than its own.",
        ),
        (
            "UPDATE payment_transaction SET txn_id = 'X', number_tail = 'X'",
            "Order 000000001: its entry in the search index has another transaction_id, text than the order.",
        ),
    ],
)
def test_what_is_kept_twice_must_say_the_same(engine: Engine, statement: str, fault: str):
    bring_in(engine, lines_of(transaction(1)))
    change(engine, statement)
    assert list(check_database(engine)) == [fault]
