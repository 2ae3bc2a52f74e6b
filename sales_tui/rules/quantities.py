"""How much of an order line can still be invoiced, refunded, shipped or canceled, and its status in a word.

Rows that don't lead (RULES.md §0.13) give 0 here; `composites` moves them along with the rows that do.
"""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.rules.records import Line


def to_invoice(line: Line) -> Decimal:
    """Ordered, and neither invoiced nor canceled (RULES.md §2; M2 Order/Item.php)."""
    if line.is_dummy:
        return ZERO
    return max(line.qty_ordered - line.qty_invoiced - line.qty_canceled, ZERO)


def to_refund(line: Line) -> Decimal:
    """Invoiced and not refunded (RULES.md §2; M2 Order/Item.php)."""
    if line.is_dummy:
        return ZERO
    return max(line.qty_invoiced - line.qty_refunded, ZERO)


def not_shipped(line: Line) -> Decimal:
    """Pieces that never left the house and still could, whichever row is in the parcel (RULES.md §2, M2)."""
    return max(line.qty_ordered - max(line.qty_shipped, line.qty_refunded) - line.qty_canceled, ZERO)


def ships(line: Line) -> bool:
    """Whether this row itself goes into parcels (RULES.md §0.13; M2 Order/Item.php isDummy for shipments).

    A virtual row never does, nor a child that travels with its parent, nor a bundle that ships in parts. Whether a row
    counts for money (`is_dummy`) doesn't matter: what ships and what is paid for are told apart.
    """
    return not (line.is_virtual or line.ships_with_parent or line.ships_in_parts)


def to_ship(line: Line) -> Decimal:
    """The upper limit of a shipment (RULES.md §0.1, §2 M2)."""
    return not_shipped(line) if ships(line) else ZERO


def offered_to_ship(line: Line) -> Decimal:
    """What forms and bulk offer: a piece that was refunded isn't shipped by habit (RULES.md §0.1)."""
    if not ships(line):
        return ZERO
    return max(line.qty_ordered - line.qty_shipped - line.qty_refunded - line.qty_canceled, ZERO)


def to_cancel(line: Line) -> Decimal:
    """Neither invoiced nor shipped nor canceled (RULES.md §2; M2 Order/Item.php getQtyToCancel)."""
    return min(to_invoice(line), not_shipped(line))


def line_status(line: Line) -> str:
    """The line's status in Magento's word: the first rule that matches (RULES.md §2; M2 Order/Item.php getStatusId)."""
    invoiced, shipped, refunded = line.qty_invoiced, line.qty_shipped, line.qty_refunded
    canceled, backordered = line.qty_canceled, line.qty_backordered
    actual = line.qty_ordered - canceled - refunded
    if not (invoiced or shipped or refunded or canceled or backordered):
        return "Ordered"
    if shipped and invoiced and actual == shipped:
        return "Shipped"
    if invoiced and not shipped and actual == invoiced:
        return "Invoiced"
    if backordered and actual == backordered:
        return "Backordered"
    if refunded and refunded == line.qty_ordered:
        return "Refunded"
    if canceled and canceled == line.qty_ordered:
        return "Canceled"
    return "Partial" if max(shipped, invoiced) < actual else "Mixed"
