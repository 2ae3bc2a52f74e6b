"""Figures of orders that come in without the documents that made them (RULES.md §0.11, §0.12)."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.rules.records import OrderMoney


def explain_other(own: OrderMoney) -> None:
    """Find out what of the unexplained rest of a grand total was invoiced and refunded before the order came in.

    It is what the invoiced and refunded totals hold beyond their known parts, and never more than there is of it.
    """
    invoiced = own.total_invoiced - (
        own.subtotal_invoiced
        + own.discount_invoiced
        + own.shipping_invoiced
        + own.tax_invoiced
        + own.discount_tax_compensation_invoiced
    )
    refunded = own.total_refunded - (
        own.subtotal_refunded
        + own.discount_refunded
        + own.shipping_refunded
        + own.tax_refunded
        + own.discount_tax_compensation_refunded
        + own.adjustment_positive
        - own.adjustment_negative
    )
    own.other_invoiced = _within(invoiced, own.other_amount)
    own.other_refunded = _within(refunded, own.other_invoiced)


def _within(amount: Decimal, limit: Decimal) -> Decimal:
    """The amount, between nothing and the limit, whichever sign that has."""
    return max(min(amount, limit), ZERO) if limit > 0 else min(max(amount, limit), ZERO)
