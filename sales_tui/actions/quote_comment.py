"""Write to the buyer of a quote, and attach files."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Kind,
    Shortcut,
    Target,
    comment_parameter,
    notify_parameter,
    parameter,
)
from sales_tui.actions.deeds import Inverse
from sales_tui.actions.quote_edit import said
from sales_tui.actions.shared import check_notify, said_in
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import quote_files, quote_log
from sales_tui.rules.quote_records import QuoteFile
from sales_tui.rules.quote_status import DRAFT, why_not


@dataclass(frozen=True, slots=True)
class CommentQuote(Command):
    """Write something."""

    comment: str = comment_parameter("what the buyer reads", required=True)
    files: tuple[QuoteFile, ...] = parameter(Kind.FILES, "files that go with it, 2 MB each at most", default=())
    is_visible_on_front: bool = parameter(Kind.FLAG, "the buyer reads it; otherwise it stays a draft", default=True)
    notify: bool = notify_parameter()


@dataclass(frozen=True, slots=True)
class AttachToQuote(Command):
    """Attach files."""

    files: tuple[QuoteFile, ...] = parameter(
        Kind.FILES, "doc, docx, xls, xlsx, pdf, txt, jpg, jpeg or png, 2 MB each at most", required=True, default=()
    )
    comment: str = comment_parameter("what the buyer reads with them")


def why_not_comment(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: as long as it isn't closed or ordered."""
    return why_not(target.quote, "comment")


def handle(target: Target, command: CommentQuote, context: Context) -> Done:
    """Adds the comment."""
    check_notify(command.notify)
    if not command.comment.strip():
        raise Refused("comment.missing", "The comment is missing.")
    draft = not command.is_visible_on_front
    return _say(target, command.comment, command.files, context, draft=draft)


def attach(target: Target, command: AttachToQuote, context: Context) -> Done:
    """Adds the files, with or without words."""
    if not command.files:
        raise Refused("attachment.missing", "Name at least one file.")
    return _say(target, command.comment, command.files, context)


def _say(target: Target, comment: str, files: tuple[QuoteFile, ...], context: Context, *, draft: bool = False) -> Done:
    quote = target.quote
    quote_files.check_count(files)
    quote_log.say(quote, comment, context.by, files=[*files], draft=draft or quote.status == DRAFT)
    words = f" with {', '.join(file.file_name for file in files)}" if files else ""
    return Done(f"Comment added to quote {quote.increment_id}{said(words)}.")


COMMENT = Action(
    name="quote.comment",
    title="Comment",
    past="commented",
    help="Write to the buyer of the quote.",
    permission="quote.comment",
    target="quote",
    command=CommentQuote,
    why_not=why_not_comment,
    handle=handle,
    shortcuts=(Shortcut("c", "comment"),),
    inverse=lambda deed: Inverse("quote.uncomment", said_in(deed)),
)
ATTACH = Action(
    name="quote.attach",
    title="Attach files",
    past="given files",
    help="Attach files to the quote; they are kept as they are and never opened.",
    permission="quote.comment",
    target="quote",
    command=AttachToQuote,
    why_not=why_not_comment,
    handle=attach,
    alone="Files are attached to one quote at a time",
)
