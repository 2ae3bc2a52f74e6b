"""The amounts of an invoice: lines, then totals, in one currency at a time (RULES.md §3.2, §0.12)."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO, DeltaRounder
from sales_tui.rules.apportion import INVOICED, ORDERED, Portion, Sums, apportion, known_parts, sums, up_to
from sales_tui.rules.document_money import InvoiceMoney
from sales_tui.rules.records import INVOICE_CANCELED, Invoice, Line, LineMoney, Order, OrderMoney


def fill(order: Order, invoice: Invoice, portions: list[Portion]) -> None:
    """Price an invoice's lines and total it, in both currencies (M2 Order/Invoice/Total/*)."""
    first = not any(line.qty_invoiced for line in order.lines if not line.is_dummy)
    final = _is_final(order, portions)
    for side, digits in (("money", order.digits), ("base", order.base_digits)):
        apportion(portions, side, ORDERED, INVOICED, DeltaRounder(digits))
        _include_tax(order, portions, side, digits)
        lines = sums(getattr(portion.doc, side) for portion in portions)
        _total(getattr(order, side), getattr(invoice, side), lines, first=first, final=final)


def _is_final(order: Order, portions: list[Portion]) -> bool:
    """Whether nothing is left uninvoiced afterwards. Canceled pieces stay uninvoiced: nobody pays for them."""
    qtys = {portion.line.id: portion.qty for portion in portions}
    return all(line.is_dummy or line.qty_invoiced + qtys.get(line.id, ZERO) == line.qty_ordered for line in order.lines)


def _include_tax(order: Order, portions: list[Portion], side: str, digits: int) -> None:
    """The row totals with tax: shares of the order line's own, which needn't be unit price times quantity."""
    for portion in portions:
        line, own = portion.line, getattr(portion.line, side)
        if not own.row_total_incl_tax:
            continue
        before, after = line.qty_invoiced, line.qty_invoiced + portion.qty
        taken = _share_with_tax(line, own, before, digits)
        if before and after == line.qty_ordered:
            # Invoices that were cancelled, or came back, leave other shares behind than those of the pieces so far.
            taken = taken_with_tax(order, line, side, digits)
        getattr(portion.doc, side).row_total_incl_tax = _share_with_tax(line, own, after, digits) - taken


def _share_with_tax(line: Line, own: LineMoney, qty: Decimal, digits: int) -> Decimal:
    return up_to(own.row_total_incl_tax, qty, line.qty_ordered, digits)


def taken_with_tax(order: Order, line: Line, side: str, digits: int) -> Decimal:
    """What invoices in force hold of a row total with tax, and what was invoiced without a document of ours."""
    amount, undocumented = ZERO, line.qty_invoiced
    for invoice in order.invoices:
        if invoice.state == INVOICE_CANCELED:
            continue
        for doc in invoice.lines:
            if doc.order_item_id == line.id:
                amount += getattr(doc, side).row_total_incl_tax
                undocumented -= doc.qty
    return amount + _share_with_tax(line, getattr(line, side), max(undocumented, ZERO), digits)


def _total(own: OrderMoney, doc: InvoiceMoney, lines: Sums, *, first: bool, final: bool) -> None:
    """Total an invoice: the final one takes exactly what is left of the order, column by column."""
    discount = _add_shipping(own, doc, first=first)
    subtotal_left = own.subtotal - own.subtotal_invoiced
    discount_left = own.discount_amount - own.discount_invoiced
    tax_left = own.tax_amount - own.tax_invoiced
    hidden = own.discount_tax_compensation_amount + own.shipping_discount_tax_compensation_amount
    hidden_left = hidden - own.discount_tax_compensation_invoiced
    if final:
        doc.subtotal, doc.discount_amount = subtotal_left, discount_left
        doc.tax_amount, doc.discount_tax_compensation_amount = tax_left, hidden_left
    else:
        doc.subtotal = min(lines.rows, subtotal_left)
        doc.discount_amount = max(-(lines.discount + discount), min(discount_left, ZERO))
        doc.tax_amount = min(lines.tax + doc.shipping_tax_amount, tax_left)
        doc.discount_tax_compensation_amount = min(
            lines.hidden_tax + doc.shipping_discount_tax_compensation_amount, hidden_left
        )
    doc.subtotal_incl_tax = lines.rows_incl_tax
    known = known_parts(doc)
    doc.other_amount = _other(own.other_amount - own.other_invoiced, known)
    doc.grand_total = known + doc.other_amount


def _add_shipping(own: OrderMoney, doc: InvoiceMoney, *, first: bool) -> Decimal:
    """Put shipping on the first invoice in force, and return its discount (RULES.md §3.2).

    What is left of shipping is all of it until an invoice has it, and again when that one was canceled.
    """
    doc.shipping_amount = own.shipping_amount - own.shipping_invoiced
    if not (doc.shipping_amount or (first and not own.shipping_amount)):
        return ZERO
    doc.shipping_incl_tax = own.shipping_incl_tax
    doc.shipping_tax_amount = own.shipping_tax_amount
    doc.shipping_discount_tax_compensation_amount = own.shipping_discount_tax_compensation_amount
    return own.shipping_discount_amount


def _other(left: Decimal, known: Decimal) -> Decimal:
    """The unexplained rest of the grand total: an extra at once, a deduction as far as the invoice bears it (§0.12)."""
    return left if left > 0 else max(left, -max(known, ZERO))
