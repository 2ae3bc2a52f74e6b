"""Transactions, agreements and accounts as `show --json` tells them."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sales_tui import model
from sales_tui.actions.base import Context
from sales_tui.store.engine import reading
from sales_tui.store.show import show
from tests.store.import_records import NOW, bring_in, faults, lines_of, new_engine, order
from tests.store.payment_imports import agreement, capture, paid_order, raw, shown, transaction

REFUND = capture(3, parent_id=2, parent_txn_id="T2", txn_type="refund", created_at="2024-05-03 09:00:00")
FAMILY = [transaction(1, additional_information=raw(AMT="35.98", AVS="Y"), custom="kept"), capture(2), REFUND]


@pytest.fixture
def engine(database_url: str):
    engine = new_engine(database_url)
    bring_in(engine, lines_of(paid_order(1, paid=35.98, total_paid=35.98, base_total_paid=35.98), *FAMILY))
    yield engine
    engine.dispose()


def test_the_transactions_of_an_order(engine: Engine):
    record = shown(engine, "order", "1")
    assert [one["txn_id"] for one in record["transactions"]] == ["T1", "T2", "T3"]
    assert record["transactions"][0] == {
        "transaction_id": 1,
        "parent_id": None,
        "order_id": 1,
        "order_increment_id": "000000001",
        "payment_id": 7,
        "txn_id": "T1",
        "parent_txn_id": None,
        "txn_type": "authorization",
        "is_closed": 0,
        "status": "open",
        "method": "paypal",
        "amount": "35.98",
        "base_currency_code": "EUR",
        "additional_information": [{"raw_details_info": {"AMT": "35.98", "AVS": "Y"}}],
        "details": {"AMT": "35.98", "AVS": "Y"},
        "created_at": "2024-05-01T09:00:00Z",
        "fetched_at": None,
        "allowed_actions": record["transactions"][0]["allowed_actions"],
        "extra": {"custom": "kept"},
    }
    assert record["payment"]["base_amount_paid_online"] == "35.98"


def test_one_transaction_with_what_followed_from_it(engine: Engine):
    record = shown(engine, "transaction", "T1")
    (taken,) = record["child_transactions"]
    (refund,) = taken["child_transactions"]
    assert (taken["txn_id"], taken["parent_id"], refund["txn_id"]) == ("T2", 1, "T3")
    assert (refund["child_transactions"], record["others"]) == ([], 0)
    assert record["sums"] == {
        "authorized": "35.98",
        "captured": "35.98",
        "refunded": "0.00",
        "total_paid": "35.98",
        "total_refunded": "0.00",
        "untold": 1,
    }


def test_a_name_that_several_orders_have(engine: Engine):
    later = transaction(9, txn_id="T1", order_id=2, created_at="2024-06-01 09:00:00")
    bring_in(engine, lines_of(paid_order(2), later))
    record = shown(engine, "transaction", "T1")
    assert (record["order_increment_id"], record["others"]) == ("000000002", 1)


def test_parents_that_go_in_circles(engine: Engine):
    bring_in(engine, lines_of(capture(4, parent_txn_id="T5"), capture(5, parent_txn_id="T4")))
    (child,) = shown(engine, "transaction", "T4")["child_transactions"]
    assert (child["txn_id"], child["child_transactions"]) == ("T5", [])


@pytest.mark.parametrize("kind", ["transaction", "agreement", "account", "settlement_line"])
def test_there_is_none(engine: Engine, kind: str):
    with reading(engine) as connection:
        assert show(connection, kind, "nothing", Context(NOW)) is None


@pytest.mark.parametrize("nested", [True, False])
def test_out_and_in_again(engine: Engine, sqlite_url: str, tmp_path, nested: bool):
    before = shown(engine, "order", "1")["transactions"]
    content = lines_of(shown(engine, "transaction", "T1")) if nested else json.dumps(before)
    other = new_engine(f"sqlite:///{tmp_path / 'other.db'}")
    bring_in(other, lines_of(paid_order(1, paid=35.98, total_paid=35.98, base_total_paid=35.98)))
    assert faults(bring_in(other, content)) == []
    assert shown(other, "order", "1")["transactions"] == before
    assert shown(other, "transaction", "T1") == shown(engine, "transaction", "T1")
    other.dispose()


def test_an_agreement(engine: Engine):
    later = order(2, created_at="2024-05-09 08:00:00", status="my_status")
    bring_in(engine, lines_of(later, agreement(7, order_ids=[1, 2], note="x")))
    record = shown(engine, "agreement", "7")
    assert record["orders"][0] == {
        "entity_id": 2,
        "increment_id": "000000002",
        "state": "new",
        "status": "my_status",
        "order_currency_code": "EUR",
        "base_currency_code": "EUR",
        "created_at": "2024-05-09T08:00:00Z",
        "grand_total": "35.98",
        "base_grand_total": "35.98",
    }
    del record["orders"], record["allowed_actions"]
    assert record == {
        "agreement_id": 7,
        "increment_id": "7",
        "reference_id": "B-7",
        "status": "active",
        "method_code": "paypal_billing_agreement",
        "agreement_label": "PayPal",
        "store_id": 3,
        "customer_id": 7,
        "customer_email": "zoe@example.com",
        "customer_firstname": "Zoë",
        "customer_lastname": "Müller",
        "created_at": "2024-05-01T09:00:00Z",
        "updated_at": "2024-05-01T09:00:00Z",
        "extra": {"note": "x"},
    }


def test_an_account(engine: Engine):
    moved = [("100", "100", "opening", None), ("-37.5", "62.5", "payment", 1)]
    with Session(engine) as session:
        session.add(
            model.CreditAccount(
                id=5, increment_id="000000005", kind="company_credit", owner="Acme", currency="EUR",
                balance=Decimal("62.5"), credit_limit=Decimal(50), created_at=NOW, updated_at=NOW,
            )
        )  # fmt: skip
        session.flush()
        for amount, balance, reason, owner in moved:
            money: dict[str, Any] = {"amount": Decimal(amount), "balance": Decimal(balance)}
            session.add(model.CreditEntry(account_id=5, order_id=owner, reason=reason, created_at=NOW, **money))
            session.flush()
        session.commit()
    record = shown(engine, "account", "5")
    figures = ("increment_id", "balance", "credit_limit", "available")
    assert [record[name] for name in figures] == ["000000005", "62.50", "50.00", "112.50"]
    assert [(one["amount"], one["balance"], one["order_increment_id"]) for one in record["entries"]] == [
        ("-37.50", "62.50", "000000001"),
        ("100.00", "100.00", None),
    ]


@pytest.mark.parametrize(
    "verdict, waited, is_open, told",
    [("", 5, True, [False]), ("", 500, True, [True]), ("unknown", 5, True, [True]), ("done", 5, False, [])],
)
def test_what_a_payment_system_has_not_answered(
    engine: Engine, verdict: str, waited: int, is_open: bool, told: list[bool]
):
    with Session(engine) as session:
        session.add(
            model.PaymentAttempt(
                key="k", subject_kind="order", subject_id=1, order_id=1, operation="capture", method="paypal",
                amount=Decimal("12.5"), currency="EUR", call="{}", verdict=verdict, is_open=is_open, patience=60,
                action="order.invoice", target="000000001", parameters="{}", operator="ada",
                asked_at=NOW - timedelta(seconds=waited),
            )
        )  # fmt: skip
        session.commit()
    attempts = shown(engine, "order", "1")["attempts"]
    assert [one["is_in_doubt"] for one in attempts] == told
    assert all((one["operation"], one["amount"], one["by"]) == ("capture", "12.50", "ada") for one in attempts)
