"""The readable inputs in `data/`: they parse, and every figure in them is consistent."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from sales_tui.demo.files import data_file, table
from sales_tui.demo.shop import shop


def records(name: str) -> list[dict[str, Any]]:
    lines = data_file(name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


ORDERS = records("orders.jsonl")


def leading(order: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that count: of a family either the parent or its priced children."""
    priced = {item["parent_item_id"] for item in order["items"] if item.get("parent_item_id") and item["price"]}
    return [
        item
        for item in order["items"]
        if (item["price"] if "parent_item_id" in item else item["item_id"] not in priced)
    ]


def total(rows: list[dict[str, Any]], name: str) -> Decimal:
    return sum((row.get(name, Decimal(0)) for row in rows), Decimal(0))


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order["increment_id"])
@pytest.mark.parametrize("side", ["", "base_"])
def test_orders_add_up(order: dict[str, Any], side: str) -> None:
    rows = leading(order)
    shipping_hidden = (
        "base_shipping_discount_tax_compensation_amnt" if side else "shipping_discount_tax_compensation_amount"
    )

    def own(name: str) -> Decimal:
        return Decimal(order.get(side + name, 0))

    assert own("subtotal") == total(rows, f"{side}row_total")
    assert own("discount_amount") == -total(rows, f"{side}discount_amount") - own("shipping_discount_amount")
    assert own("tax_amount") == total(rows, f"{side}tax_amount") + own("shipping_tax_amount")
    hidden = own("discount_tax_compensation_amount")
    assert hidden == total(rows, f"{side}discount_tax_compensation_amount")
    parts = own("subtotal") + own("discount_amount") + own("shipping_amount") + own("tax_amount") + hidden
    assert own("grand_total") == own("total_due") == parts + Decimal(order.get(shipping_hidden, 0))
    assert order["payment"][f"{side}amount_ordered"] == own("grand_total")
    taxes = order["extension_attributes"]["applied_taxes"]
    assert own("tax_amount") == total(taxes, f"{side}amount")


def test_orders_show_what_they_should() -> None:
    items = [item for order in ORDERS for item in order["items"]]
    assert {item["product_type"] for item in items} == {"simple", "virtual", "configurable", "bundle"}
    assert len({item["item_id"] for item in items}) == len(items)
    assert any(order["base_currency_code"] != order["order_currency_code"] for order in ORDERS)
    assert any("gift_message" in order["extension_attributes"] for order in ORDERS)
    assert any(order["discount_amount"] for order in ORDERS)


def test_the_morning_is_about_these_orders() -> None:
    known = {order["increment_id"]: {item["sku"] for item in order["items"]} for order in ORDERS}
    keys = [line["key"] for line in records("morning.jsonl") if "key" in line]
    assert len(set(keys)) == len(keys)
    for line in records("morning.jsonl"):
        assert {item["sku"] for item in line.get("items", [])} <= known[line["target"]]


def test_the_shop_is_complete() -> None:
    people, towns = table("people"), table("towns")
    for purchase in shop().purchases:
        assert {product.tax for product in shop().products.values()} <= set(purchase.taxes)
        for country in purchase.countries.things:
            assert towns[country]["names"] in people
    for product in shop().products.values():
        assert {part.sku for part in product.parts} <= set(shop().products)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.toml"):
        data_file("nothing.toml")
