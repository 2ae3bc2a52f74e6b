"""Place an order again: the same pieces at the same prices, paid anew."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Context,
    Done,
    Shortcut,
    Target,
    comment_parameter,
    money_text,
)
from sales_tui.actions.placing import PayingCommand, pay
from sales_tui.core.refusal import Refusal
from sales_tui.rules import commenting, placing


@dataclass(frozen=True, slots=True)
class ReorderOrder(PayingCommand):
    """Order it again."""

    comment: str = comment_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canReorder."""
    return placing.why_not_again(target.order)


def handle(target: Target, command: ReorderOrder, context: Context) -> Done:
    """Makes the new order; the earlier one stays as it is."""
    order = target.order
    new = placing.again(order)
    words = pay(new, command, context, reference=order.increment_id)
    if command.comment.strip():
        commenting.comment(new, command.comment)
    order.new_orders.append(new)
    method = context.terms.methods[new.payment_method].title
    also = f": {words}" if words else ""
    return Done(f"Order {{0}} placed: {money_text(new.money.grand_total, new)}, {method}{also}.", (new,))


ACTION = Action(
    name="order.reorder",
    title="Order again",
    past="ordered again",
    help="Place a new order with the same pieces at the same prices, paid by a method, an agreement or store credit.",
    permission="order.create",
    target="order",
    command=ReorderOrder,
    why_not=why_not,
    handle=handle,
    alone="Orders are placed again one at a time: each wants a look at what is still sold",
    shortcuts=(Shortcut("n", "order again", among=True),),
)
