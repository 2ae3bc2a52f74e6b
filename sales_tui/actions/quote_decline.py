"""Decline a quote."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_life
from sales_tui.rules.quote_status import claim, why_not


@dataclass(frozen=True, slots=True)
class DeclineQuote(Command):
    """Say no."""

    comment: str = comment_parameter("why; the buyer reads it", required=True)
    take_over: bool = parameter(Kind.FLAG, "though somebody else has it in work", default=False)


def why_not_decline(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: new, in work, or answered by the buyer."""
    return why_not(target.quote, "decline")


def handle(target: Target, command: DeclineQuote, context: Context) -> Done:
    """Declines it; prices go back to catalog and cart."""
    quote = target.quote
    claim(quote, context.by, take_over=command.take_over)
    quote_life.decline(quote, context.by, command.comment)
    return Done(f"Quote {quote.increment_id} is declined; its prices are the catalog's again.")


ACTION = Action(
    name="quote.decline",
    title="Decline",
    past="declined",
    help="Decline the quote with a reason; its prices go back to the catalog's.",
    permission="quote.decline",
    target="quote",
    command=DeclineQuote,
    why_not=why_not_decline,
    handle=handle,
    shortcuts=(Shortcut("x", "decline"),),
)
