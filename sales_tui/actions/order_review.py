"""Let a payment that is under review pass, or refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target, comment_parameter
from sales_tui.actions.charging import call_for, method_of
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal
from sales_tui.rules import commenting, paying, reviewing
from sales_tui.rules.gateway import SUSPECT, Operation
from sales_tui.rules.payment_records import Transaction
from sales_tui.rules.records import Order


@dataclass(frozen=True, slots=True)
class ReviewPayment(Command):
    """Decide about a payment."""

    comment: str = comment_parameter("the reason")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canReviewPayment."""
    return paying.why_not_review(target.order, method_of(target.order, context))


def accept(target: Target, command: ReviewPayment, context: Context) -> Done:
    """Accepts it: its invoice is paid, the order goes on (RULES.md §1.3)."""
    order = target.order
    transaction = paying.in_review(order)
    assert transaction is not None
    if SUSPECT not in transaction.details:
        context.ask(call_for(order, Operation.ACCEPT, ZERO, transaction))
    reviewing.accept(order, transaction)
    if command.comment.strip():
        commenting.comment(order, command.comment)
    return Done(f"The payment of order {order.increment_id} is accepted.")


def deny(target: Target, command: ReviewPayment, context: Context) -> Done:
    """Denies it: its invoice and the order are cancelled (RULES.md §1.3)."""
    order = target.order
    transaction = paying.in_review(order)
    assert transaction is not None
    if SUSPECT in transaction.details:
        _release(order, transaction, context)
    else:
        context.ask(call_for(order, Operation.DENY, ZERO, transaction))
    reviewing.deny(order, transaction)
    for cancellation in order.cancellations:
        cancellation.created_at = cancellation.created_at or context.now
    if command.comment.strip():
        commenting.comment(order, command.comment)
    return Done(f"The payment of order {order.increment_id} is denied, and the order cancelled.")


def _release(order: Order, transaction: Transaction, context: Context) -> None:
    """What was reserved in the place of what was asked for is released, where the payment system can do that."""
    method = method_of(order, context)
    if method is not None and method.can_void:
        amount = paying.left_of(order, transaction)
        answer = context.ask(call_for(order, Operation.VOID, amount, transaction))
        paying.released(order, answer, amount, transaction)


ACCEPT = Action(
    name="order.accept_payment",
    title="Accept the payment",
    past="payment accepted",
    help="Tell the payment system that a payment under review is fine.",
    permission="order.review_payment",
    target="order",
    command=ReviewPayment,
    why_not=why_not,
    handle=accept,
    shortcuts=(Shortcut("a", "accept payment"),),
)
DENY = Action(
    name="order.deny_payment",
    title="Deny the payment",
    past="payment denied",
    help="Tell the payment system to refuse a payment under review; the order is cancelled.",
    permission="order.review_payment",
    target="order",
    command=ReviewPayment,
    why_not=why_not,
    handle=deny,
    needs_reason=True,
    shortcuts=(Shortcut("d", "deny payment"),),
)
