"""Invoice, charge, ship and queue for printing what is open on an order, as one step: the morning's whole work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sales_tui.actions import order_invoice, order_ship
from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Kind,
    Target,
    Tracks,
    comment_parameter,
    notify_parameter,
    parameter,
)
from sales_tui.actions.order_invoice import InvoiceOrder
from sales_tui.actions.order_ship import ShipOrder
from sales_tui.core.refusal import Refusal
from sales_tui.rules import invoicing, printing, shipping
from sales_tui.rules.quantities import offered_to_ship
from sales_tui.rules.records import Invoice, Order, Shipment

_NOTHING = frozenset(("ship.nothing_open", "ship.virtual"))
"""Codes of the refusals to ship that say that it is done, or isn't needed; of others, the order has to wait."""


@dataclass(frozen=True, slots=True)
class FulfilOrder(Command):
    """Invoice, charge, ship and print what is open on an order."""

    capture: str | None = parameter(
        Kind.CHOICE, "take the money now, only record it, or later", choices=("online", "offline", "none")
    )
    tracks: Tracks = parameter(Kind.TRACKS, "tracking numbers of the shipment", default=())
    unpaid: bool = parameter(Kind.FLAG, "ship although money is due", default=False)
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """Something has to be left to invoice or to ship."""
    order = target.order
    refusal = shipping.why_not(order)
    if refusal is None or invoicing.why_not(order) is None:
        return None
    if refusal.code not in _NOTHING:
        return refusal
    return Refusal("fulfil.nothing_open", f"Order {order.increment_id}: nothing is left to invoice or to ship.")


def handle(target: Target, command: FulfilOrder, context: Context) -> Done:
    """Invoices and ships as those actions do; what they make is queued in the same transaction."""
    order, ships = target.order, has_goods(target.order)
    rest: dict[str, Any] = {
        "tracks": command.tracks,
        "unpaid": command.unpaid,
        "comment": command.comment,
        "notify": command.notify,
    }
    if invoicing.why_not(order) is None:
        invoice = InvoiceOrder(capture=command.capture, ship=ships, **rest)
        done = order_invoice.handle(target, invoice, context)
    else:
        done = order_ship.handle(target, ShipOrder(**rest), context)
    printing.queue(order, [one for one in done.documents if isinstance(one, Invoice | Shipment)])
    return replace(done, message=f"{done.message} Queued for printing.")


def has_goods(order: Order) -> bool:
    """Whether anything goes into a parcel: pieces that were refunded before they shipped stay here."""
    return shipping.why_not(order) is None and any(offered_to_ship(line) for line in order.lines)


ACTION = Action(
    name="order.fulfil",
    title="Invoice, charge, ship, print",
    past="invoiced, shipped, queued for printing",
    help="Invoice and ship all that is open, charge what is reserved, and queue invoice and packing slip for printing.",
    permission="order.fulfil",
    target="order",
    command=FulfilOrder,
    why_not=why_not,
    handle=handle,
)
