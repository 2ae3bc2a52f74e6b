"""Take the money of an open invoice, or record that it came."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Moved, Shortcut, Target, money_text, parameter
from sales_tui.actions.charging import charge
from sales_tui.actions.shared import gateway_missing, is_online
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import invoicing
from sales_tui.rules.records import Invoice, Order


@dataclass(frozen=True, slots=True)
class CaptureInvoice(Command):
    """Take the money of an open invoice, or record that it came."""

    capture: str | None = parameter(Kind.CHOICE, "take the money now or only record it", choices=("online", "offline"))


def why_not(target: Target, context: Context) -> Refusal | None:
    """Only an open invoice can be paid."""
    assert isinstance(target.document, Invoice)
    return invoicing.why_not_pay(target.order, target.document)


def handle(target: Target, command: CaptureInvoice, context: Context) -> Done:
    """Marks the invoice as paid."""
    assert isinstance(target.document, Invoice)
    order, invoice = target.order, target.document
    total = money_text(invoice.money.grand_total, order)
    if is_online(order, context.terms) and command.capture != "offline":
        how = charge(order, invoice, context.terms.methods[order.payment_method], context)
        return Done(f"Invoice {invoice.increment_id} is {how}: {total}.", money=_moved(order, invoice, "online"))
    missing = gateway_missing(order, context.terms)
    if command.capture == "online" and missing is None:
        raise Refused("invoice.not_online", "This order's payment method can't be charged online; record it instead.")
    if missing and command.capture != "offline":
        raise Refused(missing.code, missing.message)
    invoicing.pay(order, invoice)
    return Done(f"Invoice {invoice.increment_id} is paid: {total}.", money=_moved(order, invoice, "offline"))


def _moved(order: Order, invoice: Invoice, how: str) -> Moved:
    return Moved(how, invoice.base.grand_total, order.base_currency_code)


ACTION = Action(
    name="invoice.capture",
    title="Record payment",
    past="paid",
    help="Charge an open invoice where the payment system holds the money, else record that it came in.",
    permission="invoice.capture",
    target="invoice",
    command=CaptureInvoice,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("i", "record payment"),),
)
