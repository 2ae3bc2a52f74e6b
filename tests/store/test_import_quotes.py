"""Products, companies, quotes and replies come in, again and again, and nothing is doubled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sales_tui import model
from sales_tui.store.check import check_database
from sales_tui.store.importing import ImportReport, Located, import_records
from tests.store.quote_desk import Json, QuoteDesk

PRODUCT: Json = {
    "id": 24,
    "sku": "24-MB01",
    "name": "Joust Duffle Bag",
    "type_id": "simple",
    "price": 34,
    "status": 1,
    "weight": 1.5,
    "extension_attributes": {"stock_item": {"qty": 100}},
    "custom_attributes": [
        {"attribute_code": "cost", "value": "17.0000"},
        {"attribute_code": "ean", "value": "4006381333931"},
        {"attribute_code": "bin_location", "value": "A-01-2"},
        {"attribute_code": "is_returnable", "value": "0"},
        {"attribute_code": "category_ids", "value": ["3", "4"]},
    ],
    "tier_prices": [
        {"customer_group_id": 2, "qty": 10, "value": 30},
        {"customer_group_id": 32000, "qty": 5, "value": 33},
    ],
}
COMPANY: Json = {
    "id": 5,
    "company_name": "Peak Supplies",
    "company_email": "office@peak.example",
    "sales_representative_id": 3,
    "customer_group_id": 2,
    "super_user_id": 70,
    "customers": [{"id": 70, "email": "kim@peak.example", "firstname": "Kim", "lastname": "Lee"}],
}
CART: Json = {
    "id": 42,
    "created_at": "2026-11-20 08:00:00",
    "store_id": 1,
    "customer": {"id": 70, "email": "kim@peak.example", "firstname": "Kim", "lastname": "Lee"},
    "currency": {"base_currency_code": "USD", "quote_currency_code": "USD", "base_to_quote_rate": 1},
    "company_id": 5,
    "items": [
        {"item_id": 1, "sku": "A", "name": "Thing", "qty": 15, "price": 16, "extension_attributes":
            {"negotiable_quote_item": {"item_id": 1, "original_price": 16, "original_discount_amount": "3.2"}}},
        {"item_id": 2, "sku": "24-MB01", "qty": 10, "catalog_price": "22.00", "cart_price": "17.60", "cost": 9},
    ],
    "extension_attributes": {"negotiable_quote": {
        "quote_id": 42, "status": "submitted_by_customer", "quote_name": "For the season",
        "negotiated_price_type": 1, "negotiated_price_value": 2.5, "expiration_period": "2026-12-31"}},
}  # fmt: skip


@pytest.fixture
def desk(database_url: str) -> Iterator[QuoteDesk]:
    desk = QuoteDesk(database_url)
    yield desk
    desk.engine.dispose()


def bring(desk: QuoteDesk, *records: Json, **more: Any) -> ImportReport:
    """Import these, as JSON would read them."""
    located = [Located("f", json.loads(json.dumps(one), parse_float=str), index=at) for at, one in enumerate(records)]
    report = import_records(desk.engine, located, source="m2", now=desk.now, runner=desk.runner(), **more)
    assert list(check_database(desk.engine)) == []
    return report


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    """New, updated, unchanged, refused by kind."""
    return {name: (one.new, one.updated, one.unchanged, one.refused) for name, one in report.kinds.items()}


def test_products(desk: QuoteDesk):
    assert counts(bring(desk, PRODUCT)) == {"products": (1, 0, 0, 0)}
    assert counts(bring(desk, PRODUCT)) == {"products": (0, 0, 1, 0)}
    (row,) = [one for one in desk.rows(model.Product) if one.sku == "24-MB01"]
    assert (row.barcode, row.bin_location, row.is_returnable) == ("4006381333931", "A-01-2", False)
    assert (f"{row.price:.2f}", f"{row.cost:.2f}", f"{row.qty:.0f}") == ("34.00", "17.00", "100")
    assert counts(bring(desk, PRODUCT | {"price": 35, "tier_prices": []})) == {"products": (0, 1, 0, 0)}
    assert desk.count(model.ProductPrice) == 1
    assert counts(bring(desk, {"sku": "24-MB01", "qty": "7"})) == {"products": (0, 1, 0, 0)}
    (row,) = [one for one in desk.rows(model.Product) if one.sku == "24-MB01"]
    assert (f"{row.price:.2f}", f"{row.qty:.0f}") == ("35.00", "7")


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"sku": ""}, "sku"),
        ({"price": -1}, "price"),
        ({"price": "many"}, "price"),
        ({"tier_prices": [{"qty": 1}]}, "tier_prices[0].value"),
        ({"custom_attributes": [{"attribute_code": "is_returnable", "value": "maybe"}]}, "is_returnable"),
        ({"sku": "OTHER"}, "id"),
    ],
)
def test_products_that_are_refused(desk: QuoteDesk, changes: Json, field: str):
    bring(desk, PRODUCT)
    (refused,) = bring(desk, PRODUCT | changes).refused
    assert refused.field == field


def test_a_quote_as_magento_s_rest_gives_it(desk: QuoteDesk):
    assert counts(bring(desk, CART, COMPANY, PRODUCT)) == {
        "products": (1, 0, 0, 0),
        "companies": (1, 0, 0, 0),
        "quotes": (1, 0, 0, 0),
    }
    found = desk.record("42")
    assert (found["company_name"], found["buyer_name"], found["sales_rep"]) == ("Peak Supplies", "Kim Lee", "3")
    assert [one["proposed_price"] for one in found["items"]] == ["12.48", "17.16"]
    assert found["totals"]["original_total"] == "368.00"
    assert found["totals"]["negotiated_total"] == "358.80"
    assert found["items"][1]["name"] == "Joust Duffle Bag"
    assert (found["status"], found["expiration_period"]) == ("submitted_by_customer", "2026-12-31")


def test_the_same_again_and_changed(desk: QuoteDesk):
    bring(desk, COMPANY, CART)
    assert counts(bring(desk, COMPANY, CART)) == {"companies": (0, 0, 1, 0), "quotes": (0, 0, 1, 0)}
    assert counts(bring(desk, CART | {"items": CART["items"][:1]})) == {"quotes": (0, 1, 0, 0)}
    assert len(desk.record("42")["items"]) == 1
    desk.done("quote.open", "42")
    (refused,) = bring(desk, CART).refused
    assert refused.code == "import.conflict"
    assert desk.record("42")["status"] == "processing_by_admin"


def test_what_is_shown_can_be_read_again(desk: QuoteDesk):
    number = desk.sent(negotiated="5%", shipping_amount="7", expires="2026-12-24", comment="Here it is")
    shown = desk.record(number)
    other = QuoteDesk(desk.fresh_url())
    assert counts(bring(other, shown)) == {"quotes": (1, 0, 0, 0)}
    told = other.record(number)
    same = (
        "status quote_name totals expiration_period negotiated_price_type negotiated_price_value shipping_price".split()
    )
    assert {name: told[name] for name in same} == {name: shown[name] for name in same}
    assert [one["comment"] for one in told["comments"]] == ["Here it is"]
    assert [one["changes"] for one in told["history"]] == [one["changes"] for one in shown["history"]]
    other.engine.dispose()


def test_a_shipping_rate_is_read_again_while_the_buyer_s_changes_are_unanswered(desk: QuoteDesk):
    asked: Json = {"is_stale": True, "shipping_price": "5", "totals": {"shipping_amount": 9, "base_shipping_amount": 9}}
    bring(desk, CART | asked)
    assert desk.record("42")["totals"]["shipping_amount"] == "9.00"


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"extension_attributes": {"negotiable_quote": {"quote_id": 1, "status": "won"}}},
         "extension_attributes.negotiable_quote.status"),
        ({"items": [{"sku": "A", "qty": 0, "price": 1}]}, "items[0].qty"),
        ({"items": [{"sku": "A", "qty": 1}]}, "items[0].catalog_price"),
        ({"items": [{"qty": 1, "price": 1}]}, "items[0].sku"),
        ({"items": 3}, "items"),
        ({"order_increment_id": "000000009"}, "order_increment_id"),
        ({"currency": {"base_to_quote_rate": "much"}}, "currency.base_to_quote_rate"),
        ({"currency": {"base_to_quote_rate": "1e400"}}, "currency.base_to_quote_rate"),
        ({"extension_attributes": {"negotiable_quote": {"quote_id": 42, "expiration_period": "9999-12-31"}}},
         "extension_attributes.negotiable_quote.expiration_period"),
    ],
)  # fmt: skip
def test_quotes_that_are_refused(desk: QuoteDesk, changes: Json, field: str):
    (refused,) = bring(desk, CART | changes).refused
    assert refused.field == field
    assert desk.find("42") is None


def test_replies(desk: QuoteDesk):
    number = desk.sent(negotiated="5%")
    edit: Json = {"quote_id": int(number), "reply": "edit", "items": [{"sku": "MUG", "qty": 20}], "comment": "more"}
    assert counts(bring(desk, edit, dry_run=True)) == {"replies": (1, 0, 0, 0)}
    assert desk.record(number)["status"] == "submitted_by_admin"
    assert counts(bring(desk, edit)) == {"replies": (1, 0, 0, 0)}
    assert counts(bring(desk, edit)) == {"replies": (0, 0, 1, 0)}
    found = desk.record(number)
    assert (found["status"], found["comments"][-1]["author"]) == ("submitted_by_customer", "Ana Silva")
    report = bring(desk, {"quote_id": number, "reply": "accept"}, {"quote_id": 99, "reply": "close"})
    assert [one.code for one in report.refused] == ["quote.not_open", "quote.unknown"]
    (refused,) = bring(desk, {"quote_id": number, "reply": "close", "why": "?"}).refused
    assert refused.field == "why"
