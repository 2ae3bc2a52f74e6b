"""Invoices: whether, what, for how much; paying an open one and calling it back (RULES.md §3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import invoice_books, invoice_totals
from sales_tui.rules.apportion import Portion, doc_line
from sales_tui.rules.composites import counts, following
from sales_tui.rules.guards import FINISHED, REVIEWED, STOPPED, ensure, open_to_invoice, stopped
from sales_tui.rules.histories import amount, note, titled
from sales_tui.rules.payment_methods import Method
from sales_tui.rules.quantities import to_invoice
from sales_tui.rules.records import INVOICE_CANCELED, INVOICE_OPEN, INVOICE_PAID, Invoice, Order
from sales_tui.rules.selection import checked
from sales_tui.rules.states import begin, derive, set_state


def why_not(order: Order) -> Refusal | None:
    """Why the order can't be invoiced, or None (RULES.md §1.2 canInvoice; M2 Order.php)."""
    if refusal := stopped(order, FINISHED, "invoiced"):
        return refusal
    if open_to_invoice(order):
        return None
    return Refusal(
        "invoice.nothing_open", f"Order {order.increment_id} is invoiced in full: nothing is left to invoice."
    )


def prepare(order: Order, qtys: Mapping[int, Decimal] | None = None) -> Invoice:
    """The invoice of those quantities by `Line.id`, or of all that is open; the order stays as it is.

    Raises Refused. RULES.md §3.2; M2 Service/InvoiceService.php, Order/Invoice/Total/*.
    """
    ensure(why_not(order))
    if qtys is None:
        asked = {line.id: qty for line in order.lines if (qty := to_invoice(line))}
    else:
        asked = checked(order, qtys, to_invoice, "invoice.above_open", "invoice")
    if not asked:
        raise Refused("invoice.empty", f"Order {order.increment_id}: name at least one piece to invoice.")
    invoice = Invoice(total_qty=sum(asked.values(), ZERO))
    along = following(order, "qty_invoiced", asked, counts)
    portions = []
    for line in order.lines:
        pieces = asked.get(line.id) or along.get(line.id)
        if not pieces:
            continue
        doc = doc_line(line, pieces)
        invoice.lines.append(doc)
        if line.id in asked:
            portions.append(Portion(line, doc, pieces, line.qty_ordered - line.qty_invoiced))
    invoice_totals.fill(order, invoice, portions)
    return invoice


def register(order: Order, invoice: Invoice, *, paid: bool) -> None:
    """Book a prepared invoice: the figures of order and lines, state and history (M2 Order/Invoice.php register)."""
    order.touched = True
    order.invoices.append(invoice)
    invoice_books.enter(order, invoice)
    if paid:
        invoice.state = INVOICE_PAID
        invoice_books.enter_payment(order, invoice)
    begin(order)
    derive(order)
    what = f"{titled('Invoice', invoice.increment_id)} of {amount(order, invoice.money)}"
    note(order, f"{what}, {'paid' if paid else 'not paid yet'}.", "invoice")


def why_not_pay(order: Order, invoice: Invoice) -> Refusal | None:
    """Why the invoice can't be marked as paid, or None: only an open one can (RULES.md §4).

    One that a payment system was charged for and looks at first is paid, or not, by its decision.
    """
    if refusal := stopped(order, REVIEWED, "paid"):
        return refusal
    name = titled("Invoice", invoice.increment_id)
    if invoice.state == INVOICE_PAID:
        return Refusal("invoice.paid", f"{name} of order {order.increment_id} is paid already.")
    if invoice.state == INVOICE_CANCELED:
        return Refusal("invoice.canceled", f"{name} of order {order.increment_id} is canceled. Make a new one.")
    return None


def pay(order: Order, invoice: Invoice) -> None:
    """Book the payment of an open invoice (capture offline). Raises Refused. RULES.md §3.2, §4."""
    ensure(why_not_pay(order, invoice))
    _leave_opening_state(invoice)
    order.touched = True
    invoice.state = INVOICE_PAID
    invoice_books.enter_payment(order, invoice)
    derive(order)
    note(order, f"{titled('Invoice', invoice.increment_id)} of {amount(order, invoice.money)} paid.", "invoice")


def why_not_cancel(order: Order, invoice: Invoice) -> Refusal | None:
    """Why the invoice can't be canceled, or None (RULES.md §3.2, §0.15)."""
    if refusal := stopped(order, STOPPED, "changed"):
        return refusal
    name = titled("Invoice", invoice.increment_id)
    if invoice.state != INVOICE_OPEN:
        done, help_ = ("paid", " Refund it instead.") if invoice.state == INVOICE_PAID else ("canceled already", "")
        return Refusal("invoice.not_open", f"{name} of order {order.increment_id} is {done}.{help_}")
    if fault := invoice_books.needed_by_refunds(order, invoice):
        message = f"{name} of order {order.increment_id} can't be canceled: {fault} was refunded and needs it."
        return Refusal("invoice.refunded", message)
    return None


def cancel(order: Order, invoice: Invoice) -> None:
    """Take an open invoice back; what it held can be invoiced again. Nothing had been paid, so nothing is unpaid.

    Raises Refused. RULES.md §3.2, §0.6, §0.15; M2 Order/Invoice.php cancel.
    """
    ensure(why_not_cancel(order, invoice))
    _leave_opening_state(invoice)
    order.touched = True
    invoice.state = INVOICE_CANCELED
    invoice_books.enter(order, invoice, sign=-1)
    if order.state != "processing":
        set_state(order, "processing")
    derive(order)
    note(order, f"{titled('Invoice', invoice.increment_id)} of {amount(order, invoice.money)} canceled.", "invoice")


def why_not_void(order: Order, invoice: Invoice, method: Method | None) -> Refusal | None:
    """Why the charge of an invoice can't be taken back, or None (RULES.md §4 Void).

    Only a charge that a payment system made, and of which nothing was refunded.
    """
    if refusal := stopped(order, STOPPED, "changed"):
        return refusal
    name = f"{titled('Invoice', invoice.increment_id)} of order {order.increment_id}"
    if invoice.state != INVOICE_PAID or not invoice.transaction_id:
        return Refusal(
            "void.not_charged", f"{name} wasn't charged by a payment system, so there is nothing to take back."
        )
    if method is None or not method.can_void:
        return Refusal("void.not_possible", f"{name}: a charge can't be taken back from here; refund it.")
    if invoice.base.total_refunded or invoice_books.needed_by_refunds(order, invoice):
        return Refusal("void.refunded", f"{name}: some of it was refunded, so the charge can't be taken back.")
    return None


def void(order: Order, invoice: Invoice) -> None:
    """Book that the charge of a paid invoice was taken back: nothing is paid by it, and it is canceled."""
    _leave_opening_state(invoice)
    order.touched = True
    invoice_books.enter_payment(order, invoice, sign=-1)
    invoice.state = INVOICE_CANCELED
    invoice_books.enter(order, invoice, sign=-1)
    if order.state != "processing":
        set_state(order, "processing")
    derive(order)
    note(order, f"{titled('Invoice', invoice.increment_id)}: charge taken back, invoice canceled.", "invoice")


def _leave_opening_state(invoice: Invoice) -> None:
    """An imported invoice remembers the state it came with, so that the books can tell what was done here (§0.11)."""
    if not invoice.made_here and invoice.opening_state is None:
        invoice.opening_state = invoice.state
