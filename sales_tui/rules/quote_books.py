"""Whether a quote adds up: rows, totals and discounts are what was negotiated, to the cent (RULES.md §7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import fields, replace
from decimal import Decimal

from sales_tui.core.money import ZERO, amount_text, round_half_up
from sales_tui.core.refusal import Refused
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quote_status import ORDERED, STATUSES
from sales_tui.rules.quoting import SIDES, recalculate


def faults(quote: Quote) -> Iterator[str]:
    """One sentence for each fault, without the quote's number."""
    if quote.status not in STATUSES:
        yield f"its status is {quote.status}, which there is not"
    if quote.order_id is not None and quote.status != ORDERED:
        yield f"an order was made of it, but it is {quote.status}"
    yield from _sums(quote)
    yield from _agreed(quote)


def _sums(quote: Quote) -> Iterator[str]:
    for side in SIDES:
        digits = quote.base_digits if side == "base" else quote.digits
        totals = quote.base if side == "base" else quote.money
        rows = ZERO
        for line in quote.lines:
            own = line.base if side == "base" else line.money
            rows += own.row_total
            whole = round_half_up(own.proposed_price * line.qty, digits)
            if own.discount_amount < 0 or own.row_total < 0 or own.row_total != whole - own.discount_amount:
                yield f"{_named(side)}, {line.sku}: its row isn't price x quantity less what is left of the cents"
        if rows != totals.negotiated_total:
            total = _text(totals.negotiated_total, digits)
            yield f"{_named(side)}: its rows come to {_text(rows, digits)}, not to {total}"


def _agreed(quote: Quote) -> Iterator[str]:
    """Everything is what comes out when it is calculated anew."""
    anew = copy(quote)
    anew.money, anew.base = replace(quote.money), replace(quote.base)
    anew.lines = [replace(line, money=replace(line.money), base=replace(line.base)) for line in quote.lines]
    try:
        recalculate(anew)
    except Refused as refused:
        yield f"what was negotiated isn't possible: {refused.refusal.message.rstrip('.')}"
        return
    for side in SIDES:
        digits = quote.base_digits if side == "base" else quote.digits
        for stored, right in (
            (getattr(quote, side), getattr(anew, side)),
            *((getattr(old, side), getattr(new, side)) for old, new in zip(quote.lines, anew.lines, strict=True)),
        ):
            for field in fields(right):
                is_now, should = getattr(stored, field.name), getattr(right, field.name)
                if is_now != should:
                    name = field.name.replace("_", " ")
                    yield f"{_named(side)}: {name} is {_text(is_now, digits)} and should be {_text(should, digits)}"
    if quote.base_total_cost != anew.base_total_cost:
        yield f"its cost is {_text(quote.base_total_cost, 2)} and should be {_text(anew.base_total_cost, 2)}"


def _named(side: str) -> str:
    return "in the shop's currency" if side == "base" else "in the buyer's currency"


def _text(amount: Decimal, digits: int) -> str:
    return amount_text(amount, digits)
