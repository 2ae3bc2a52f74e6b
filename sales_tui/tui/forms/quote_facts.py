"""A quote's figures as its forms show them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sales_tui.core.money import plain
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quoting import AMOUNT, PERCENTAGE, QuoteTerms, is_below_floor, margin, shipping_of
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Total
from sales_tui.workspaces.format import grouped
from sales_tui.workspaces.quote_words import LABELS, seen_words

IDLE = ("Cart total", "Negotiated", "Quote subtotal", "Shipping", "Tax", "Grand total", "Cost", "Margin")
"""Labels of the totals while there are none."""


def two_currencies(quote: Quote) -> tuple[str, ...]:
    """The codes of the two currencies where they differ: the buyer's, then the shop's."""
    codes = (quote.quote_currency_code, quote.base_currency_code)
    return codes if codes[0] != codes[1] else ()


def shop_money(quote: Quote, amount: Decimal) -> str:
    """An amount in the shop's currency, with its code."""
    return f"{grouped(amount, quote.base_digits)} {quote.base_currency_code}"


def quote_totals(quote: Quote, terms: QuoteTerms) -> tuple[Total, ...]:
    """The totals, in each currency where there are two; then cost and margin, in the shop's."""

    def both(label: str, money: Decimal, base: Decimal, *, strong: bool = False) -> Total:
        shop = grouped(base, quote.base_digits)
        return Total(label, (grouped(money, quote.digits), shop) if two_currencies(quote) else (shop,), strong)

    def shop(label: str, text: str) -> Total:
        return Total(label, ("", text) if two_currencies(quote) else (text,))

    own, base = quote.money, quote.base
    found = margin(quote)
    floor = f"Margin, floor {plain(terms.margin_floor)} %" if terms.margin_floor else "Margin"
    return (
        both("Cart total", own.original_total, base.original_total),
        both("Negotiated", own.negotiated_total - own.original_total, base.negotiated_total - base.original_total),
        both("Quote subtotal", own.negotiated_total, base.negotiated_total),
        both("Shipping", shipping_of(quote, "money"), shipping_of(quote, "base")),
        both("Tax", own.tax_amount, base.tax_amount),
        both("Grand total", own.grand_total, base.grand_total, strong=True),
        shop("Cost", grouped(quote.base_total_cost, quote.base_digits)),
        shop(floor, percent(found.percent)),
    )


def percent(value: Decimal | None) -> str:
    """A percentage with one decimal; words where it isn't known."""
    return "not known" if value is None else f"{value:.1f} %"


def margin_words(quote: Quote, terms: QuoteTerms) -> str:
    """What is left to us: "31.4 %, profit 112.70 USD; the floor is 20 %"."""
    found = margin(quote)
    least = f"; the floor is {plain(terms.margin_floor)} %" if terms.margin_floor else ""
    if found.profit is None:
        return f"not known: the cost of an item isn't{least}"
    return f"{percent(found.percent)}, profit {shop_money(quote, found.profit)}{least}"


def price_words(quote: Quote) -> str:
    """What it comes to, and how that was negotiated: "358.80 USD instead of 368.00 (2.5 % off)"."""
    base, total = quote.base, shop_money(quote, quote.base.negotiated_total)
    if base.negotiated_total == base.original_total:
        return f"{total}, as in the cart"
    how = f" ({negotiation(quote)})" if quote.negotiated_type else ""
    return f"{total} instead of {grouped(base.original_total, quote.base_digits)}{how}"


def negotiation(quote: Quote) -> str:
    """How the whole was negotiated; nothing where it wasn't."""
    if not quote.negotiated_type:
        return ""
    if quote.negotiated_type == PERCENTAGE:
        return f"{plain(quote.negotiated_value)} % off"
    amount = grouped(quote.negotiated_value, quote.base_digits)
    return f"{amount} off" if quote.negotiated_type == AMOUNT else "proposed total"


def floor_words(quote: Quote, terms: QuoteTerms) -> str:
    """That it is below the floor; nothing where it isn't."""
    if not is_below_floor(quote, terms):
        return ""
    return (
        f"The margin of {percent(margin(quote).percent)} is below the floor of {plain(terms.margin_floor)} %: "
        "sending it needs a reason."
    )


def expiry_day(quote: Quote) -> str:
    """The last day that it is valid, as it is typed; "never" where there is none."""
    if quote.expires_at is None:
        return "never"
    end = quote.expires_at.astimezone(ZoneInfo(quote.timezone))
    return f"{end - timedelta(microseconds=1):%Y-%m-%d}"


def valid_words(quote: Quote, now: datetime) -> str:
    """How long it is valid."""
    if quote.expires_at is None:
        return "for ever"
    return f"until {expiry_day(quote)}{', which has passed' if quote.expires_at <= now else ''}"


def quote_facts(case: Case) -> tuple[str, ...]:
    """Whose turn it is, and what the buyer sees."""
    quote = case.opened.target.quote
    if not quote.id:
        return (quote.buyer_name,)
    return (LABELS.get(quote.status, quote.status), seen_words(quote.status))


def locked_by_other(case: Case) -> str:
    """Who else has it in work; nothing where nobody has."""
    holder = case.opened.target.quote.locked_by
    return holder if holder and holder != case.context.by else ""
