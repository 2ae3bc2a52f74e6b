"""Record an open invoice as paid."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, money_text, parameter
from sales_tui.actions.shared import gateway_missing
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import invoicing
from sales_tui.rules.records import Invoice


@dataclass(frozen=True, slots=True)
class CaptureInvoice(Command):
    """Take the money of an open invoice, or record that it came."""

    capture: str | None = parameter(Kind.CHOICE, "take the money now or only record it", choices=("online", "offline"))


def why_not(target: Target, context: Context) -> Refusal | None:
    """Only an open invoice of an order that isn't on hold can be paid."""
    assert isinstance(target.document, Invoice)
    return invoicing.why_not_pay(target.order, target.document)


def handle(target: Target, command: CaptureInvoice, context: Context) -> Done:
    """Marks the invoice as paid."""
    assert isinstance(target.document, Invoice)
    missing = gateway_missing(target.order)
    if command.capture == "online" and missing is None:
        raise Refused("invoice.not_online", "This order's payment method can't be charged online; record it instead.")
    if missing and command.capture != "offline":
        raise Refused(missing.code, missing.message)
    invoicing.pay(target.order, target.document)
    total = money_text(target.document.money.grand_total, target.order)
    return Done(f"Invoice {target.document.increment_id} is paid: {total}.")


ACTION = Action(
    name="invoice.capture",
    title="Record payment",
    past="paid",
    help="Record that the money of an open invoice came in.",
    permission="invoice.capture",
    target="invoice",
    command=CaptureInvoice,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("i", "record payment"),),
)
