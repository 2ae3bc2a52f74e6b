"""Orders placed here: the same again by check, agreement, card or credit, with what each does to the money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.payment_methods import OFFLINE, PaymentAction
from sales_tui.store.engine import reading
from sales_tui.store.requests import Request
from sales_tui.store.runner import Runner
from sales_tui.store.search_index import current_rows, stored_rows
from tests.store import payment_desk
from tests.store.payment_desk import TERMS, TOTAL, PaymentDesk, reserved_order
from tests.store.payment_imports import agreement

CUSTOMER: dict[str, Any] = {"customer_id": 7, "customer_firstname": "Zoe", "customer_is_guest": 0}
ADDRESS = {"address_type": "billing", "firstname": "Zoe", "lastname": "Ng", "street": ["Main 1"], "city": "Rome"}
CHECK = {"method": "checkmo"}


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


def first(desk: PaymentDesk, **changes: Any) -> str:
    """An order of a customer who made billing agreement 7."""
    number = desk.reserve(1, billing_address=ADDRESS, **{**CUSTOMER, **changes})
    desk.bring(agreement(7, reference_id="B-7", customer_id=7, method_code=SANDBOX.code))
    return number


def acting(monkeypatch: pytest.MonkeyPatch, action: PaymentAction) -> None:
    """The sandbox does that with new orders."""
    method = replace(SANDBOX, action=action)
    monkeypatch.setattr(payment_desk, "TERMS", replace(TERMS, methods={**OFFLINE, SANDBOX.code: method}))


def again(desk: PaymentDesk, number: str, **parameters: Any) -> dict[str, Any]:
    """The order placed again, as it is shown."""
    (made,) = desk.done("order.reorder", number, **parameters).created["orders"]
    return desk.record(made)


def test_the_same_by_check(desk: PaymentDesk):
    number = first(desk)
    new = again(desk, number, **CHECK, comment="By phone")
    old = desk.record(number)
    assert (new["increment_id"], new["state"], new["status"]) == ("000000002", "new", "pending")
    names = ("grand_total", "base_grand_total", "subtotal", "tax_amount", "shipping_amount", "customer_email")
    assert {name: new[name] for name in names} == {name: old[name] for name in names}
    assert (new["total_due"], new["total_paid"], new["payment"]["method"]) == (TOTAL, "0.00", "checkmo")
    (line,) = new["items"]
    assert (line["sku"], line["qty_ordered"], line["row_total"], line["qty_invoiced"]) == ("A", "3", "30.00", "0")
    assert new["billing_address"]["city"] == "Rome"
    comments = [one["comment"] for one in new["status_histories"]]
    assert sorted(comments) == ["By phone", f"Ordered again from order {number}."]
    assert desk.booked() == []


def test_it_can_be_worked_on_and_found(desk: PaymentDesk):
    new = again(desk, first(desk), **CHECK)["increment_id"]
    with reading(desk.engine) as connection:
        assert current_rows(connection, [2]) == stored_rows(connection, [2])
    assert desk.done("order.invoice", new, ship=True).created == {"invoices": ["000000001"], "shipments": ["000000001"]}
    assert desk.record(new)["state"] == "complete"


def test_money_is_reserved_by_an_agreement(desk: PaymentDesk):
    number = first(desk)
    new = again(desk, number, agreement="7")
    assert (new["state"], new["payment"]["method"]) == ("processing", SANDBOX.code)
    assert desk.family(new["increment_id"]) == [("authorization", None, False, TOTAL)]
    assert desk.booked() == [("authorization", TOTAL, "open")]
    assert [one["increment_id"] for one in desk.record("7", "agreement")["orders"]] == [new["increment_id"]]
    desk.done("order.invoice", new["increment_id"])
    assert desk.figures(new["increment_id"]) == (TOTAL, TOTAL, "0.00", "0.00")


def test_money_is_taken_at_once(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    acting(monkeypatch, PaymentAction.SALE)
    new = again(desk, first(desk), agreement="B-7")
    assert [(one["state"], one["grand_total"]) for one in new["invoices"]] == [(2, TOTAL)]
    assert (new["state"], new["total_due"]) == ("processing", "0.00")
    assert desk.family(new["increment_id"]) == [("capture", None, False, TOTAL)]
    assert desk.figures(new["increment_id"]) == (TOTAL, TOTAL, "0.00", "0.00")
    desk.done("order.refund", new["increment_id"], to="online", invoice=new["invoices"][0]["increment_id"])


def test_the_payment_system_takes_note(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    acting(monkeypatch, PaymentAction.ORDER)
    number = again(desk, first(desk), agreement="7")["increment_id"]
    assert desk.family(number) == [("order", None, False, TOTAL)]
    assert desk.booked() == []
    desk.done("order.invoice", number)
    assert desk.family(number)[1] == ("capture", "order", False, TOTAL)


def test_under_review(desk: PaymentDesk):
    number = first(desk, subtotal="993.15", base_subtotal="993.15", grand_total="1001.04", base_grand_total="1001.04")
    new = again(desk, number, source="card-1", method=SANDBOX.code)
    assert (new["state"], new["status"]) == ("payment_review", "payment_review")
    desk.done("order.accept_payment", new["increment_id"])
    assert desk.record(new["increment_id"])["state"] == "processing"


@pytest.mark.parametrize(
    "parameters, code",
    [
        ({}, "order.no_source"),
        ({"method": "bogus"}, "order.method"),
        ({"method": "free"}, "order.not_free"),
        ({"method": "purchaseorder"}, "order.po_number"),
        ({"agreement": "8"}, "order.agreement"),
        ({"agreement": "7", "method": "checkmo"}, "order.agreement"),
        ({"method": "companycredit"}, "credit.none"),
        ({"method": "storecredit"}, "credit.not_enough"),
        ({"method": "checkmo", "store_credit": "37.90"}, "order.store_credit"),
        ({"method": "checkmo", "store_credit": "0.001"}, "order.store_credit"),
        ({"method": "checkmo", "store_credit": "5"}, "credit.not_enough"),
    ],
)
def test_refused(desk: PaymentDesk, parameters: dict[str, Any], code: str):
    assert desk.code("order.reorder", first(desk), **parameters) == code
    assert desk.booked() == []


def test_no_order_of_others_agreements(desk: PaymentDesk):
    first(desk)
    assert desk.code("order.reorder", desk.reserve(2), agreement="7") == "order.agreement"


def test_an_order_on_hold_waits(desk: PaymentDesk):
    number = first(desk)
    desk.done("order.hold", number)
    assert desk.code("order.reorder", number, **CHECK) == "order.held"


def test_the_answer_is_lost(desk: PaymentDesk):
    """Nobody knows whether money was reserved: no order, until it is found out; then exactly one."""
    number = first(desk, subtotal="993.14", base_subtotal="993.14", grand_total="1001.03", base_grand_total="1001.03")
    assert desk.do("order.reorder", number, agreement="7").code == "payment.in_doubt"
    assert desk.code("order.reorder", number, agreement="7") == "payment.in_doubt"
    desk.later(120)
    (made,) = desk.done("order.settle", number).created["orders"]
    assert desk.record(made)["grand_total"] == "1001.03"
    assert desk.booked() == [("authorization", "1001.03", "open")]


def test_something_else_was_reserved(desk: PaymentDesk):
    """RULES.md §4: payment review with status fraud; a person lets it pass, or releases it and cancels."""
    number = first(desk, subtotal="993.16", base_subtotal="993.16", grand_total="1001.05", base_grand_total="1001.05")
    one, other = (again(desk, number, agreement="7") for _ in range(2))
    assert (one["state"], one["status"]) == ("payment_review", "fraud")
    desk.done("order.accept_payment", one["increment_id"])
    assert desk.record(one["increment_id"])["state"] == "processing"
    desk.done("order.deny_payment", other["increment_id"])
    assert desk.record(other["increment_id"])["state"] == "canceled"
    assert desk.booked() == [
        ("authorization", "1001.04", "open"),
        ("authorization", "1001.04", "released"),
        ("void", "1001.04", "open"),
    ]


def test_a_thousand_keys_place_one(desk: PaymentDesk):
    number = first(desk)
    request = Request("order.reorder", number, CHECK, "again-1")
    runner: Runner = desk.runner()
    made = [runner.run([request])[0] for _ in range(3)]
    assert {tuple(one.created["orders"]) for one in made} == {("000000002",)}


def with_credit(desk: PaymentDesk) -> str:
    """An order of a customer who has 37.89 of store credit."""
    number = first(desk)
    desk.done("order.invoice", number, capture="offline")
    desk.done("order.refund", number, to="store_credit")
    assert balance(desk) == TOTAL
    return number


def balance(desk: PaymentDesk) -> str:
    """What is on the only account."""
    return str(desk.record("000000001", "account")["balance"])


def test_store_credit_pays_a_part(desk: PaymentDesk):
    new = again(desk, with_credit(desk), store_credit="10", **CHECK)
    assert (new["grand_total"], new["total_due"], balance(desk)) == ("27.89", "27.89", "27.89")
    (tender,) = new["extension_attributes"]["tenders"]
    assert (tender["kind"], tender["amount"]) == ("store_credit", "10.00")
    desk.done("order.invoice", new["increment_id"])
    assert desk.record(new["increment_id"])["total_due"] == "0.00"
    desk.done("order.refund", new["increment_id"])
    assert balance(desk) == TOTAL


def test_store_credit_pays_all_of_it(desk: PaymentDesk):
    number = again(desk, with_credit(desk), method="storecredit")["increment_id"]
    assert balance(desk) == "0.00"
    assert desk.code("order.reorder", "000000001", method="storecredit") == "credit.not_enough"
    desk.done("order.invoice", number, items=[{"sku": "A", "qty": 1}])
    desk.done("order.cancel", number)
    assert balance(desk) == "21.65"


def test_store_credit_never_pays_more_than_the_price_in_another_currency(desk: PaymentDesk):
    money: dict[str, Any] = {"subtotal": 936, "grand_total": 936, "total_due": 936}
    base: dict[str, Any] = {"base_subtotal": "5.88", "base_grand_total": "5.88", "base_total_due": "5.88"}
    none: dict[str, Any] = {
        f"{prefix}{name}": 0 for prefix in ("", "base_") for name in ("tax_amount", "shipping_amount")
    }
    none |= {f"{prefix}{name}": 0 for prefix in ("", "base_") for name in ("shipping_tax_amount", "shipping_incl_tax")}
    line: dict[str, Any] = {"item_id": 20, "sku": "B", "qty_ordered": 12, "price": 78, "row_total": 936}
    line |= {"base_price": "0.49", "base_row_total": "5.88"}
    rates: dict[str, Any] = {"order_currency_code": "JPY", "base_to_order_rate": 160, "payment": {"method": "checkmo"}}
    with_credit(desk)
    desk.bring(reserved_order(2, **CUSTOMER, **money, **base, **none, **rates, items=[line])[0])
    new = again(desk, "000000002", store_credit="5.87", **CHECK)
    assert (new["grand_total"], new["base_grand_total"]) == ("0", "0.01")
    assert [one["amount"] for one in new["extension_attributes"]["tenders"]] == ["936"]
    desk.done("order.invoice", new["increment_id"])
    desk.done("order.refund", new["increment_id"])
    assert balance(desk) == TOTAL


def test_a_cancelled_order_gives_everything_back(desk: PaymentDesk):
    new = again(desk, with_credit(desk), store_credit="10", **CHECK)
    desk.done("order.cancel", new["increment_id"])
    assert balance(desk) == TOTAL


def test_taken_at_once_with_a_part_by_store_credit(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    number = with_credit(desk)
    acting(monkeypatch, PaymentAction.SALE)
    new = again(desk, number, agreement="7", store_credit="7.89")
    assert [(one["state"], one["grand_total"]) for one in new["invoices"]] == [(2, "30.00")]
    assert desk.booked()[-1] == ("capture", "30.00", "open")
    desk.done("order.refund", new["increment_id"], to="online", invoice=new["invoices"][0]["increment_id"])
    assert balance(desk) == TOTAL
