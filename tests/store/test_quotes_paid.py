"""Orders made of quotes and paid through a payment system, which may not answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_tui.payments.declared import SANDBOX
from tests.store.import_records import Json
from tests.store.payment_desk import SECONDS, PaymentDesk

PEOPLE: Json = {
    "id": 5,
    "company_name": "Peak Supplies",
    "customers": [{"id": 70, "email": "kim@peak.example", "firstname": "Kim", "lastname": "Lee"}],
}
QUOTE: Json = {
    "quote_id": 7,
    "status": "submitted_by_admin",
    "quote_name": "For the fair",
    "accepted_at": "2024-05-01 08:30:00",
    "customer": {"id": 70},
    "company_id": 5,
    "negotiated_price_type": 3,
    "negotiated_price_value": 100,
    "items": [{"sku": "MUG", "qty": 3, "catalog_price": 40, "tax_percent": 10}],
    "shipping_address": {"firstname": "Kim", "lastname": "Lee", "street": ["Main St 1"], "city": "Oslo"},
}


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    desk.bring(PEOPLE, QUOTE)
    yield desk
    desk.engine.dispose()


def test_the_money_is_reserved(desk: PaymentDesk):
    made = desk.done("quote.order", "7", method=SANDBOX.code, source="card-1")
    (number,) = made.created["orders"]
    order = desk.record(number)
    assert (order["state"], order["grand_total"]) == ("processing", "110.00")
    (line,) = order["items"]
    assert (line["price"], line["row_total"], line["discount_amount"]) == ("33.34", "100.02", "0.02")
    assert desk.record("7", "quote")["order_increment_id"] == number
    assert [one[0] for one in desk.family(number)] == ["authorization"]


def test_no_answer_is_settled_later(desk: PaymentDesk):
    line = {"sku": "PAN", "qty": 1, "catalog_price": 1000, "tax_percent": 10}
    desk.bring(QUOTE | {"negotiated_price_value": "910.03", "items": [line]})  # in all 1001.03, which loses the answer
    outcome = desk.do("quote.order", "7", method=SANDBOX.code, source="card-1")
    assert outcome.code == "payment.in_doubt"
    assert desk.record("7", "quote")["status"] == "submitted_by_admin"
    assert desk.do("quote.order", "7", method="checkmo").code == "payment.in_doubt"
    desk.later(2 * SECONDS + 1)
    settled = desk.done("quote.settle", "7")
    (number,) = settled.created["orders"]
    assert desk.record("7", "quote")["order_increment_id"] == number
    assert [one[0] for one in desk.family(number)] == ["authorization"]
