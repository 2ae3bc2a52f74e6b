"""What a quote comes to: prices of its lines, totals in both currencies, margin (RULES.md §7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sales_tui.core.money import LIMIT, STORED_DIGITS, ZERO, amount_text, plain, round_half_up, share, times
from sales_tui.core.refusal import Refused
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteMoney
from sales_tui.rules.quote_shares import Share, distribute

PERCENTAGE, AMOUNT, PROPOSED = "percentage", "amount", "proposed"
TYPES = (PERCENTAGE, AMOUNT, PROPOSED)
"""How a price is negotiated; Magento's numbers for them are 1, 2, 3."""

HUNDRED = Decimal(100)
SIDES: tuple[Literal["base", "money"], ...] = ("base", "money")


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """The settings `[quotes]`."""

    margin_floor: Decimal = ZERO
    """Per cent of the negotiated total; sending below it needs a reason. 0: no floor."""
    expiry_days: int = 30
    """How long a quote is valid, unless a date is set."""
    minimum: Decimal = ZERO
    """Least total of a quote that may be sent, shop currency, before anything is negotiated."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What the shop earns by a quote, in its currency."""

    cost: Decimal
    """Of the lines whose cost is known."""
    profit: Decimal | None
    """None: the cost of a line isn't known."""
    percent: Decimal | None
    """Of the negotiated total, two decimals; None: not known, or nothing is to be paid."""

    def is_below(self, floor: Decimal, total: Decimal) -> bool:
        """Whether it is below that percentage of the negotiated total."""
        return self.profit is not None and floor > 0 and self.profit < share(total, floor, HUNDRED)


def margin(quote: Quote) -> Margin:
    """Cost and profit of a quote that was calculated."""
    total = quote.base.negotiated_total
    if any(line.base_cost is None for line in quote.lines):
        return Margin(quote.base_total_cost, None, None)
    profit = total - quote.base_total_cost
    percent = round_half_up(share(profit, HUNDRED, total), 2) if total else None
    return Margin(quote.base_total_cost, profit, percent)


def is_below_floor(quote: Quote, terms: QuoteTerms) -> bool:
    """Whether sending it needs a reason."""
    return margin(quote).is_below(terms.margin_floor, quote.base.negotiated_total)


def line_margin(line: QuoteLine) -> Decimal | None:
    """Profit of a line in per cent of its row; None where its cost isn't known or it costs nothing."""
    if line.base_cost is None or not line.base.row_total:
        return None
    profit = line.base.row_total - line.base_cost * line.qty
    return round_half_up(share(profit, HUNDRED, line.base.row_total), 2)


def recalculate(quote: Quote) -> None:
    """All prices and totals anew, from catalog and cart prices and what was negotiated; each currency by itself.

    A line's own proposal comes first, then the whole quote's on the rest. While the buyer's changes are unanswered
    (`is_stale`) nothing negotiated counts. Raises Refused where the negotiated price is above the quote's own.
    """
    base_whole = ZERO
    for side in SIDES:
        digits = quote.base_digits if side == "base" else quote.digits
        shares = [Share(_proposed(quote, line, side, digits), line.qty) for line in quote.lines]
        whole = sum((round_half_up(one.limit * one.qty, digits) for one in shares), ZERO)
        base_whole = whole if side == "base" else base_whole
        distribute(shares, _negotiated(quote, whole, base_whole, side, digits), digits)
        _put_totals(quote, shares, side, digits)
    quote.base_total_cost = sum(
        (round_half_up((line.base_cost or ZERO) * line.qty, quote.base_digits) for line in quote.lines), ZERO
    )
    _check_size(quote)


def negotiate(quote: Quote, kind: str, value: Decimal) -> None:
    """Agree on a price for the whole: per cent off, an amount off, or a total; an empty kind: on none any more.

    Per cent keep four decimals, amounts those of the shop's currency (RULES.md §0.5), so that what is stored counts.
    Raises Refused for more than 100 per cent; what is above the total, `recalculate` refuses.
    """
    if kind == PERCENTAGE and value > HUNDRED:
        raise Refused("quote.percentage", f"{plain(value)} per cent is more than the whole price; give 0 to 100.")
    digits = STORED_DIGITS if kind == PERCENTAGE else quote.base_digits
    quote.negotiated_type, quote.negotiated_value = kind, round_half_up(value, digits) if kind else ZERO
    quote.is_stale = False


def propose(quote: Quote, line: QuoteLine, kind: str, value: Decimal) -> None:
    """Propose a price for one line: per cent or an amount off a piece, or a price for a piece; empty: none any more.

    Amounts are in the shop's currency, and keep four decimals as all prices of a piece. Raises Refused for a price
    above the line's own (RULES.md §7.2 bounds).
    """
    most = line.base.cart_price
    if kind == PERCENTAGE and value > HUNDRED:
        raise Refused("quote.percentage", f"{line.sku}: {plain(value)} per cent is more than the whole price.")
    if kind in (AMOUNT, PROPOSED) and value > most:
        text = f"{amount_text(most, quote.base_digits)} {quote.base_currency_code}"
        raise Refused(
            "quote.price_above", f"{line.sku}: {plain(value)} is above its price of {text}; a quote only lowers prices."
        )
    line.proposed_type, line.proposed_value = kind, round_half_up(value, STORED_DIGITS) if kind else ZERO
    quote.is_stale = False


