"""End a quote whose day has come, or give it more time while we work on it; run by the task `expire-quotes`."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Target
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_life, quote_log
from sales_tui.rules.quote_status import EXPIRED, why_not


@dataclass(frozen=True, slots=True)
class ExpireQuote(Command):
    """End it."""


def why_not_expire(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.3: sent or in review, and past its day."""
    quote = target.quote
    if refusal := why_not(quote, "expire"):
        return refusal
    if quote.expires_at is None or quote.expires_at > context.now:
        return Refusal("quote.valid", f"Quote {quote.increment_id} is still valid.")
    return None


def handle(target: Target, command: ExpireQuote, context: Context) -> Done:
    """Ends it, or puts its date off."""
    quote = target.quote
    quote_life.expire(quote, "system", context.now, context.terms.quotes)
    if quote.status == EXPIRED:
        return Done(f"Quote {quote.increment_id} is expired; its prices are the catalog's again.")
    return Done(f"Quote {quote.increment_id} is in review: valid until {quote_log.day(quote.expires_at)} now.")


ACTION = Action(
    name="quote.expire",
    title="Expire",
    past="expired",
    help="End a sent quote that is past its day; one in review here gets more time.",
    permission="quote.expire",
    target="quote",
    command=ExpireQuote,
    why_not=why_not_expire,
    handle=handle,
)
