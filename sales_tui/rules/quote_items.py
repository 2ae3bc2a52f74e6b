"""The lines of a quote: added from the catalog, changed, removed, priced anew from the catalog (RULES.md §7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.core.money import LIMIT, ZERO, exact, plain, round_half_up, share, times
from sales_tui.core.refusal import Refused
from sales_tui.rules.catalog_records import Product
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteLineMoney
from sales_tui.rules.quoting import PROPOSED, propose

Item = Mapping[str, Any]
"""`sku` or `item_id`; `qty`; `price` of a piece, shop currency: Decimal, (type, value), or None for none of its own."""

_PARTS = re.compile(r"^(?P<sku>.+?)(?:\s*[,;\t]\s*|\s+)(?P<qty>[^\s,;]+)$")
_HEADER = frozenset({"sku", "article", "item", "product"})


def parse_lines(text: str) -> list[dict[str, Any]]:
    """Pasted lines or the text of a CSV file as items: a SKU a line, and a quantity behind a comma, tab or blank.

    Without a quantity it is one piece; a first line that begins with the word sku is a heading. Raises ValueError.
    """
    items: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip().strip(",;")
        if not words or (not items and re.split(r"[,;\s]", words)[0].strip('"').lower() in _HEADER):
            continue
        found = _PARTS.match(words)
        sku, qty = (found["sku"], found["qty"].strip('"')) if found else (words, "1")
        try:
            items.append({"sku": sku.strip().strip('"'), "qty": exact(qty)})
        except ValueError:
            raise ValueError(f"line {number}: {qty[:40]!r} is not a quantity; write SKU,quantity") from None
    return items


def skus_of(items: Iterable[Item]) -> frozenset[str]:
    """The SKUs that items name."""
    return frozenset(item["sku"] for item in items if item.get("sku"))


def put_items(quote: Quote, items: Iterable[Item]) -> None:
    """Change lines, and add those that aren't there yet; a SKU that is named twice is one line with the sum.

    Raises Refused.
    """
    seen: dict[int, Decimal] = {}
    for item in items:
        line = _named(quote, item)
        qty = item.get("qty")
        if line is None:
            line = _added(quote, item["sku"], qty if qty is not None else Decimal(1))
        elif qty is not None:
            _set_qty(quote, line, qty + seen.get(id(line), ZERO))
        seen[id(line)] = line.qty
        if "price" in item:
            price = item["price"]
            kind, value = price if isinstance(price, tuple) else ("" if price is None else PROPOSED, price or ZERO)
            propose(quote, line, kind, value)


def remove_items(quote: Quote, names: Iterable[str]) -> None:
    """Take lines off, by SKU. Raises Refused."""
    for sku in names:
        gone = [line for line in quote.lines if line.sku == sku]
        if not gone:
            name = f"Quote {quote.increment_id}" if quote.increment_id else "The new quote"
            raise Refused("item.unknown", f"{name} has no line with the SKU {sku[:64]}.")
        quote.lines = [line for line in quote.lines if line.sku != sku]


def _named(quote: Quote, item: Item) -> QuoteLine | None:
    """The line that an item means; None: a product to add."""
    if item.get("item_id") is not None:
        for line in quote.lines:
            if line.id == item["item_id"]:
                return line
        name = f"Quote {quote.increment_id}" if quote.increment_id else "The new quote"
        raise Refused("item.unknown", f"{name} has no item {item['item_id']}.")
    return next((line for line in quote.lines if line.sku == item["sku"]), None)


def _added(quote: Quote, sku: str, qty: Decimal) -> QuoteLine:
    product = quote.shelf.get(sku)
    if product is None:
        raise Refused("product.unknown", f"There is no product with the SKU {sku[:64]} in the catalog.")
    if not product.is_active:
        raise Refused("product.disabled", f"{sku} isn't sold any more.")
    line = QuoteLine(sku, product_id=product.id, position=max((one.position for one in quote.lines), default=0) + 1)
    _check_qty(line, qty)
    line.qty = qty
    _take_over(quote, line, product)
    line.base.cart_price = product.price_for(qty)
    line.money.cart_price = _own(quote, line.base.cart_price)
    quote.lines.append(line)
    return line


def _set_qty(quote: Quote, line: QuoteLine, qty: Decimal) -> None:
    _check_qty(line, qty)
    line.qty = qty
    product = quote.shelf.get(line.sku)
    if product is not None and product.tiers:
        _set_cart_price(quote, line, min(product.price_for(qty), line.base.price))


def _check_qty(line: QuoteLine, qty: Decimal) -> None:
    if not qty.is_finite() or qty <= 0 or qty > LIMIT:
        raise Refused("item.qty", f"{line.sku}: {plain(qty)} is no quantity; give 1 or more, or remove the line.")
    if qty != int(qty):
        raise Refused("item.fraction", f"{line.sku} is sold in whole pieces, so {plain(qty)} can't be quoted.")


def update_prices(quote: Quote) -> list[str]:
    """Pull names, prices, cost and tax from the catalog, and drop what isn't sold any more; returns what changed.

    What a cart rule took off a line is kept in proportion, unless the buyer's group has a price of its own.
    """
    changes = drop_unavailable(quote)
    for line in quote.lines:
        product = quote.shelf.get(line.sku)
        if product is None:
            continue
        before, cart = line.base.price, line.base.cart_price
        _take_over(quote, line, product)
        if product.tiers or not before:
            _set_cart_price(quote, line, product.price_for(line.qty))
        else:
            kept = round_half_up(share(product.price, cart, before), quote.base_digits)
            _set_cart_price(quote, line, product.price if cart == before else kept)
        if (before, cart) != (line.base.price, line.base.cart_price):
            changes.append(f"{line.sku} {plain(cart)} -> {plain(line.base.cart_price)}")
    return changes


def drop_unavailable(quote: Quote) -> list[str]:
    """Take off what the catalog says isn't sold any more; returns what was dropped."""
    gone = [line for line in quote.lines if line.sku in quote.shelf and not quote.shelf[line.sku].is_active]
    quote.lines = [line for line in quote.lines if line not in gone]
    return [f"{line.sku} isn't sold any more and was taken off" for line in gone]


