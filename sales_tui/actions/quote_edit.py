"""Change a quote that is in work: its items, what is negotiated, shipping, name, expiry (RULES.md §7.1, §7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.actions.quote_values import Day
from sales_tui.core.money import LIMIT, round_half_up
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import quote_items, quote_life, quote_log, quoting
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quote_status import claim, why_not

LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class QuoteWork(Command):
    """What the seller changes."""

    items: tuple[Mapping[str, Any], ...] = parameter(
        Kind.QUOTED,
        "lines to add or change: sku, qty, price of a piece (9.50, 10% off, -2.00 off); or pasted lines SKU,qty",
        default=(),
    )
    remove: tuple[str, ...] = parameter(Kind.SKUS, "SKUs of lines to take off", default=())
    negotiated: tuple[str, Decimal] | None = parameter(
        Kind.NEGOTIATED, "for the whole: percentage, amount or proposed total (5%, -20, 300, none)"
    )
    shipping_amount: Decimal | None = parameter(Kind.AMOUNT, "proposed shipping price, shop currency")
    shipping_method: str | None = parameter(Kind.TEXT, "how it is shipped")
    shipping_address: dict[str, str] | None = parameter(
        Kind.ADDRESS, "where it is shipped: name; street; postcode city; country, or JSON by REST names"
    )
    name: str | None = parameter(Kind.TEXT, "what the quote is called")
    expires: Day | None = parameter(Kind.DAY, "last day that it is valid, or never")
    take_over: bool = parameter(Kind.FLAG, "though somebody else has it in work", default=False)


@dataclass(frozen=True, slots=True)
class EditQuote(QuoteWork):
    """Change it."""

    comment: str = comment_parameter("what the buyer reads once it is sent")


def why_not_edit(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: in work, or a draft."""
    return why_not(target.quote, "edit")


def apply(quote: Quote, command: QuoteWork, context: Context) -> None:
    """Do what is asked, and calculate anew. Raises Refused."""
    if command.name is not None:
        if not command.name.strip() or len(command.name) > LONGEST_NAME:
            raise Refused("quote.name", f"A quote's name has 1 to {LONGEST_NAME} characters.")
        quote.name = command.name.strip()
    quote_items.remove_items(quote, command.remove)
    quote_items.put_items(quote, command.items)
    if command.negotiated is not None:
        quoting.negotiate(quote, *command.negotiated)
    if command.shipping_amount is not None:
        if command.shipping_amount > LIMIT:
            raise Refused("quote.shipping", "The shipping price is too large.")
        quote.proposed_shipping_amount = round_half_up(command.shipping_amount, quote.base_digits)
        quote.is_stale = False
    if command.shipping_address is not None:
        quote.shipping_address = command.shipping_address
    if command.shipping_method is not None:
        quote.shipping_method = quote.shipping_description = command.shipping_method.strip() or None
    if command.expires is not None:
        quote_life.set_expiry(quote, command.expires if isinstance(command.expires, date) else None, context.now)
    quoting.recalculate(quote)


def work(quote: Quote, command: QuoteWork, context: Context) -> None:
    """Change a quote of one's own, with what was changed in its log. Raises Refused."""
    before, was = quote_log.facts(quote), quote.status
    claim(quote, context.by, take_over=command.take_over)
    apply(quote, command, context)
    if quote_log.facts(quote) != before:
        quote_log.note(quote, before, was, context.by)


def handle(target: Target, command: EditQuote, context: Context) -> Done:
    """Changes it."""
    quote = target.quote
    work(quote, command, context)
    quote_log.say(quote, command.comment, context.by, draft=True)
    return Done(f"Quote {quote.increment_id} is changed: {summary(quote)}.")


def summary(quote: Quote) -> str:
    """What it comes to and what the shop earns by it, in words."""
    found = quoting.margin(quote)
    total = quote_life.shown_total(quote.base.negotiated_total, quote)
    return total if found.percent is None else f"{total}, margin {found.percent}%"


def said(text: str) -> str:
    """Text from data as it may stand in a message, whose braces mean something."""
    return text.replace("{", "{{").replace("}", "}}")


def skus(command: QuoteWork) -> frozenset[str]:
    """Products that it may add."""
    return quote_items.skus_of(command.items)


ACTION = Action(
    name="quote.edit",
    title="Edit",
    past="changed",
    help="Change items, prices, shipping, name or expiry of a quote that is in work.",
    permission="quote.edit",
    target="quote",
    command=EditQuote,
    why_not=why_not_edit,
    handle=handle,
    shortcuts=(Shortcut("e", "edit"),),
    skus=skus,
    alone="Quotes are edited one at a time: each has prices of its own",
)
