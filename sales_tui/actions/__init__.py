"""The verbs, one file each; this registry is all that keys, palette, command line and journal know of them."""

from __future__ import annotations

from sales_tui.actions import (
    agreement_end,
    creditmemo_pay_out,
    document_comment,
    invoice_cancel,
    invoice_capture,
    invoice_void,
    order_cancel,
    order_comment,
    order_hold,
    order_invoice,
    order_refund,
    order_review,
    order_ship,
    order_void,
    settle,
    shipment_track,
    transaction_fetch,
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
        order_void.ACTION,
        order_review.ACCEPT,
        order_review.DENY,
        settle.ORDER,
        invoice_capture.ACTION,
        invoice_void.ACTION,
        invoice_cancel.ACTION,
        document_comment.INVOICE,
        shipment_track.TRACK,
        shipment_track.UNTRACK,
        document_comment.SHIPMENT,
        creditmemo_pay_out.ACTION,
        document_comment.CREDITMEMO,
        transaction_fetch.ACTION,
        agreement_end.CANCEL,
        agreement_end.DELETE,
        settle.AGREEMENT,
    )
}
"""Every action by its long name, in the order in which they are listed."""
