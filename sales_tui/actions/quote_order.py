"""Make the order of an accepted quote."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Context,
    Done,
    Kind,
    Shortcut,
    Target,
    comment_parameter,
    money_text,
    parameter,
)
from sales_tui.actions.placing import PayingCommand, pay
from sales_tui.core.refusal import Refusal
from sales_tui.rules import commenting, quote_log, quote_ordering
from sales_tui.rules.quote_status import ensure, go


@dataclass(frozen=True, slots=True)
class OrderQuote(PayingCommand):
    """Order it."""

    shipping_address: dict[str, str] | None = parameter(
        Kind.ADDRESS, "where it is shipped, if the quote doesn't say: name; street; postcode city; country"
    )
    comment: str = comment_parameter("what to remember about the order")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1, §7.3: accepted by the buyer, and still valid."""
    return quote_ordering.why_not_order(target.quote, context.now)


def handle(target: Target, command: OrderQuote, context: Context) -> Done:
    """Makes the order; quote and order name each other."""
    quote = target.quote
    quote.shipping_address = command.shipping_address or quote.shipping_address
    ensure(quote_ordering.why_not_ship(quote))
    new = quote_ordering.order_of(quote)
    new.accounts, new.agreements = quote.accounts, quote.agreements
    words = pay(new, command, context, reference=f"quote-{quote.increment_id}")
    if command.comment.strip():
        commenting.comment(new, command.comment)
    before, was = quote_log.facts(quote), quote.status
    go(quote, "order")
    quote_log.note(quote, before, was, context.by)
    quote.new_orders.append(new)
    method = context.terms.methods[new.payment_method].title
    also = f": {words}" if words else ""
    total = money_text(new.money.grand_total, new)
    return Done(f"Order {{0}} placed from quote {quote.increment_id}: {total}, {method}{also}.", (new,))


ACTION = Action(
    name="quote.order",
    title="Order",
    past="ordered",
    help="Make the order of an accepted quote: every price stays as agreed, and the order can't be edited.",
    permission="order.create",
    target="quote",
    command=OrderQuote,
    why_not=why_not,
    handle=handle,
    alone="Quotes are ordered one at a time: each needs a look at where it goes",
    shortcuts=(Shortcut("b", "order"),),
)
