"""Comment on an invoice, a shipment, a credit memo or a return."""

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
from sales_tui.actions.shared import add_comment, check_notify, said_in
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.payment_records import Transaction
from sales_tui.rules.print_records import Print


@dataclass(frozen=True, slots=True)
class CommentDocument(Command):
    """Write down what people should know about a document."""

    comment: str = comment_parameter("what people should know", required=True)
    is_visible_on_front: bool = parameter(Kind.FLAG, "the customer sees it in the shop", default=False)
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """A document can always be commented."""
    return None


def handle(target: Target, command: CommentDocument, context: Context) -> Done:
    """Adds the comment to the document."""
    check_notify(command.notify)
    if not command.comment.strip():
        raise Refused("comment.missing", "The comment is missing.")
    assert target.document is not None
    assert not isinstance(target.document, Transaction | Print)
    add_comment(target.document, command.comment, visible=command.is_visible_on_front)
    return Done(f"Comment added to {target.document.increment_id}.")


def _comment_action(kind: str, words: str) -> Action:
    return Action(
        name=f"{kind}.comment",
        title="Comment",
        past="commented",
        help=f"Add a comment to the {words}.",
        permission=f"{kind}.comment",
        target=kind,
        command=CommentDocument,
        why_not=why_not,
        handle=handle,
        shortcuts=(Shortcut("c", "comment"),),
        despite_doubt=True,
        inverse=lambda deed: Inverse(f"{kind}.uncomment", said_in(deed)),
    )


INVOICE, SHIPMENT, CREDITMEMO, RETURN = (
    _comment_action(kind, words)
    for kind, words in (
        ("invoice", "invoice"),
        ("shipment", "shipment"),
        ("creditmemo", "credit memo"),
        ("return", "return"),
    )
)
