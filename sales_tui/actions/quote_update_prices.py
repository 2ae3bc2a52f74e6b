"""Pull a quote's prices from the catalog again."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, parameter
from sales_tui.actions.quote_edit import said, summary
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_items, quote_log, quoting
from sales_tui.rules.quote_status import claim, why_not


@dataclass(frozen=True, slots=True)
class UpdatePrices(Command):
    """Take the catalog's prices."""

    take_over: bool = parameter(Kind.FLAG, "though somebody else has it in work", default=False)


def why_not_update(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.2: in work, or a draft."""
    return why_not(target.quote, "update_prices")


def handle(target: Target, command: UpdatePrices, context: Context) -> Done:
    """Prices it anew; what was negotiated stays. Tried only, the message says what would change."""
    quote = target.quote
    claim(quote, context.by, take_over=command.take_over)
    before = quote_log.facts(quote)
    changes = quote_items.update_prices(quote)
    quoting.recalculate(quote)
    if not changes:
        return Done(f"Quote {quote.increment_id} has the catalog's prices already.")
    quote_log.note(quote, before, quote.status, context.by)
    return Done(f"Quote {quote.increment_id}: {said('; '.join(changes))}. Now {summary(quote)}.")


ACTION = Action(
    name="quote.update_prices",
    title="Update prices",
    past="priced anew",
    help="Pull names, prices and cost from the catalog again, and take off what isn't sold any more.",
    permission="quote.edit",
    target="quote",
    command=UpdatePrices,
    why_not=why_not_update,
    handle=handle,
    shortcuts=(Shortcut("r", "update prices"),),
)
