"""Take a charge back that isn't settled yet: its invoice is cancelled."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target, comment_parameter, money_text
from sales_tui.actions.charging import call_for, method_of
from sales_tui.actions.shared import add_comment
from sales_tui.core.refusal import Refusal
from sales_tui.rules import invoicing, paying
from sales_tui.rules.gateway import Operation
from sales_tui.rules.records import Invoice


@dataclass(frozen=True, slots=True)
class VoidInvoice(Command):
    """Take the charge of an invoice back."""

    comment: str = comment_parameter("the reason")


def why_not(target: Target, context: Context) -> Refusal | None:
    """A paid invoice that was charged online, of which nothing was refunded (RULES.md §4)."""
    assert isinstance(target.document, Invoice)
    return invoicing.why_not_void(target.order, target.document, method_of(target.order, context))


def handle(target: Target, command: VoidInvoice, context: Context) -> Done:
    """Has the payment system take the charge back, and cancels the invoice; the payment system may decline."""
    order, invoice = target.order, target.document
    assert isinstance(invoice, Invoice)
    charge = paying.charge_of(order, invoice)
    assert charge is not None
    amount = invoice.base.grand_total
    answer = context.ask(call_for(order, Operation.VOID, amount, charge))
    invoicing.void(order, invoice)
    paying.released(order, answer, amount, charge)
    add_comment(invoice, command.comment)
    total = money_text(invoice.money.grand_total, order)
    return Done(f"The charge of invoice {invoice.increment_id} over {total} is taken back, the invoice cancelled.")


ACTION = Action(
    name="invoice.void",
    title="Take the charge back",
    past="taken back",
    help="Have the payment system take back a charge that isn't settled yet (void), and cancel the invoice.",
    permission="invoice.void",
    target="invoice",
    command=VoidInvoice,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("z", "take charge back"),),
)
