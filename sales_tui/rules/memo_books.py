"""Enters a credit memo into the figures of its order, the order's lines and the invoice it refunds."""

from __future__ import annotations

from sales_tui.core.money import round_half_up
from sales_tui.rules.document_money import DocLineMoney, MemoMoney
from sales_tui.rules.records import CreditMemo, LineMoney, Order, OrderMoney


def enter(order: Order, memo: CreditMemo) -> None:
    """Add a credit memo (RULES.md §3.3 registering; M2 Order/Creditmemo/RefundOperation.php)."""
    lines = {line.id: line for line in order.lines}
    for doc in memo.lines:
        line = lines[doc.order_item_id]
        line.qty_refunded += doc.qty
        _enter_line(line.money, doc.money)
        _enter_line(line.base, doc.base)
    online = memo.refund_to == "online"
    _enter_totals(order.money, memo.money, order.digits, online)
    _enter_totals(order.base, memo.base, order.base_digits, online)
    if memo.invoice is not None:
        memo.invoice.money.total_refunded += memo.money.grand_total
        memo.invoice.base.total_refunded += memo.base.grand_total


def _enter_line(own: LineMoney, doc: DocLineMoney) -> None:
    own.amount_refunded += doc.row_total
    own.discount_refunded += doc.discount_amount
    own.tax_refunded += doc.tax_amount
    own.discount_tax_compensation_refunded += doc.discount_tax_compensation_amount


def _enter_totals(own: OrderMoney, doc: MemoMoney, digits: int, online: bool) -> None:
    own.subtotal_refunded += doc.subtotal
    own.discount_refunded += doc.discount_amount
    own.tax_refunded += doc.tax_amount
    own.shipping_refunded += doc.shipping_amount
    own.shipping_tax_refunded += doc.shipping_tax_amount
    own.discount_tax_compensation_refunded += doc.discount_tax_compensation_amount
    own.other_refunded += doc.other_amount
    own.adjustment_positive += doc.adjustment_positive
    own.adjustment_negative += doc.adjustment_negative
    own.total_refunded = round_half_up(own.total_refunded + doc.grand_total, digits)
    if online:
        own.total_online_refunded += doc.grand_total
    else:
        own.total_offline_refunded += doc.grand_total
