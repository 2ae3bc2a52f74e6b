"""Tick an offline refund as paid out."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target, comment_parameter, money_text
from sales_tui.actions.shared import add_comment
from sales_tui.core.refusal import Refusal
from sales_tui.rules.records import CreditMemo


@dataclass(frozen=True, slots=True)
class PayOut(Command):
    """Remember that the customer has the money."""

    comment: str = comment_parameter("how, such as the bank's reference")


def why_not(target: Target, context: Context) -> Refusal | None:
    """Only what was refunded offline is owed until somebody pays it."""
    memo = target.document
    assert isinstance(memo, CreditMemo)
    name = f"Credit memo {memo.increment_id}"
    if memo.paid_out:
        return Refusal("payout.done", f"{name} is paid out already.")
    if memo.refund_to != "offline" or not memo.money.grand_total:
        return Refusal("payout.not_owed", f"{name} isn't owed: its money went back another way, or there is none.")
    return None


def handle(target: Target, command: PayOut, context: Context) -> Done:
    """Sets the mark."""
    memo = target.document
    assert isinstance(memo, CreditMemo)
    memo.paid_out = True
    target.order.touched = True
    add_comment(memo, command.comment)
    return Done(f"Credit memo {memo.increment_id} over {money_text(memo.money.grand_total, target.order)} is paid out.")


ACTION = Action(
    name="creditmemo.pay_out",
    title="Paid out",
    past="paid out",
    help="Tick an offline refund once the customer has the money; until then it is owed.",
    permission="creditmemo.pay_out",
    target="creditmemo",
    command=PayOut,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("a", "paid out"),),
)
