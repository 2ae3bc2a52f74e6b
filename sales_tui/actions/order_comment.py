"""Comment on an order, and choose another status of its state with it."""

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
from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.actions.shared import check_notify, said_in
from sales_tui.core.refusal import Refusal
from sales_tui.rules import commenting


@dataclass(frozen=True, slots=True)
class CommentOrder(Command):
    """Write down what people should know about an order."""

    comment: str = comment_parameter("what people should know", required=True)
    status: str | None = parameter(Kind.TEXT, "another status of the order's present state")
    is_visible_on_front: bool = parameter(Kind.FLAG, "the customer sees it in the shop", default=False)
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canComment: always."""
    return None


def handle(target: Target, command: CommentOrder, context: Context) -> Done:
    """Adds a row to the order's history."""
    check_notify(command.notify)
    commenting.comment(target.order, command.comment, command.status, is_visible_on_front=command.is_visible_on_front)
    return Done(f"Comment added to order {target.order.increment_id}.")


def inverse(deed: Deed) -> Inverse:
    """Takes the comment out of the history again, and the status back."""
    status = {"status": deed.changes["status"][0]} if "status" in deed.changes else {}
    return Inverse("order.uncomment", said_in(deed) | status)


ACTION = Action(
    name="order.comment",
    title="Comment",
    past="commented",
    help="Add a comment to the order's history.",
    permission="order.comment",
    target="order",
    command=CommentOrder,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("c", "comment"),),
    despite_doubt=True,
    inverse=inverse,
)
