"""Products as plain records: what quotes, returns and stock know of them. Prices are in the shop's currency, no tax."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from sales_tui.core.money import ZERO

VIRTUAL = frozenset({"virtual", "downloadable", "giftcard"})
"""Types of products of which nothing is shipped."""


@dataclass(frozen=True, slots=True)
class TierPrice:
    """What a piece costs from a quantity on."""

    qty: Decimal
    price: Decimal


@dataclass(slots=True)
class Product:
    """A product, with the prices of one customer group."""

    id: int
    sku: str
    name: str = ""
    type_id: str = "simple"
    price: Decimal = ZERO
    cost: Decimal | None = None
    """None: not known."""
    qty: Decimal = ZERO
    """In stock."""
    tax_percent: Decimal = ZERO
    weight: Decimal = ZERO
    is_active: bool = True
    tiers: list[TierPrice] = field(default_factory=list)
    """Of the group and of all groups."""

    @property
    def is_virtual(self) -> bool:
        """Whether nothing of it is shipped."""
        return self.type_id in VIRTUAL

    def price_for(self, qty: Decimal) -> Decimal:
        """What a piece costs the group if it buys so many: the lowest price that applies."""
        return min([self.price, *(tier.price for tier in self.tiers if tier.qty <= qty)])
