"""The demo shop's products and stores, read from `data/catalog.toml` and `data/stores.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import floor
from typing import Any

from sales_tui.core.money import ZERO, currency_digits, round_half_up
from sales_tui.demo.chance import Weighted
from sales_tui.demo.files import table

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bundle."""

    label: str
    sku: str
    qty: int


@dataclass(frozen=True, slots=True)
class Product:
    """A thing that is sold; `price` in euros before a store's own level."""

    number: int
    sku: str
    name: str
    kind: str
    tax: str
    price: Decimal
    weight: Decimal
    by_the_metre: bool
    fee: tuple[str, Decimal] | None
    options: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[Part, ...]
    priced_by_parts: bool
    ships_in_parts: bool


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase point with its prices in base currency."""

    number: int
    code: str
    name: str
    currency: str
    base: str
    rates: tuple[Decimal, Decimal]
    timezone: str
    level: Decimal
    includes_tax: bool
    taxes: Mapping[str, Decimal]
    tax_title: str
    countries: Weighted[str]
    prices: Mapping[str, Decimal]
    digits: int
    """Decimals of the currency that buyers pay in."""
    base_digits: int

    @property
    def is_plain(self) -> bool:
        """Whether the books are kept in the currency that buyers pay in."""
        return self.currency == self.base

    def rate(self, progress: float) -> Decimal:
        """What one unit of base currency is worth after that part (0 to 1) of the year shown."""
        first, last = self.rates
        return first + round_half_up((last - first) * floor(progress * 400) / 400, 4)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of shipping with its price in euros."""

    code: str
    title: str
    price: Decimal
    per_kg: Decimal


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything that is sold, and where."""

    products: Mapping[str, Product]
    goods: Weighted[Product]
    services: Weighted[Product]
    purchases: tuple[Purchase, ...]
    by_share: Weighted[Purchase]
    ways: Weighted[Way]
    carriers: tuple[tuple[str, str, str], ...]
    payments: Weighted[tuple[str, str]]
    cards: Weighted[tuple[str, str]]
    """Type and last four digits."""
    groups: tuple[str, ...]


@cache
def shop() -> Shop:
    """The shop, read once."""
    rows, stores = table("catalog")["product"], table("stores")
    products = {row["sku"]: _product(number, row) for number, row in enumerate(rows, 1)}
    purchases = tuple(_purchase(number, row, products) for number, row in enumerate(stores["store"], 1))
    ways = [Way(row["code"], row["title"], Decimal(row["price"]), Decimal(row["per_kg"])) for row in stores["shipping"]]
    return Shop(
        products,
        _weighted([(products[row["sku"]], row["often"]) for row in rows if row.get("type") != "virtual"]),
        _weighted([(products[row["sku"]], row["often"]) for row in rows if row.get("type") == "virtual"]),
        purchases,
        Weighted(purchases, [row["share"] for row in stores["store"]]),
        Weighted(ways, [row["often"] for row in stores["shipping"]]),
        tuple((row["code"], row["title"], row["pattern"]) for row in stores["carrier"]),
        _weighted([((row["code"], row["title"]), row["often"]) for row in stores["payment"]]),
        _weighted([((row["type"], row["last4"]), row["often"]) for row in stores["card"]]),
        tuple(row["code"] for row in stores["group"]),
    )


def _weighted(pairs: list[tuple[Any, int]]) -> Weighted[Any]:
    return Weighted([thing for thing, _ in pairs], [often for _, often in pairs])


def _product(number: int, row: dict[str, Any]) -> Product:
    fee = row.get("fee")
    return Product(
        number,
        row["sku"],
        row["name"],
        row.get("type", "simple"),
        row["tax"],
        Decimal(row.get("price", "0")),
        Decimal(row.get("weight", "0")),
        row.get("by_the_metre", False),
        (fee["title"], Decimal(fee["amount"])) if fee else None,
        tuple((label, tuple(values)) for label, values in row.get("options", ())),
        tuple(Part(*part) for part in row.get("parts", ())),
        row.get("pricing") == "dynamic",
        row.get("shipping") == "separate",
    )


def _purchase(number: int, row: dict[str, Any], products: Mapping[str, Product]) -> Purchase:
    level, endings = Decimal(row["level"]), [Decimal(ending) for ending in row["endings"]]
    return Purchase(
        number,
        row["code"],
        row["name"],
        row["currency"],
        row["base"],
        (Decimal(row["rates"][0]), Decimal(row["rates"][1])),
        row["timezone"],
        level,
        row["includes_tax"],
        {name: Decimal(percent) for name, percent in row["taxes"].items()},
        row["tax_title"],
        Weighted(list(row["countries"]), list(row["countries"].values())),
        {sku: _next_price(product.price * level, endings) for sku, product in products.items()},
        currency_digits(row["currency"]),
        currency_digits(row["base"]),
    )


def _next_price(price: Decimal, endings: list[Decimal]) -> Decimal:
    """The lowest price with one of the endings that isn't below the given one."""
    if not price:
        return ZERO
    units = int(price)
    return min(start + ending for start in (units, units + 1) for ending in endings if start + ending >= price)
