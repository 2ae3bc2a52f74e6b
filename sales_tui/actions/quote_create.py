"""Make a quote for a buyer, or a copy of one."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.actions.quote_edit import QuoteWork, apply, said, skus, summary
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_files, quote_life, quote_log
from sales_tui.rules.quote_items import copied
from sales_tui.rules.quote_records import Quote, QuoteFile


@dataclass(frozen=True, slots=True)
class CreateQuote(QuoteWork):
    """Make one."""

    comment: str = comment_parameter("what the buyer reads once it is sent")
    files: tuple[QuoteFile, ...] = parameter(Kind.FILES, "files that go with the comment", default=())


def why_not_create(target: Target, context: Context) -> Refusal | None:
    """A buyer of a company can always have one, and every quote can be copied."""
    return None


def handle(target: Target, command: CreateQuote, context: Context) -> Done:
    """Makes a draft for the buyer that was named, or of the quote that was; the quote itself stays as it is."""
    quote_files.check_count(command.files)
    source = target.quote
    quote = _copy(source) if source.id else source
    quote_life.begin(quote, context.by, context.now, context.terms.quotes)
    before = quote_log.facts(quote)
    apply(quote, command, context)
    quote_log.note(quote, before, "", context.by, quote_log.CREATED)
    quote_log.say(quote, command.comment, context.by, files=[*command.files], draft=True)
    if source.id:
        source.new_quotes.append(quote)
    return Done(f"Quote {{0}} for {said(quote.buyer_name)} is made: {summary(quote)}.", (quote,))


def _copy(source: Quote) -> Quote:
    """A draft with the same buyer and lines, at catalog and cart prices."""
    quote = Quote(
        id=0,
        name=source.name,
        store_id=source.store_id,
        company_id=source.company_id,
        company_name=source.company_name,
        customer_id=source.customer_id,
        buyer_name=source.buyer_name,
        buyer_email=source.buyer_email,
        customer_group=source.customer_group,
        sales_rep=source.sales_rep,
        copied_from=source.increment_id,
        base_currency_code=source.base_currency_code,
        quote_currency_code=source.quote_currency_code,
        base_to_quote_rate=source.base_to_quote_rate,
        shipping_method=source.shipping_method,
        shipping_description=source.shipping_description,
        shipping_address=dict(source.shipping_address),
        billing_address=dict(source.billing_address),
        timezone=source.timezone,
        shelf=source.shelf,
    )
    quote.money.shipping_amount = source.money.shipping_amount
    quote.base.shipping_amount = source.base.shipping_amount
    quote.lines = [copied(line) for line in source.lines]
    return quote


ACTION = Action(
    name="quote.create",
    title="New quote",
    past="made",
    help="Make a quote for a buyer, named by e-mail address, or a copy of a quote, named by its number.",
    permission="quote.create",
    target="quote",
    command=CreateQuote,
    why_not=why_not_create,
    handle=handle,
    alone="Quotes are made one at a time: each for its own buyer",
    shortcuts=(Shortcut("n", "new"),),
    skus=skus,
)
