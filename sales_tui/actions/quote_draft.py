"""Save what was done to a quote, with a comment that isn't sent yet."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Context, Done, Kind, Target, comment_parameter, parameter
from sales_tui.actions.quote_edit import QuoteWork, skus, summary, work
from sales_tui.core.refusal import Refusal
from sales_tui.rules import quote_files, quote_life, quote_log
from sales_tui.rules.quote_records import QuoteFile
from sales_tui.rules.quote_status import why_not


@dataclass(frozen=True, slots=True)
class DraftQuote(QuoteWork):
    """Save it."""

    comment: str = comment_parameter("what the buyer reads once it is sent")
    files: tuple[QuoteFile, ...] = parameter(Kind.FILES, "files that go with the comment", default=())


def why_not_draft(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: as long as it is our turn."""
    return why_not(target.quote, "draft")


def handle(target: Target, command: DraftQuote, context: Context) -> Done:
    """Saves it; the buyer sees nothing of it."""
    quote = target.quote
    quote_files.check_count(command.files)
    quote_life.take(quote, context.by, take_over=command.take_over)
    work(quote, command, context)
    quote_log.say(quote, command.comment, context.by, files=[*command.files], draft=True)
    return Done(f"Quote {quote.increment_id} is saved, not sent: {summary(quote)}.")


ACTION = Action(
    name="quote.draft",
    title="Save as draft",
    past="saved",
    help="Save changes and a comment without sending them; the buyer sees nothing of it.",
    permission="quote.edit",
    target="quote",
    command=DraftQuote,
    why_not=why_not_draft,
    handle=handle,
    skus=skus,
)
