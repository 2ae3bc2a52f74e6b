"""An order out of an accepted quote: every price stays as it was agreed (RULES.md §7.2, §7.3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO, round_half_up, share
from sales_tui.core.refusal import Refusal
from sales_tui.rules.histories import note
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteLineMoney
from sales_tui.rules.quote_status import why_expired, why_not
from sales_tui.rules.quoting import HUNDRED, shipping_of
from sales_tui.rules.records import Line, LineMoney, Order, OrderMoney, Origin


def why_not_order(quote: Quote, now: datetime) -> Refusal | None:
    """Why the quote can't become an order, or None: sent, accepted, still valid, with items and buyer."""
    if refusal := why_not(quote, "order") or why_expired(quote, now):
        return refusal
    name = f"Quote {quote.increment_id}"
    if quote.accepted_at is None:
        return Refusal("quote.not_accepted", f"{name} isn't accepted yet: when the buyer says yes, quote.accept.")
    if not quote.lines:
        return Refusal("quote.empty", f"{name} has no items.")
    if quote.customer_id is None:
        return Refusal("quote.no_buyer", f"{name} has no buyer who could order.")
    return None


def why_not_ship(quote: Quote) -> Refusal | None:
    """Why its order couldn't be shipped, or None: an order of goods needs a shipping address (RULES.md §7.3)."""
    if quote.shipping_address or all(line.is_virtual for line in quote.lines):
        return None
    return Refusal(
        "quote.no_address",
        f"Quote {quote.increment_id} has no shipping address, and an order needs one: name it (shipping_address).",
    )


def order_of(quote: Quote) -> Order:
    """The order: lines at the negotiated prices, tax on what they come to, shipping as agreed; it can't be edited.

    A discount remains only where cents don't divide by the pieces. Line ids count down from -1 until it is stored.
    """
    order = Order(
        id=0,
        increment_id="",
        is_virtual=all(line.is_virtual for line in quote.lines),
        store_id=quote.store_id,
        customer_id=quote.customer_id,
        order_currency_code=quote.quote_currency_code,
        base_currency_code=quote.base_currency_code,
        base_to_order_rate=quote.base_to_quote_rate,
        from_quote=True,
        origin=Origin(quote_id=quote.id, shipping_address=quote.shipping_address),
    )
    assert order.origin is not None
    for place, line in enumerate(quote.lines, 1):
        assert line.id is not None
        order.lines.append(_line(order, quote, line, -place))
        order.origin.lines[-place] = line.id
    _total(order.money, [line.money for line in order.lines], shipping_of(quote, "money"))
    _total(order.base, [line.base for line in order.lines], shipping_of(quote, "base"))
    note(order, f"Ordered from quote {quote.increment_id}.")
    return order


def _line(order: Order, quote: Quote, line: QuoteLine, key: int) -> Line:
    return Line(
        id=key,
        sku=line.sku,
        name=line.name,
        product_type="virtual" if line.is_virtual else "simple",
        is_virtual=line.is_virtual,
        is_qty_decimal=line.qty != int(line.qty),
        weight=line.weight,
        qty_ordered=line.qty,
        money=_money(line.money, line, order.digits),
        base=_money(line.base, line, order.base_digits),
    )


def _money(own: QuoteLineMoney, line: QuoteLine, digits: int) -> LineMoney:
    rows = own.row_total + own.discount_amount
    return LineMoney(
        price=own.proposed_price,
        price_incl_tax=own.proposed_price + _tax(own.proposed_price, line, digits),
        row_total=rows,
        row_total_incl_tax=rows + _tax(rows, line, digits),
        tax_amount=_tax(own.row_total, line, digits),
        discount_amount=own.discount_amount,
    )


def _tax(amount: Decimal, line: QuoteLine, digits: int) -> Decimal:
    return round_half_up(share(amount, line.tax_percent, HUNDRED), digits)


def _total(money: OrderMoney, lines: list[LineMoney], shipping: Decimal) -> None:
    money.subtotal = sum((line.row_total for line in lines), ZERO)
    money.subtotal_incl_tax = sum((line.row_total_incl_tax for line in lines), ZERO)
    money.discount_amount = -sum((line.discount_amount for line in lines), ZERO)
    money.tax_amount = sum((line.tax_amount for line in lines), ZERO)
    money.shipping_amount = money.shipping_incl_tax = shipping
    money.grand_total = money.subtotal + money.discount_amount + money.tax_amount + shipping
    money.total_due = money.grand_total
