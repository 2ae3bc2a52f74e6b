"""Invoice an order: all that is open or some pieces, recorded as paid, and shipped in the same step if asked."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Items,
    Kind,
    Moved,
    Shortcut,
    Target,
    Tracks,
    comment_parameter,
    money_text,
    notify_parameter,
    parameter,
)
from sales_tui.actions.charging import charge, method_of
from sales_tui.actions.order_ship import make_shipment
from sales_tui.actions.shared import add_comment, check_notify, gateway_missing, is_online
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import invoicing, paying, quantities, shipping
from sales_tui.rules.records import Order
from sales_tui.rules.selection import select_lines


@dataclass(frozen=True, slots=True)
class InvoiceOrder(Command):
    """Invoice what is open on an order."""

    items: Items | None = parameter(Kind.ITEMS, "which pieces; without it all that is open")
    capture: str | None = parameter(
        Kind.CHOICE, "take the money now, only record it, or later", choices=("online", "offline", "none")
    )
    ship: bool = parameter(Kind.FLAG, "ship the same pieces in the same step", default=False)
    tracks: Tracks = parameter(Kind.TRACKS, "tracking numbers of that shipment", default=())
    unpaid: bool = parameter(Kind.FLAG, "ship although money is due", default=False)
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canInvoice; a gateway's money needs the gateway."""
    return invoicing.why_not(target.order)


def handle(target: Target, command: InvoiceOrder, context: Context) -> Done:
    """Makes the invoice, and the shipment where it was asked for."""
    order = target.order
    check_notify(command.notify)
    if command.tracks and not command.ship:
        raise Refused("invoice.tracks", "Tracking numbers go with a shipment; say that it ships in the same step.")
    capture = _capture(order, command.capture, context)
    selected = None if command.items is None else select_lines(order, command.items, quantities.to_invoice)
    invoice = invoicing.prepare(order, selected)
    invoice.created_at = context.now
    if capture == "online":
        paid, how = True, charge(order, invoice, context.terms.methods[order.payment_method], context)
    else:
        paid, how = capture == "offline", "paid" if capture == "offline" else "not paid yet"
        invoicing.register(order, invoice, paid=paid)
    add_comment(invoice, command.comment)
    total = money_text(invoice.money.grand_total, order)
    money = Moved(capture, invoice.base.grand_total, order.base_currency_code)
    if not command.ship:
        return Done(f"Invoice {{0}} made: {total}, {how}.", (invoice,), money)
    # Pieces that this invoice has just paid for may leave, whatever is due for the others.
    qtys = None if command.items is None else shipping.qtys_of(order, invoice)
    unpaid = command.unpaid or (paid and qtys is not None)
    shipment = make_shipment(order, qtys, command.tracks, context, unpaid=unpaid)
    return Done(f"Invoice {{0}} and shipment {{1}} made: {total}.", (invoice, shipment), money)


def _capture(order: Order, capture: str | None, context: Context) -> str:
    """How the money comes: online, offline, or none (later); what can't be is refused (INTERFACE §4)."""
    if is_online(order, context.terms):
        return capture or ("online" if paying.can_charge(order, method_of(order, context)) else "offline")
    missing = gateway_missing(order, context.terms)
    if capture == "none" and missing is None:
        raise Refused("invoice.pay_now", "Charging later is for gateway payments; this order is paid otherwise.")
    if capture == "online" and missing is None:
        raise Refused("invoice.not_online", "This order's payment method can't be charged online; record it instead.")
    if missing is not None and capture not in ("offline", "none"):
        raise Refused(missing.code, missing.message)
    return capture or "offline"


ACTION = Action(
    name="order.invoice",
    title="Invoice",
    past="invoiced",
    help="Make an invoice of what is open on the order, or of some pieces of it, and record it as paid.",
    permission="invoice.create",
    target="order",
    command=InvoiceOrder,
    why_not=why_not,
    handle=handle,
    shortcuts=(
        Shortcut("i", "invoice"),
        Shortcut("b", "invoice + ship", {"ship": True}, "Invoice what is open and ship the same pieces in one step."),
    ),
)