def _take_over(quote: Quote, line: QuoteLine, product: Product) -> None:
    line.name, line.product_id = product.name or line.name, product.id
    line.base_cost = product.cost if product.cost is not None else line.base_cost
    line.tax_percent, line.weight, line.is_virtual = product.tax_percent, product.weight, product.is_virtual
    line.base.price = product.price
    line.money.price = _own(quote, product.price)


def _set_cart_price(quote: Quote, line: QuoteLine, price: Decimal) -> None:
    line.base.cart_price = price
    line.money.cart_price = _own(quote, price)
    if line.proposed_type not in ("", "percentage") and line.proposed_value > price:
        line.proposed_type, line.proposed_value = "", ZERO  # it would be above its own price now


def _own(quote: Quote, price: Decimal) -> Decimal:
    """A price in the buyer's currency: converted once (RULES.md §3.4)."""
    if quote.base_currency_code == quote.quote_currency_code and quote.base_to_quote_rate == 1:
        return price
    return round_half_up(times(price, quote.base_to_quote_rate), quote.digits)


def copied(line: QuoteLine) -> QuoteLine:
    """The same line for another quote, at catalog and cart prices."""
    return QuoteLine(
        line.sku,
        line.name,
        line.qty,
        line.product_id,
        line.base_cost,
        tax_percent=line.tax_percent,
        weight=line.weight,
        is_virtual=line.is_virtual,
        position=line.position,
        money=QuoteLineMoney(line.money.price, line.money.cart_price),
        base=QuoteLineMoney(line.base.price, line.base.cart_price),
    )
