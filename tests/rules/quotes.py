"""Quotes made for tests, and products that they may take in."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sales_tui.rules.catalog_records import Product, TierPrice
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteLineMoney
from sales_tui.rules.quoting import recalculate

D = Decimal
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def line(
    sku: str, qty: int | str, price: str, cart: str = "", *, cost: str | None = None, rate: str = "1"
) -> QuoteLine:
    """A line at a catalog price, and a cart price below it."""
    own, discounted = D(price), D(cart or price)
    made = QuoteLine(sku, sku.title(), D(qty), tax_percent=D(10), base_cost=D(cost) if cost else None)
    made.base = QuoteLineMoney(own, discounted)
    made.money = QuoteLineMoney((own * D(rate)).quantize(D("0.01")), (discounted * D(rate)).quantize(D("0.01")))
    return made


def quote(*lines: QuoteLine, rate: str = "1", currency: str = "USD", status: str = "processing_by_admin") -> Quote:
    """A quote with those lines, calculated."""
    made = Quote(
        1, "1", status=status, company_id=1, company_name="Huts", customer_id=1, buyer_name="Ana", created_at=NOW
    )
    made.quote_currency_code, made.base_to_quote_rate = currency, D(rate)
    made.lines = [*lines]
    for place, one in enumerate(made.lines, 1):
        one.id = one.position = place
    made.shelf = {
        "MUG": Product(1, "MUG", "Mug", price=D("9.90"), cost=D(4), tax_percent=D(10)),
        "PAN": Product(2, "PAN", "Pan", price=D(44), cost=D(30), tiers=[TierPrice(D(10), D(40))]),
        "OLD": Product(3, "OLD", "Old", price=D(5), is_active=False),
    }
    recalculate(made)
    return made


def season() -> Quote:
    """The example of Magento's API: rows of 16 x 15 and 22 x 10 with 20 % off by a cart rule, 368.00 together."""
    return quote(line("A", 15, "16", "12.80", cost="8"), line("B", 10, "22", "17.60", cost="9"))
