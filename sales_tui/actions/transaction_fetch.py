"""Ask the payment system what it says of a transaction now."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target
from sales_tui.actions.charging import call_for, method_of
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal
from sales_tui.rules import paying
from sales_tui.rules.gateway import Operation
from sales_tui.rules.payment_records import Transaction


@dataclass(frozen=True, slots=True)
class FetchTransaction(Command):
    """Read its details again."""


def why_not(target: Target, context: Context) -> Refusal | None:
    """Only methods that can tell (RULES.md §4 Fetch)."""
    method = method_of(target.order, context)
    if method is not None and method.can_fetch:
        return None
    return Refusal(
        "fetch.not_here",
        f"{target.number}: '{target.order.payment_method}' can't be asked from here; look in its own system.",
    )


def handle(target: Target, command: FetchTransaction, context: Context) -> Done:
    """Keeps what it says as the transaction's details."""
    transaction = target.document
    assert isinstance(transaction, Transaction)
    answer = context.ask(call_for(target.order, Operation.INSPECT, ZERO, transaction))
    transaction.details = {**transaction.details, **answer.details}
    transaction.fetched_at = context.now
    if answer.details.get("is_closed") == "yes":
        paying.close(target.order, transaction)
    status = answer.details.get("status", "known")
    return Done(f"Transaction {transaction.txn_id}: the payment system says {status}.")


ACTION = Action(
    name="transaction.fetch",
    title="Ask the payment system",
    past="asked",
    help="Read again what the payment system says of the transaction.",
    permission="transaction.fetch",
    target="transaction",
    command=FetchTransaction,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("a", "ask about it"),),
)
