"""The verbs, one file each; this registry is all that keys, palette, command line and journal know of them."""

from __future__ import annotations

from sales_tui.actions import (
    document_comment,
    invoice_cancel,
    invoice_capture,
    order_cancel,
    order_comment,
    order_hold,
    order_invoice,
    order_refund,
    order_ship,
    shipment_track,
)
from sales_tui.actions.base import Action

ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        order_invoice.ACTION,
        order_ship.ACTION,
        order_refund.ACTION,
        order_hold.HOLD,
        order_hold.UNHOLD,
        order_cancel.ACTION,
        order_comment.ACTION,
        invoice_capture.ACTION,
        invoice_cancel.ACTION,
        document_comment.INVOICE,
        shipment_track.TRACK,
        shipment_track.UNTRACK,
        document_comment.SHIPMENT,
        document_comment.CREDITMEMO,
    )
}
"""Every action by its long name, in the order in which they are listed."""
