"""The amounts of documents and cancellations in one currency. Field names are Magento's REST names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sales_tui.core.money import ZERO


@dataclass(slots=True)
class DocLineMoney:
    """The amounts of one invoice or credit memo line in one currency. Discounts are positive here."""

    price: Decimal = ZERO
    price_incl_tax: Decimal = ZERO
    row_total: Decimal = ZERO
    row_total_incl_tax: Decimal = ZERO
    tax_amount: Decimal = ZERO
    discount_amount: Decimal = ZERO
    discount_tax_compensation_amount: Decimal = ZERO


@dataclass(slots=True)
class DocMoney:
    """The totals of an invoice in one currency. The discount is negative; tax includes shipping tax."""

    subtotal: Decimal = ZERO
    subtotal_incl_tax: Decimal = ZERO
    discount_amount: Decimal = ZERO
    shipping_amount: Decimal = ZERO
    shipping_incl_tax: Decimal = ZERO
    shipping_tax_amount: Decimal = ZERO
    tax_amount: Decimal = ZERO
    discount_tax_compensation_amount: Decimal = ZERO
    shipping_discount_tax_compensation_amount: Decimal = ZERO
    other_amount: Decimal = ZERO
    grand_total: Decimal = ZERO


@dataclass(slots=True)
class InvoiceMoney(DocMoney):
    """The totals of an invoice, and what of it was refunded by memos that name it."""

    total_refunded: Decimal = ZERO


@dataclass(slots=True)
class MemoMoney(DocMoney):
    """The totals of a credit memo. Adjustments are positive; the fee (`adjustment_negative`) lowers the grand total."""

    adjustment_positive: Decimal = ZERO
    adjustment_negative: Decimal = ZERO


@dataclass(slots=True)
class CanceledMoney:
    """What one cancellation added to the order's canceled figures in one currency (negative where it took back)."""

    subtotal_canceled: Decimal = ZERO
    discount_canceled: Decimal = ZERO
    tax_canceled: Decimal = ZERO
    shipping_canceled: Decimal = ZERO
    total_canceled: Decimal = ZERO
