"""Release the money that a payment system still reserves for an order."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target, comment_parameter
from sales_tui.actions.charging import base_money, method_of, release
from sales_tui.core.refusal import Refusal
from sales_tui.rules import commenting, paying
from sales_tui.rules.states import begin


@dataclass(frozen=True, slots=True)
class VoidOrder(Command):
    """Release what is reserved and not charged."""

    comment: str = comment_parameter("the reason")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canVoidPayment."""
    return paying.why_not_release(target.order, method_of(target.order, context))


def handle(target: Target, command: VoidOrder, context: Context) -> Done:
    """Releases it; the order stays as it is, and nothing is cancelled (RULES.md §1.3)."""
    order = target.order
    amount = release(order, context)
    begin(order)
    paying.note_release(order, amount)
    if command.comment.strip():
        commenting.comment(order, command.comment)
    return Done(f"Released the {base_money(amount, order)} that were reserved for order {order.increment_id}.")


ACTION = Action(
    name="order.void",
    title="Release reserved money",
    past="released",
    help="Have the payment system release the money it reserved for the order (void); the order itself stays.",
    permission="order.void",
    target="order",
    command=VoidOrder,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("z", "release money"),),
)
