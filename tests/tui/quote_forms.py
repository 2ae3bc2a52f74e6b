"""Quotes as plain records for the tests of their forms."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sales_tui.actions.base import Target
from sales_tui.rules.catalog_records import Product
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteLineMoney
from sales_tui.rules.quote_status import OPEN, SENT
from sales_tui.rules.quoting import recalculate
from sales_tui.store.desk import Opened
from tests.tui.robot import NOW

D = Decimal
BUYER = "ana@gross.example"

_AFTER_SENT = frozenset({"quote.accept", "quote.close", "quote.reply", "quote.order", "quote.expire", "quote.settle"})


def make_quote(status: str = OPEN, *, rate: str = "1", currency: str = "USD") -> Quote:
    """16 mugs at 16.00, which cost 9.50, and 22 T-shirts at 10.00, which cost 4.00: 476.00; a lamp on the shelf."""
    quote = Quote(
        id=1,
        increment_id="000012301",
        name="Office",
        status=status,
        company_id=1,
        company_name="Ana Silva",
        customer_id=1,
        buyer_name="Bo Lund",
        buyer_email=BUYER,
        base_to_quote_rate=D(rate),
        quote_currency_code=currency,
        expires_at=NOW + timedelta(days=30),
        shipping_address={"street": "Hafenweg 3", "city": "Hamburg", "country_id": "DE"},
    )
    goods = (("MUG-BLUE", "Mug, blue", 16, "16", "9.50"), ("TEE-M", "T-shirt, M", 22, "10", "4"))
    for key, (sku, name, qty, price, cost) in enumerate(goods, 1):
        money, base = (QuoteLineMoney(D(price) * by, D(price) * by) for by in (D(rate), D(1)))
        line = QuoteLine(
            sku, name, D(qty), key, D(cost), tax_percent=D(19), position=key, money=money, base=base, id=key
        )
        quote.lines.append(line)
        quote.shelf[sku] = Product(key, sku, name, price=D(price), cost=D(cost), qty=D(120), tax_percent=D(19))
    quote.last_prices["MUG-BLUE"] = D("15.20")
    recalculate(quote)
    return quote


LAMP = Product(9, "LAMP", "Lamp", price=D("49.90"), cost=D(31), qty=D(3), tax_percent=D(19))


def look_up(quote: Quote, names: object) -> dict[str, str]:
    """A catalog with one lamp, by SKU and by barcode."""
    assert isinstance(names, list)
    found = {name: "LAMP" for name in names if name.upper() == "LAMP" or name == "4006381333931"}
    if found:
        quote.shelf["LAMP"] = LAMP
        quote.last_prices["LAMP"] = D(45)
    return found


def open_quote(quote: Quote) -> Opened:
    """As the database would give it."""
    return Opened({"increment_id": quote.increment_id, "company_name": quote.company_name}, {}, Target(quote))


def quote_for(action: str) -> Opened:
    """A quote on which the action is possible."""
    quote = make_quote(SENT if action in _AFTER_SENT else OPEN)
    if action == "quote.order":
        quote.accepted_at = NOW
    if action == "quote.expire":
        quote.expires_at = NOW - timedelta(days=1)
    return open_quote(quote)
