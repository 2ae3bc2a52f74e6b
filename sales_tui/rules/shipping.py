"""Shipments: whether, what, and whether it is paid for (RULES.md §5, §0.1, §0.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from sales_tui.core.money import ZERO, amount_text, plain
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.composites import following
from sales_tui.rules.guards import STOPPED, ensure, open_to_ship, stopped
from sales_tui.rules.histories import note, titled
from sales_tui.rules.payment_methods import PAID_LATER
from sales_tui.rules.quantities import offered_to_ship, ships, to_ship
from sales_tui.rules.records import INVOICE_OPEN, Invoice, Order, ShipLine, Shipment, Track
from sales_tui.rules.selection import checked
from sales_tui.rules.states import begin, derive


def why_not(order: Order) -> Refusal | None:
    """Why the order can't be shipped, or None (RULES.md §1.2 canShip; M2 Order.php)."""
    if refusal := stopped(order, STOPPED, "shipped"):
        return refusal
    if order.is_virtual or not any(ships(line) for line in order.lines):
        return Refusal("ship.virtual", f"Order {order.increment_id} has nothing that ships: all of it is virtual.")
    if open_to_ship(order):
        return None
    return Refusal("ship.nothing_open", f"Order {order.increment_id}: nothing is left to ship.")


def why_not_unpaid(order: Order, require_payment: bool) -> Refusal | None:
    """Why the goods must wait for the money, or None (INTERFACE §4 order.ship `unpaid`)."""
    owed = money_owed(order)
    if not require_payment or order.payment_method in PAID_LATER or owed <= 0:
        return None
    sum_text = f"{amount_text(owed, order.digits)} {order.order_currency_code}"
    return Refusal(
        "ship.unpaid",
        f"Order {order.increment_id} isn't paid: {sum_text} is due. Invoice it first, or say that it ships unpaid.",
    )


def money_owed(order: Order) -> Decimal:
    """Money that is still to come: due, without what a cancellation ended, but every open invoice in full."""
    opened = sum((doc.money.grand_total for doc in order.invoices if doc.state == INVOICE_OPEN), ZERO)
    return max(order.money.total_due - order.money.total_canceled, opened)


def prepare(order: Order, qtys: Mapping[int, Decimal] | None = None, tracks: Iterable[Track] = ()) -> Shipment:
    """The shipment of those quantities by `Line.id`, or of all that is offered; the order stays as it is.

    Raises Refused. RULES.md §5, §0.1, §0.2; M2 Order/Shipment/Validation/*.
    """
    ensure(why_not(order))
    if qtys is None:
        asked = {line.id: qty for line in order.lines if (qty := offered_to_ship(line))}
        if not asked:
            message = (
                f"Order {order.increment_id}: what is left was refunded before it shipped. Name it to ship it anyway."
            )
            raise Refused("ship.refunded", message)
    else:
        asked = checked(order, qtys, to_ship, "ship.above_open", "ship")
    if not asked:
        raise Refused("ship.empty", f"Order {order.increment_id}: name at least one piece to ship.")
    along = following(order, "qty_shipped", asked, ships)
    shipment = Shipment(total_qty=sum(asked.values(), ZERO), tracks=list(tracks))
    for line in order.lines:
        pieces = asked.get(line.id) or along.get(line.id)
        if pieces:
            shipment.lines.append(ShipLine(line.id, pieces))
            if line.id in asked:
                shipment.total_weight += pieces * line.weight
    return shipment


def qtys_of(order: Order, invoice: Invoice) -> dict[int, Decimal]:
    """The pieces of an invoice that go into a parcel, for "invoice and ship": no virtual rows (RULES.md §0.15)."""
    parcel_rows = {line.id for line in order.lines if ships(line)}
    return {doc.order_item_id: doc.qty for doc in invoice.lines if doc.order_item_id in parcel_rows}


def register(order: Order, shipment: Shipment) -> None:
    """Book a prepared shipment: line quantities, state and history (RULES.md §5; M2 Order/Shipment.php register)."""
    order.touched = True
    order.shipments.append(shipment)
    lines = {line.id: line for line in order.lines}
    for doc in shipment.lines:
        lines[doc.order_item_id].qty_shipped += doc.qty
    begin(order)
    derive(order)
    pieces = "1 piece" if shipment.total_qty == 1 else f"{plain(shipment.total_qty)} pieces"
    note(order, f"{titled('Shipment', shipment.increment_id)} of {pieces}.", "shipment")
