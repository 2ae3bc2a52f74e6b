"""Enters invoices and payments into the figures of an order and its lines, and takes invoices out again."""

from __future__ import annotations

from decimal import Decimal
from operator import add, sub

from sales_tui.core.money import ZERO, round_half_up
from sales_tui.rules import tenders
from sales_tui.rules.document_money import DocLineMoney, InvoiceMoney
from sales_tui.rules.records import Invoice, LineMoney, Order, OrderMoney
from sales_tui.rules.tallies import Sign


def enter(order: Order, invoice: Invoice, sign: int = 1) -> None:
    """Add an invoice (sign 1) or take it out (sign -1); RULES.md §3.2; M2 Order/Invoice.php, Order/Invoice/Item.php."""
    move = add if sign > 0 else sub
    lines = {line.id: line for line in order.lines}
    for doc in invoice.lines:
        line = lines[doc.order_item_id]
        line.qty_invoiced = move(line.qty_invoiced, doc.qty)
        _enter_line(line.money, doc.money, move)
        _enter_line(line.base, doc.base, move)
    _enter_totals(order.money, invoice.money, move)
    _enter_totals(order.base, invoice.base, move)
    tenders.settle(order)


def _enter_line(own: LineMoney, doc: DocLineMoney, move: Sign) -> None:
    own.row_invoiced = move(own.row_invoiced, doc.row_total)
    own.discount_invoiced = move(own.discount_invoiced, doc.discount_amount)
    own.tax_invoiced = move(own.tax_invoiced, doc.tax_amount)
    own.discount_tax_compensation_invoiced = move(
        own.discount_tax_compensation_invoiced, doc.discount_tax_compensation_amount
    )


def _enter_totals(own: OrderMoney, doc: InvoiceMoney, move: Sign) -> None:
    own.subtotal_invoiced = move(own.subtotal_invoiced, doc.subtotal)
    own.discount_invoiced = move(own.discount_invoiced, doc.discount_amount)
    own.tax_invoiced = move(own.tax_invoiced, doc.tax_amount)
    own.shipping_invoiced = move(own.shipping_invoiced, doc.shipping_amount)
    own.discount_tax_compensation_invoiced = move(
        own.discount_tax_compensation_invoiced, doc.discount_tax_compensation_amount
    )
    own.other_invoiced = move(own.other_invoiced, doc.other_amount)
    own.total_invoiced = move(own.total_invoiced, doc.grand_total)


def enter_payment(order: Order, invoice: Invoice, sign: int = 1) -> None:
    """Count an invoice as paid (sign 1) or no longer (sign -1); what is due follows (RULES.md §3.4)."""
    move = add if sign > 0 else sub
    for own, doc, digits in (
        (order.money, invoice.money, order.digits),
        (order.base, invoice.base, order.base_digits),
    ):
        own.total_paid = move(own.total_paid, doc.grand_total)
        own.total_due = due(own, digits)


def due(own: OrderMoney, digits: int) -> Decimal:
    """What is still to be paid: refunds and cancellations don't lower it (RULES.md §3.4; M2 Order.php getTotalDue)."""
    return max(round_half_up(own.grand_total - own.total_paid, digits), ZERO)


def needed_by_refunds(order: Order, invoice: Invoice) -> str | None:
    """What of an invoice was refunded, so that without it refunded would exceed invoiced (RULES.md §0.15)."""
    lines = {line.id: line for line in order.lines}
    for doc in invoice.lines:
        line = lines[doc.order_item_id]
        enough = line.qty_refunded <= line.qty_invoiced - doc.qty
        if not (enough and _covers_line(line.money, doc.money) and _covers_line(line.base, doc.base)):
            return line.sku
    covered = _covers_totals(order.money, invoice.money) and _covers_totals(order.base, invoice.base)
    return None if covered else "an amount on it"


def _covers_line(own: LineMoney, doc: DocLineMoney) -> bool:
    return (
        own.amount_refunded <= own.row_invoiced - doc.row_total
        and own.discount_refunded <= own.discount_invoiced - doc.discount_amount
        and own.tax_refunded <= own.tax_invoiced - doc.tax_amount
        and own.discount_tax_compensation_refunded
        <= own.discount_tax_compensation_invoiced - doc.discount_tax_compensation_amount
    )


def _covers_totals(own: OrderMoney, doc: InvoiceMoney) -> bool:
    return (
        own.subtotal_refunded <= own.subtotal_invoiced - doc.subtotal
        and own.discount_refunded >= own.discount_invoiced - doc.discount_amount
        and own.tax_refunded <= own.tax_invoiced - doc.tax_amount
        and own.shipping_refunded <= own.shipping_invoiced - doc.shipping_amount
        and own.discount_tax_compensation_refunded
        <= own.discount_tax_compensation_invoiced - doc.discount_tax_compensation_amount
        and abs(own.other_refunded) <= abs(own.other_invoiced - doc.other_amount)
    )
