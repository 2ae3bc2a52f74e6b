"""Send a quote to its buyer."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.actions.quote_edit import QuoteWork, said, skus, summary, work
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_files, quote_life, quote_log
from sales_tui.rules.quote_records import QuoteFile
from sales_tui.rules.quote_status import why_not


@dataclass(frozen=True, slots=True)
class SendQuote(QuoteWork):
    """Send it."""

    comment: str = comment_parameter("what the buyer reads with it")
    files: tuple[QuoteFile, ...] = parameter(Kind.FILES, "files that go with the comment", default=())
    reason: str = parameter(Kind.TEXT, "why it may go below the margin floor; the buyer doesn't see it", default="")


def why_not_send(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: in work, or a draft."""
    return why_not(target.quote, "send")


def handle(target: Target, command: SendQuote, context: Context) -> Done:
    """Sends it, with the comments that waited for that."""
    quote = target.quote
    quote_files.check_count(command.files)
    work(quote, command, context)
    dropped = quote_life.send(quote, context.by, context.now, context.terms.quotes, command.reason)
    quote_log.say(quote, command.comment, context.by, files=[*command.files])
    left = f" {said('; '.join(dropped))}." if dropped else ""
    until = f", valid until {quote_log.day(quote.expires_at)}" if quote.expires_at else ""
    return Done(f"Quote {quote.increment_id} is sent to {said(quote.buyer_name)}: {summary(quote)}{until}.{left}")


ACTION = Action(
    name="quote.send",
    title="Send",
    past="sent",
    help="Send the quote to the buyer; below the margin floor it needs a reason.",
    permission="quote.send",
    target="quote",
    command=SendQuote,
    why_not=why_not_send,
    handle=handle,
    shortcuts=(Shortcut("s", "send"),),
    skus=skus,
)
