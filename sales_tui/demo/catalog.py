"""The demo shop's catalog: every SKU that it sells, with cost, stock, barcode and bin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import product as every_choice

from sales_tui.core.money import round_half_up
from sales_tui.demo.chance import stream, whole
from sales_tui.demo.shop import Product, shop
from sales_tui.store.importing import Located, import_records
from sales_tui.store.seed_rows import SOURCE
from sales_tui.store.seeding import Engine

WHOLESALE = "0.90"
"""What wholesalers pay of a price."""


def add_catalog(engine: Engine, now: datetime) -> None:
    """Put the products in; those that are there already are brought up to date."""
    import_records(engine, products(), source=SOURCE, now=now)


def products() -> Iterator[Located]:
    """All of them, as records that an import takes: a product that comes in variants with each of these."""
    number = 0
    for product in shop().products.values():
        for sku, name in _skus(product):
            number += 1
            yield Located("catalog", _record(product, sku, name, number), index=number - 1)


def _skus(product: Product) -> Iterator[tuple[str, str]]:
    yield product.sku, product.name
    if product.kind == "configurable":
        for values in every_choice(*(values for _, values in product.options)):
            sku = "-".join([product.sku, *(value.upper().replace(" ", "") for value in values)])
            yield sku, f"{product.name} {' '.join(values)}"


def _record(product: Product, sku: str, name: str, number: int) -> dict[str, object]:
    rng = stream(0, "product", number)
    cost = round_half_up(product.price * whole(rng, 45, 75) / 100, 2)
    taxes = shop().purchases[0].taxes
    is_goods = product.kind != "virtual"
    record: dict[str, object] = {
        "id": number,
        "sku": sku,
        "name": name,
        "type_id": product.kind if sku == product.sku else "simple",
        "price": f"{product.price:f}",
        "cost": f"{cost:f}",
        "tax_class": product.tax,
        "tax_percent": f"{taxes[product.tax]:f}",
        "weight": f"{product.weight:f}",
        "is_returnable": 0 if product.tax == "food" else 1,
        "status": 1,
    }
    if is_goods:
        record["qty"] = str(whole(rng, 0, 240))
        record["barcode"] = _ean(4_006_381_000_00 + number)
        record["bin_location"] = f"{'ABCDEF'[number % 6]}-{whole(rng, 1, 24):02}-{whole(rng, 1, 5)}"
    if product.price:
        price = round_half_up(product.price * Decimal(WHOLESALE), 2)
        record["group_prices"] = {"Wholesale": f"{price:f}"}
    return record


def _ean(number: int) -> str:
    """A number of twelve digits with its check digit."""
    digits = f"{number:012}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"