def reset_prices(quote: Quote) -> None:
    """Back to catalog and cart prices, as when it is declined or expires (RULES.md §7.1)."""
    quote.negotiated_type, quote.negotiated_value = "", ZERO
    quote.proposed_shipping_amount = None
    quote.is_stale = False
    for line in quote.lines:
        line.proposed_type, line.proposed_value = "", ZERO
    recalculate(quote)


def converted(quote: Quote, amount: Decimal, side: str) -> Decimal:
    """An amount of the shop's currency on that side, rounded to the currency's digits."""
    if side == "base":
        return amount
    return amount if _is_alike(quote) else round_half_up(times(amount, quote.base_to_quote_rate), quote.digits)


def shipping_of(quote: Quote, side: str) -> Decimal:
    """What shipping costs: what was proposed, else the method's rate; in the currency's digits (RULES.md §0.5)."""
    digits = quote.base_digits if side == "base" else quote.digits
    if quote.proposed_shipping_amount is None or quote.is_stale:
        return round_half_up((quote.base if side == "base" else quote.money).shipping_amount, digits)
    return round_half_up(converted(quote, quote.proposed_shipping_amount, side), digits)


def _is_alike(quote: Quote) -> bool:
    return quote.base_currency_code == quote.quote_currency_code and quote.base_to_quote_rate == 1


def _proposed(quote: Quote, line: QuoteLine, side: Literal["base", "money"], digits: int) -> Decimal:
    """What a piece costs before the whole is negotiated."""
    cart = (line.base if side == "base" else line.money).cart_price
    if quote.is_stale or not line.proposed_type:
        return cart
    if line.proposed_type == PERCENTAGE:
        return round_half_up(share(cart, HUNDRED - line.proposed_value, HUNDRED), digits)
    value = converted(quote, line.proposed_value, side)
    return max(cart - value, ZERO) if line.proposed_type == AMOUNT else min(value, cart)


def _negotiated(
    quote: Quote, whole: Decimal, base_whole: Decimal, side: Literal["base", "money"], digits: int
) -> Decimal:
    """What the lines, which come to `whole`, cost after the whole was negotiated. Raises Refused.

    An amount that is everything in the shop's currency is everything in the buyer's, whatever it converts to.
    """
    kind, value = quote.negotiated_type, quote.negotiated_value
    if quote.is_stale or not kind:
        return whole
    if kind == PERCENTAGE:
        return round_half_up(share(whole, HUNDRED - value, HUNDRED), digits)
    if side == "base" and value > whole:
        text = f"{amount_text(whole, digits)} {quote.base_currency_code}"
        what = "taken off" if kind == AMOUNT else "asked"
        raise Refused("quote.negotiated_above", f"{plain(value)} can't be {what}: the items come to {text}.")
    value = whole if value == base_whole else round_half_up(converted(quote, value, side), digits)
    return max(whole - value, ZERO) if kind == AMOUNT else min(value, whole)


def _put_totals(quote: Quote, shares: list[Share], side: Literal["base", "money"], digits: int) -> None:
    totals = quote.base if side == "base" else quote.money
    totals.catalog_total = totals.original_total = totals.negotiated_total = totals.tax_amount = ZERO
    for line, one in zip(quote.lines, shares, strict=True):
        own = line.base if side == "base" else line.money
        own.proposed_price, own.discount_amount, own.row_total = one.unit, one.discount, one.row
        own.tax_amount = round_half_up(share(one.row, line.tax_percent, HUNDRED), digits)
        totals.catalog_total += round_half_up(own.price * line.qty, digits)
        totals.original_total += round_half_up(own.cart_price * line.qty, digits)
        totals.negotiated_total += own.row_total
        totals.tax_amount += own.tax_amount
    totals.grand_total = totals.negotiated_total + shipping_of(quote, side) + totals.tax_amount


def _check_size(quote: Quote) -> None:
    """Raises Refused for what the database can't hold, of what is to be paid and of what it costs the shop."""
    told = (quote.base_total_cost, *(amount for one in (quote.base, quote.money) for amount in _largest(one)))
    if max(told) > LIMIT:
        name = f"Quote {quote.increment_id}" if quote.increment_id else "The quote"
        raise Refused("quote.too_large", f"{name} comes to more than {LIMIT:,}.")


def _largest(totals: QuoteMoney) -> tuple[Decimal, Decimal]:
    return totals.catalog_total, totals.grand_total
