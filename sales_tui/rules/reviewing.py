"""A payment under review: what accepting and denying it does to the order (RULES.md §1.3; M2 Payment.php)."""

from __future__ import annotations

from sales_tui.rules import canceling, invoicing, paying
from sales_tui.rules.guards import open_to_invoice
from sales_tui.rules.histories import note
from sales_tui.rules.payment_records import Transaction
from sales_tui.rules.records import INVOICE_OPEN, Invoice, Order
from sales_tui.rules.states import derive, set_state


def accept(order: Order, transaction: Transaction) -> None:
    """The invoice of that transaction is paid, and the order is processed."""
    order.touched = True
    set_state(order, "processing")
    invoice = _invoice_of(order, transaction)
    if invoice is not None:
        invoicing.pay(order, invoice)
    derive(order)
    note(order, "Payment accepted.")


def deny(order: Order, transaction: Transaction) -> None:
    """The open invoice of that transaction is canceled, what it reserved is gone, and then the order is canceled."""
    order.touched = True
    set_state(order, "processing")
    paying.close(order, transaction)
    invoice = _invoice_of(order, transaction)
    if invoice is not None:
        invoicing.cancel(order, invoice)
    note(order, "Payment denied.")
    if open_to_invoice(order):
        canceling.cancel(order)
    else:
        derive(order)


def _invoice_of(order: Order, transaction: Transaction) -> Invoice | None:
    """The open invoice that the transaction charged."""
    named = [one for one in order.invoices if one.state == INVOICE_OPEN and one.transaction_id == transaction.txn_id]
    return named[0] if named else None
