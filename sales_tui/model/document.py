"""What invoices, shipments and credit memos have in common."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from sales_tui.model.columns import KEY_TYPE, exact, flag, moment, number_tail, rate, sorted_text


class DocumentHead(SQLModel):
    """The head of a document: its number, where it came from, when it was made."""

    version: int = 1
    source: str | None = None
    """Where it was imported from; None: made here."""
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    increment_id: str = sorted_text(unique=True)
    number_tail: str = number_tail()
    made_here: bool = flag(True)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    email_sent: bool = flag()


class DocumentTotals(SQLModel):
    """Totals of an invoice or credit memo in both currencies. Discounts are negative; tax includes shipping tax."""

    order_currency_code: str = "USD"
    base_currency_code: str = "USD"
    base_to_order_rate: Decimal = rate()
    discount_description: str | None = None
    transaction_id: str | None = None
    subtotal: Decimal = exact()
    base_subtotal: Decimal = exact()
    subtotal_incl_tax: Decimal = exact()
    base_subtotal_incl_tax: Decimal = exact()
    discount_amount: Decimal = exact()
    base_discount_amount: Decimal = exact()
    shipping_amount: Decimal = exact()
    base_shipping_amount: Decimal = exact()
    shipping_incl_tax: Decimal = exact()
    base_shipping_incl_tax: Decimal = exact()
    shipping_tax_amount: Decimal = exact()
    base_shipping_tax_amount: Decimal = exact()
    tax_amount: Decimal = exact()
    base_tax_amount: Decimal = exact()
    discount_tax_compensation_amount: Decimal = exact()
    base_discount_tax_compensation_amount: Decimal = exact()
    shipping_discount_tax_compensation_amount: Decimal = exact()
    base_shipping_discount_tax_compensation_amount: Decimal = exact()
    other_amount: Decimal = exact()
    base_other_amount: Decimal = exact()
    grand_total: Decimal = exact()
    base_grand_total: Decimal = exact()


class DocumentItem(SQLModel):
    """A line of an invoice or credit memo in both currencies."""

    sku: str = ""
    name: str = ""
    qty: Decimal = exact()
    price: Decimal = exact()
    base_price: Decimal = exact()
    price_incl_tax: Decimal = exact()
    base_price_incl_tax: Decimal = exact()
    row_total: Decimal = exact()
    base_row_total: Decimal = exact()
    row_total_incl_tax: Decimal = exact()
    base_row_total_incl_tax: Decimal = exact()
    tax_amount: Decimal = exact()
    base_tax_amount: Decimal = exact()
    discount_amount: Decimal = exact()
    base_discount_amount: Decimal = exact()
    discount_tax_compensation_amount: Decimal = exact()
    base_discount_tax_compensation_amount: Decimal = exact()


class DocumentComment(SQLModel):
    """A comment on a document."""

    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    created_at: datetime = moment()
    comment: str = ""
    is_customer_notified: bool = flag()
    is_visible_on_front: bool = flag()
