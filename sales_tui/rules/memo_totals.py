"""The amounts of a credit memo: lines, then totals, one currency at a time (RULES.md §3.3, §0.4, §0.9, §0.12)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sales_tui.core.money import ZERO, DeltaRounder, round_half_up, share
from sales_tui.rules.apportion import INVOICED, REFUNDED, Portion, Sums, apportion, sums, up_to
from sales_tui.rules.document_money import InvoiceMoney, MemoMoney
from sales_tui.rules.records import CreditMemo, Invoice, Order, OrderMoney


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a credit memo goes."""

    last: bool
    """Every refundable line that the memo could hold is refunded in full by it (M2 Creditmemo.php isLast)."""
    shipping: Decimal
    """Base shipping amount to refund."""
    all_shipping: bool
    """It is all the shipping that is left to refund."""
    closing: bool
    """After it every invoiced piece and all invoiced shipping is refunded (RULES.md §0.9)."""


def fill(order: Order, memo: CreditMemo, portions: list[Portion], scope: Scope) -> None:
    """Price a memo's lines and total the goods in both currencies; adjustments come after (M2 Creditmemo/Total/*)."""
    for side, digits in (("money", order.digits), ("base", order.base_digits)):
        own: OrderMoney = getattr(order, side)
        doc: MemoMoney = getattr(memo, side)
        rounder = DeltaRounder(digits)
        apportion(portions, side, INVOICED, REFUNDED, rounder)
        _include_tax(portions, side, digits)
        lines = sums(getattr(portion.doc, side) for portion in portions)
        invoice: InvoiceMoney | None = getattr(memo.invoice, side) if memo.invoice else None
        _add_shipping(order, own, doc, invoice, scope, rounder)
        doc.subtotal_incl_tax = lines.rows_incl_tax
        if scope.closing:
            _take_what_is_left(own, doc)
        else:
            discount = lines.discount + _shipping_discount(order, side, doc.shipping_amount, digits)
            doc.subtotal = min(lines.rows, own.subtotal_invoiced - own.subtotal_refunded)
            doc.discount_amount = max(-discount, min(own.discount_invoiced - own.discount_refunded, ZERO))
            _total_tax(order, memo, side, lines, scope)


def _include_tax(portions: list[Portion], side: str, digits: int) -> None:
    """The row totals with tax, as shares of the order line's own."""
    for portion in portions:
        line = portion.line
        total = getattr(line, side).row_total_incl_tax
        if total:
            after = up_to(total, line.qty_refunded + portion.qty, line.qty_ordered, digits)
            before = up_to(total, line.qty_refunded, line.qty_ordered, digits)
            getattr(portion.doc, side).row_total_incl_tax = after - before


def _add_shipping(
    order: Order, own: OrderMoney, doc: MemoMoney, invoice: InvoiceMoney | None, scope: Scope, rounder: DeltaRounder
) -> None:
    """Shipping and its taxes; its tax goes through the rounder after the lines' (RULES.md §0.5)."""
    base, left = order.base, own.shipping_invoiced - own.shipping_refunded
    doc.shipping_amount = left
    if not scope.all_shipping:
        part = share(own.shipping_amount, scope.shipping, base.shipping_amount) if scope.shipping else ZERO
        doc.shipping_amount = min(round_half_up(part, rounder.digits), left)
    doc.shipping_incl_tax = _shipping_with_tax(own, doc.shipping_amount, rounder.digits)
    for column in ("shipping_tax_amount", "shipping_discount_tax_compensation_amount"):
        tax_left = _shipping_tax_left(order, own, column)
        if not (scope.closing or (invoice is None and scope.all_shipping)):
            source = getattr(own if invoice is None else invoice, column)
            part = share(source, doc.shipping_amount, own.shipping_amount) if doc.shipping_amount else ZERO
            tax_left = min(rounder.add(part), tax_left)
        setattr(doc, column, tax_left)


def _shipping_with_tax(own: OrderMoney, amount: Decimal, digits: int) -> Decimal:
    if not amount:
        return ZERO
    after = up_to(own.shipping_incl_tax, own.shipping_refunded + amount, own.shipping_amount, digits)
    return after - up_to(own.shipping_incl_tax, own.shipping_refunded, own.shipping_amount, digits)


