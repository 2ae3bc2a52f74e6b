"""The live editor of a quote: lines, the price of the whole, shipping, name, expiry; totals with margin beside them.

Every figure comes from the action itself, tried on a copy of the quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sales_tui.actions.preview import Preview
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quoting import margin
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Beside, Block, Entry, Form, Notes, Own
from sales_tui.tui.forms.negotiated import Negotiated
from sales_tui.tui.forms.quote_facts import (
    IDLE,
    floor_words,
    locked_by_other,
    percent,
    quote_facts,
    quote_totals,
    shop_money,
    two_currencies,
)
from sales_tui.tui.forms.quote_fields import ShippingPrice, expiry_field, name_field
from sales_tui.tui.forms.quote_table import QuoteOutcome, QuoteTable
from sales_tui.tui.forms.words import listed
from sales_tui.workspaces.format import grouped

_POINTS = {
    "item": "items",
    "product": "items",
    "quote.price_above": "items",
    "quote.percentage": "negotiated",
    "quote.negotiated": "negotiated",
    "quote.shipping": "shipping_amount",
    "quote.expires": "expires",
    "quote.name": "name",
    "quote.locked": "take_over",
}
"""Start of a refusal's code -> field that it is about."""


def declare_quote_open(case: Case) -> Form:
    """It is taken into work, with whatever is changed at once."""
    quote = case.opened.target.quote
    says = "" if quote.locked_by == case.context.by else "It is yours then: the buyer can't change it until it is sent."
    return _editor(case, (), says, "take into work" if says else "save")


def declare_quote_edit(case: Case) -> Form:
    """What is negotiated."""
    return _editor(case, (), "The buyer sees nothing of it until it is sent.", "save")


def declare_quote_draft(case: Case) -> Form:
    """The same, with a comment that waits until it is sent."""
    return _editor(case, (_comment(),), "The buyer sees nothing of it until it is sent.", "save")


def declare_quote_create(case: Case) -> Form:
    """A new quote for a buyer, or a copy of one."""
    quote = case.opened.target.quote
    says = "It is a draft: the buyer sees nothing of it until it is sent."
    if not quote.id:
        return _editor(case, (_comment(),), says, "make it")
    bare = Quote(0, base_currency_code=quote.base_currency_code)
    entries = (Own(lambda host: Negotiated(host, bare)), Entry("name", "Name", preset=quote.name), _comment())
    return Form(
        blocks=(Notes((("Copy", _copied(quote)),)), Beside(entries)),
        outcome=lambda seen: _outcome(case, _made(seen), says),
        facts=quote_facts(case),
        currencies=two_currencies(quote),
        idle=IDLE,
        points=_POINTS,
        verb="make the copy",
    )


def _copied(quote: Quote) -> str:
    lines = "1 line" if len(quote.lines) == 1 else f"{len(quote.lines)} lines"
    return f"{lines} of quote {quote.increment_id} for {quote.buyer_name or quote.buyer_email}, at cart prices"


def _comment() -> Entry:
    return Entry("comment", "Comment", beside="read with the quote")


def _editor(case: Case, more: Sequence[Entry], says: str, verb: str) -> Form:
    quote = case.opened.target.quote
    before = None if not quote.id else quote.base.negotiated_total
    entries: tuple[Entry | Own, ...] = (
        Own(lambda host: Negotiated(host, quote)),
        Own(lambda host: ShippingPrice(host, quote)),
        Own(lambda host: expiry_field(host, quote)),
        Own(lambda host: name_field(host, quote)),
        *more,
    )
    table = Own(lambda host: QuoteTable(host, quote, case.look_up))
    return Form(
        blocks=(*_notes(quote), *take_over(case), table, Beside(entries)),
        outcome=lambda seen: _outcome(case, _made(seen), says, before),
        facts=quote_facts(case),
        currencies=two_currencies(quote),
        idle=IDLE,
        points=_POINTS,
        start="take_over",
        verb=verb,
        refusals=_refusals(case),
    )


def take_over(case: Case) -> tuple[Entry, ...]:
    """Where somebody else has it in work."""
    holder = locked_by_other(case)
    return (Entry("take_over", f"take it over from {holder}", takes_preset=False),) if holder else ()


def _refusals(case: Case) -> dict[str, str]:
    holder = locked_by_other(case)
    return {"quote.locked": f"{holder} has it in work; ask, or tick that you take it over."} if holder else {}


def _notes(quote: Quote) -> tuple[Block, ...]:
    texts: list[tuple[str, str]] = []
    if quote.is_stale:
        texts.append(
            ("Changed", "by the buyer after it was negotiated: what was negotiated counts again once you save it")
        )
    if two_currencies(quote):
        own, base = two_currencies(quote)
        texts.append(("Currency", f"prices are in {base}, the shop's; the buyer pays in {own}"))
    return (Notes(tuple(texts)),) if texts else ()


def _made(seen: Preview) -> Quote:
    """The quote as it would be; of a copy, the copy."""
    quote = seen.root
    assert isinstance(quote, Quote)
    return quote.new_quotes[-1] if quote.new_quotes else quote


def _outcome(case: Case, quote: Quote, says: str, before: Decimal | None = None) -> QuoteOutcome:
    terms, total = case.context.terms.quotes, quote.base.negotiated_total
    price = shop_money(quote, total)
    if before is None or before == total:
        words = f"The price is {price}"
    else:
        words = f"The price goes from {grouped(before, quote.base_digits)} to {price}"
    sentence = f"{words}, margin {percent(margin(quote).percent)}."
    return QuoteOutcome(
        listed((sentence, floor_words(quote, terms), says)),
        figure=grouped(total, quote.base_digits),
        totals=quote_totals(quote, terms),
        quote=quote,
    )
