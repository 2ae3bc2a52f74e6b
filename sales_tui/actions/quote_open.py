"""Take a quote into work: from then on the buyer can't change it."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Context, Done, Shortcut, Target, comment_parameter
from sales_tui.actions.quote_edit import QuoteWork, said, skus, summary, work
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_life, quote_log
from sales_tui.rules.quote_status import why_not


@dataclass(frozen=True, slots=True)
class OpenQuote(QuoteWork):
    """Take it into work, and change it at once where that is asked."""

    comment: str = comment_parameter("what the buyer reads once it is sent")


def why_not_open(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: new, answered by the buyer, in work already, or a draft."""
    return why_not(target.quote, "open")


def handle(target: Target, command: OpenQuote, context: Context) -> Done:
    """Opens it for whoever acts."""
    quote = target.quote
    quote_life.take(quote, context.by, take_over=command.take_over)
    work(quote, command, context)
    quote_log.say(quote, command.comment, context.by, draft=True)
    return Done(f"Quote {quote.increment_id} is in work with {said(context.by or 'you')}: {summary(quote)}.")


ACTION = Action(
    name="quote.open",
    title="Take into work",
    past="taken into work",
    help="Take the quote into work: it is locked for the buyer and marked as yours.",
    permission="quote.edit",
    target="quote",
    command=OpenQuote,
    why_not=why_not_open,
    handle=handle,
    shortcuts=(Shortcut("e", "take into work"),),
    skus=skus,
)
