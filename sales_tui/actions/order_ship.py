"""Ship an order: all that is offered or some pieces, with tracking numbers; unpaid goods don't leave by habit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Items,
    Kind,
    Shortcut,
    Target,
    Tracks,
    comment_parameter,
    notify_parameter,
    parameter,
    pieces_text,
)
from sales_tui.actions.shared import add_comment, check_notify, read_tracks
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import quantities, shipping
from sales_tui.rules.records import Order, Shipment
from sales_tui.rules.selection import select_lines


@dataclass(frozen=True, slots=True)
class ShipOrder(Command):
    """Ship what is left to ship on an order."""

    items: Items | None = parameter(Kind.ITEMS, "which pieces; without it all that is left to ship")
    tracks: Tracks = parameter(Kind.TRACKS, "tracking numbers", default=())
    unpaid: bool = parameter(Kind.FLAG, "ship although money is due", default=False)
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canShip."""
    return shipping.why_not(target.order)


def handle(target: Target, command: ShipOrder, context: Context) -> Done:
    """Makes the shipment."""
    order = target.order
    check_notify(command.notify)
    qtys = None if command.items is None else select_lines(order, command.items, quantities.to_ship)
    shipment = make_shipment(order, qtys, command.tracks, context, unpaid=command.unpaid)
    add_comment(shipment, command.comment)
    return Done(f"Shipment {{0}} made: {pieces_text(shipment.total_qty)}.", (shipment,))


def make_shipment(
    order: Order, qtys: Mapping[int, Decimal] | None, tracks: Tracks, context: Context, *, unpaid: bool
) -> Shipment:
    """The shipment of those pieces (None: of all that is offered), registered on the order. Raises Refused."""
    refusal = shipping.why_not_unpaid(order, context.terms.require_payment and not unpaid)
    if refusal:
        raise Refused(refusal.code, refusal.message)
    shipment = shipping.prepare(order, qtys, read_tracks(tracks))
    shipment.created_at = context.now
    shipping.register(order, shipment)
    return shipment


ACTION = Action(
    name="order.ship",
    title="Ship",
    past="shipped",
    help="Make a shipment of what is left to ship, or of some pieces of it, with tracking numbers.",
    permission="shipment.create",
    target="order",
    command=ShipOrder,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("s", "ship"),),
)
