"""Note a return that a customer asks for (RMA)."""

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
from sales_tui.actions.return_values import Entries
from sales_tui.actions.shared import add_comment, check_notify
from sales_tui.core.refusal import Refusal
from sales_tui.rules import returning
from sales_tui.rules.returning import Asked


@dataclass(frozen=True, slots=True)
class CreateReturn(Command):
    """What the customer wants to send back."""

    items: Entries = parameter(
        Kind.RETURNED,
        "sku or item_id, qty, reason (reason_text for another one), condition and resolution of each; codes or labels",
        default=(),
        required=True,
    )
    customer_custom_email: str = parameter(Kind.TEXT, "where the customer wants to hear of it", default="")
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §6: what has shipped, allows it and isn't on its way back already."""
    return returning.why_not_create(target.order)


def handle(target: Target, command: CreateReturn, context: Context) -> Done:
    """Makes the return; nothing is promised by it."""
    check_notify(command.notify)
    asked = [
        Asked(
            {name: value for name, value in entry.items() if name in ("sku", "item_id", "qty")},
            **{name: entry.get(name, "") for name in ("reason", "reason_text", "condition", "resolution")},
        )
        for entry in command.items
    ]
    order, terms = target.order, context.terms.returns
    rma = returning.create(order, asked, terms, context.now, command.customer_custom_email)
    add_comment(rma, command.comment)
    pieces = returning.listed(order, [(item, item.qty_requested) for item in rma.lines])
    said = pieces.replace("{", "{{").replace("}", "}}")
    return Done(f"Return {{0}} noted for order {order.increment_id}: {said}.", (rma,))


ACTION = Action(
    name="return.create",
    title="New return",
    past="return noted",
    help="Note what a customer wants to send back, why, and what is wanted for it.",
    permission="return.create",
    target="order",
    command=CreateReturn,
    why_not=why_not,
    handle=handle,
    alone="Returns are begun one at a time: each names what comes back, and why",
    shortcuts=(Shortcut("n", "new return", among=True),),
)
