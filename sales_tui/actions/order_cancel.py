"""Cancel what is still open on an order."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Shortcut,
    Target,
    comment_parameter,
    money_text,
    pieces_text,
)
from sales_tui.actions.charging import base_money, release
from sales_tui.actions.shared import gateway_missing, is_online, said
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal
from sales_tui.rules import canceling, commenting, paying


@dataclass(frozen=True, slots=True)
class CancelOrder(Command):
    """End what isn't invoiced and not shipped."""

    comment: str = comment_parameter("the reason")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canCancel; money reserved by a gateway has to be released there first."""
    order = target.order
    missing = gateway_missing(order, context.terms)
    if missing and (paying.reserved(order) or order.amount_authorized > order.base.total_paid):
        return Refusal(
            missing.code,
            f"Order {order.increment_id} has money reserved by '{order.payment_method}', whose gateway is not set up "
            "here, so it can't be released; cancel it where the gateway is known.",
        )
    return canceling.why_not(order)


def handle(target: Target, command: CancelOrder, context: Context) -> Done:
    """Cancels the rest of every line."""
    order = target.order
    released = release(order, context) if paying.reserved(order) and is_online(order, context.terms) else ZERO
    cancellation = canceling.cancel(order)
    cancellation.created_at = context.now
    if command.comment.strip():
        commenting.comment(order, command.comment)
    counted = {line.id for line in order.lines if not line.is_dummy}
    pieces = pieces_text(sum((line.qty for line in cancellation.lines if line.order_item_id in counted), ZERO))
    money = money_text(cancellation.money.total_canceled, order)
    also = f" Released the reserved {base_money(released, order)}." if released else ""
    also += said(cancellation.given_back)
    return Done(f"Cancelled what was open on order {order.increment_id}: {pieces}, {money}.{also}")


ACTION = Action(
    name="order.cancel",
    title="Cancel",
    past="cancelled",
    help="Cancel what isn't invoiced and not shipped yet; what is invoiced stays.",
    permission="order.cancel",
    target="order",
    command=CancelOrder,
    on_archived=True,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("x", "cancel"),),
)