def _shipping_tax_left(order: Order, own: OrderMoney, column: str) -> Decimal:
    """Tax on shipping that was invoiced and not refunded. It is invoiced with the shipping, at once."""
    if own.shipping_invoiced != own.shipping_amount:
        return ZERO
    side = "money" if own is order.money else "base"
    if column == "shipping_tax_amount":
        return max(own.shipping_tax_amount - own.shipping_tax_refunded, ZERO)
    refunded = sum((getattr(getattr(memo, side), column) for memo in order.creditmemos), ZERO)
    total: Decimal = getattr(own, column)
    return max(total - refunded, ZERO)


def _shipping_discount(order: Order, side: str, shipping: Decimal, digits: int) -> Decimal:
    """The shipping's share of its discount, as far as that was invoiced and not refunded (RULES.md §0.4)."""
    own: OrderMoney = getattr(order, side)
    if not (shipping and own.shipping_discount_amount):
        return ZERO
    part = round_half_up(share(own.shipping_discount_amount, shipping, own.shipping_amount), digits)
    of_lines = ZERO
    for line in order.lines:
        money = getattr(line, side)
        of_lines += money.discount_invoiced - money.discount_refunded
    left = own.discount_refunded - own.discount_invoiced - of_lines
    return min(part, max(left, ZERO))


def _total_tax(order: Order, memo: CreditMemo, side: str, lines: Sums, scope: Scope) -> None:
    """Tax and hidden tax: capped by what is left on the order, and on the invoice where one is named.

    A last memo takes what is left exactly unless it keeps back shipping (RULES.md §3.3, §0.9; M2 Creditmemo/Total/Tax).
    """
    own: OrderMoney = getattr(order, side)
    doc: MemoMoney = getattr(memo, side)
    takes_rest = scope.last and scope.shipping >= order.base.shipping_amount
    for column, invoiced, refunded, total in (
        ("tax_amount", own.tax_invoiced, own.tax_refunded, lines.tax + doc.shipping_tax_amount),
        (
            "discount_tax_compensation_amount",
            own.discount_tax_compensation_invoiced,
            own.discount_tax_compensation_refunded,
            lines.hidden_tax + doc.shipping_discount_tax_compensation_amount,
        ),
    ):
        left = invoiced - refunded
        if memo.invoice is not None:
            left = min(left, invoice_left(order, memo.invoice, side, column))
        setattr(doc, column, left if takes_rest else min(total, left))


def invoice_left(order: Order, invoice: Invoice, side: str, column: str) -> Decimal:
    """What a column of an invoice's totals has left after the memos that name it."""
    left: Decimal = getattr(getattr(invoice, side), column)
    for memo in order.creditmemos:
        if memo.invoice is invoice:
            left -= getattr(getattr(memo, side), column)
    return left


def qtys_left(order: Order, invoice: Invoice) -> dict[int, Decimal]:
    """Pieces of an invoice, by `Line.id`, that no memo that names it has refunded."""
    left: dict[int, Decimal] = {}
    for doc in invoice.lines:
        left[doc.order_item_id] = left.get(doc.order_item_id, ZERO) + doc.qty
    for memo in order.creditmemos:
        if memo.invoice is invoice:
            for doc in memo.lines:
                left[doc.order_item_id] = left.get(doc.order_item_id, ZERO) - doc.qty
    return left


def _take_what_is_left(own: OrderMoney, doc: MemoMoney) -> None:
    """The closing memo: column by column exactly what was invoiced and not refunded (RULES.md §0.9, §0.12)."""
    doc.subtotal = own.subtotal_invoiced - own.subtotal_refunded
    doc.discount_amount = own.discount_invoiced - own.discount_refunded
    doc.tax_amount = own.tax_invoiced - own.tax_refunded
    doc.discount_tax_compensation_amount = (
        own.discount_tax_compensation_invoiced - own.discount_tax_compensation_refunded
    )
    doc.other_amount = own.other_invoiced - own.other_refunded
