"""`db check` names orders and accounts whose payments don't add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from sales_tui.store.check import check_database
from sales_tui.store.engine import writing
from tests.store.orders import add_order
from tests.store.payment_desk import TOTAL, PaymentDesk


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    (invoice,) = desk.done("order.invoice", desk.reserve()).created["invoices"]
    desk.done("order.refund", "1", invoice=invoice, to="online", items=[{"sku": "A", "qty": 1}])
    yield desk
    desk.engine.dispose()


@pytest.mark.parametrize(
    "statement, said",
    [
        ("UPDATE payment_transaction SET amount = 10000 WHERE txn_type = 'capture'", "its invoices over 37.89"),
        ("UPDATE payment_transaction SET amount = 10000 WHERE txn_type = 'refund'", "but its credit memos over"),
        ("UPDATE payment_transaction SET amount = 10000 WHERE txn_type = 'authorization'", "which is over 1 only"),
        ("UPDATE payment_transaction SET is_closed = 0 WHERE txn_type = 'capture'", "is open, but there is a refund"),
        ("UPDATE invoice SET transaction_id = 'gone'", "names transaction gone, which doesn't exist"),
        ("UPDATE creditmemo SET transaction_id = NULL", "was given back online, but has no transaction"),
    ],
)
def test_transactions_that_dont_add_up(desk: PaymentDesk, statement: str, said: str):
    with writing(desk.engine) as connection:
        connection.execute(text(statement))
    faults = list(check_database(desk.engine))
    assert any(fault.startswith("Order 000000001: ") and said in fault for fault in faults), faults


def test_what_the_payment_says(desk: PaymentDesk):
    number = add_order(desk.engine)
    assert list(check_database(desk.engine)) == []
    with writing(desk.engine) as connection:
        connection.execute(text("UPDATE order_payment SET base_amount_paid_online = 10000 WHERE order_id = 2"))
    said = "its payment says another sum than its transactions charged or gave back."
    assert list(check_database(desk.engine)) == [f"Order {number}: {said}"]


def test_accounts(desk: PaymentDesk):
    columns = "id, version, increment_id, number_tail, kind, owner, owner_email, currency, balance, credit_limit"
    with writing(desk.engine) as connection:
        connection.execute(
            text(
                f"INSERT INTO credit_account ({columns}, created_at, updated_at)"
                " SELECT 1, 1, 'A1', '1A', 'store_credit', 'Ana', '', 'USD', 50000, 0, created_at, updated_at"
                " FROM sales_order WHERE id = 1"
            )
        )
    assert list(check_database(desk.engine)) == ["Account A1: its balance is 5, but its movements come to 0."]


def test_owed_an_answer_for_too_long(desk: PaymentDesk):
    number = desk.reserve(2, card="0341")
    assert desk.do("order.invoice", number).code == "payment.in_doubt"
    assert list(check_database(desk.engine, desk.now + timedelta(hours=23))) == []
    (fault,) = check_database(desk.engine, desk.now + timedelta(hours=25))
    assert fault.startswith(f"Order {number}: the capture of {TOTAL} USD is in doubt since 2026-11-23 10:42 UTC")
