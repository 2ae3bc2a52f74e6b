"""`list` and `show` of transactions, billing agreements and credit accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.store.orders import add_order, new_database
from tests.tui.payment_rows import add_payments


@pytest.fixture
def shop(tmp_path: Path) -> str:
    url = str(tmp_path / "sales.db")
    engine = new_database(f"sqlite:///{url}")
    for _ in range(3):
        add_order(engine)
    engine.dispose()
    add_payments(url, (1, 2, 3))
    return url


def test_transactions_as_data(shop: str) -> None:
    rows = sales(shop, "list", "transactions", "--sort", "created_at", "--format", "json").json()
    assert [row["txn_id"] for row in rows] == ["sbx-auth-1", "sbx-cap-1", "sbx-cap-2", "sbx-back-1", "sbx-auth-2"]
    first = rows[1]
    assert (first["status"], first["is_closed"], first["txn_type"]) == ("closed", 1, "capture")
    assert (first["parent_txn_id"], first["amount"], first["order_increment_id"]) == (
        "sbx-auth-1",
        "40.00",
        "000000001",
    )
    (one,) = sales(shop, "list", "transactions", "--columns", "amount", "--limit", "1", "--format", "json").json()
    assert one == {"txn_id": "sbx-auth-2", "status": "open", "amount": "12.50"}
    words = sales(shop, "list", "transactions", "--labels", "--limit", "1", "--format", "jsonl").lines()[0]
    assert {"Reserved", "no", "test card"} <= set(words.values())


def test_agreements_and_accounts_as_data(shop: str) -> None:
    rows = sales(shop, "list", "agreements", "--sort", "agreement_id", "--format", "jsonl").lines()
    assert [(row["agreement_id"], row["status"]) for row in rows] == [("7", "active"), ("12", "canceled")]
    (owing,) = sales(shop, "list", "accounts", "--filter", "status:owes", "--format", "json").json()
    assert (owing["increment_id"], owing["balance"], owing["available"]) == ("000000002", "-120.00", "380.00")


def test_a_table_has_the_columns_of_magento(shop: str) -> None:
    head, *lines = sales(shop, "list", "transactions").out.splitlines()
    for label in ("ID", "Order", "Transaction", "Follows", "Payment method", "Type", "Closed", "Created"):
        assert label in head
    assert "sbx-auth-2" in lines[0]
    assert "Reserved" in lines[0]
    assert "First name" in sales(shop, "list", "agreements").out


@pytest.mark.parametrize(
    "workspace, number, words",
    [
        ("transactions", "sbx-auth-1", ("Transaction sbx-auth-1", "└ sbx-back-1", "visa", "differs by 10.00")),
        ("transactions", "sbx-auth-2", ("12.50 USD still reserved",)),
        ("agreements", "7", ("Billing agreement 7", "Łukasz Żółć", "Related orders", "000000001")),
        ("accounts", "1", ("Credit account 000000001", "+20.00", "balance at the start", "paid an order")),
        ("orders", "1", ("60.00 USD, closed", "  └ sbx-back-1", "50.00 USD by the payment system")),
        ("orders", "3", ("no answer from the payment system", "to charge 37.89 USD")),
    ],
)
def test_records_for_people(shop: str, workspace: str, number: str, words: tuple[str, ...]) -> None:
    answer = sales(shop, "show", workspace, number)
    assert answer.status == 0
    assert "\x1b" not in answer.out
    for word in words:
        assert word in answer.out


@pytest.mark.parametrize(
    "workspace, words",
    [
        ("transactions", "no transaction 99"),
        ("agreements", "no billing agreement 99"),
        ("accounts", "no credit account 99"),
    ],
)
def test_what_is_not_there(shop: str, workspace: str, words: str) -> None:
    answer = sales(shop, "show", workspace, "99")
    assert (answer.status, answer.out) == (1, "")
    assert words in answer.err
