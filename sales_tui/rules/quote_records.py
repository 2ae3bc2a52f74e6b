"""Negotiable quotes as plain records (RULES.md §7). Prices are per piece, without tax."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO, currency_digits
from sales_tui.rules.catalog_records import Product
from sales_tui.rules.payment_records import Account, Agreement, OpenAttempt
from sales_tui.rules.records import Order
from sales_tui.rules.remarks import Remark


@dataclass(slots=True)
class QuoteLineMoney:
    """The amounts of a quote's line in one currency."""

    price: Decimal = ZERO
    """The catalog's."""
    cart_price: Decimal = ZERO
    """The catalog's minus cart rules."""
    proposed_price: Decimal = ZERO
    """After all negotiation."""
    discount_amount: Decimal = ZERO
    """Cents that don't divide by the pieces; row total = proposed price x quantity - this."""
    row_total: Decimal = ZERO
    tax_amount: Decimal = ZERO


@dataclass(slots=True)
class QuoteLine:
    """A line of a quote."""

    sku: str
    name: str = ""
    qty: Decimal = ZERO
    product_id: int | None = None
    base_cost: Decimal | None = None
    """None: not known."""
    proposed_type: str = ""
    proposed_value: Decimal = ZERO
    tax_percent: Decimal = ZERO
    weight: Decimal = ZERO
    is_virtual: bool = False
    position: int = 0
    money: QuoteLineMoney = field(default_factory=QuoteLineMoney)
    base: QuoteLineMoney = field(default_factory=QuoteLineMoney)
    id: int | None = None


@dataclass(slots=True)
class QuoteMoney:
    """The totals of a quote in one currency."""

    catalog_total: Decimal = ZERO
    original_total: Decimal = ZERO
    negotiated_total: Decimal = ZERO
    shipping_amount: Decimal = ZERO
    """The method's rate."""
    tax_amount: Decimal = ZERO
    grand_total: Decimal = ZERO


@dataclass(slots=True)
class QuoteFile:
    """A file that comes with a comment."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(slots=True)
class NewQuoteComment:
    """A comment written in this action."""

    comment: str
    is_seller: bool = True
    is_draft: bool = False
    author: str = ""
    files: list[QuoteFile] = field(default_factory=list)


@dataclass(slots=True)
class LogEntry:
    """One row of the quote's log, new in this action."""

    action: str
    """created, updated, updated_by_system, closed."""
    from_status: str
    status: str
    author: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    """Field -> "before -> after"."""


@dataclass(slots=True)
class Quote:
    """A quote that a company's buyer and the shop negotiate."""

    id: int
    """0: not stored yet."""
    increment_id: str = ""
    version: int = 0
    name: str = ""
    status: str = "created"
    store_id: int = 1
    company_id: int | None = None
    company_name: str = ""
    customer_id: int | None = None
    buyer_name: str = ""
    buyer_email: str = ""
    customer_group: str = ""
    sales_rep: str = ""
    order_id: int | None = None
    copied_from: str = ""
    base_currency_code: str = "USD"
    quote_currency_code: str = "USD"
    base_to_quote_rate: Decimal = Decimal(1)
    negotiated_type: str = ""
    negotiated_value: Decimal = ZERO
    is_stale: bool = False
    shipping_method: str | None = None
    shipping_description: str | None = None
    proposed_shipping_amount: Decimal | None = None
    shipping_address: dict[str, str] = field(default_factory=dict)
    billing_address: dict[str, str] = field(default_factory=dict)
    base_total_cost: Decimal = ZERO
    expires_at: datetime | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    """When the buyer said yes to what was sent; None: not yet."""
    locked_by: str = ""
    created_at: datetime | None = None
    money: QuoteMoney = field(default_factory=QuoteMoney)
    base: QuoteMoney = field(default_factory=QuoteMoney)
    lines: list[QuoteLine] = field(default_factory=list)
    new_comments: list[NewQuoteComment] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    """Comments that were written here, where they were asked for."""
    gone_remarks: list[Remark] = field(default_factory=list)
    """Those that were taken back in this action."""
    new_log: list[LogEntry] = field(default_factory=list)
    new_orders: list[Order] = field(default_factory=list)
    """Orders made from it in this action."""
    new_quotes: list[Quote] = field(default_factory=list)
    """Copies made of it in this action."""
    timezone: str = "UTC"
    """The store's: where a day of its ends."""
    shelf: dict[str, Product] = field(default_factory=dict)
    """Products by SKU, as far as they were looked up: those of its lines and those that an action names."""
    last_prices: dict[str, Decimal] = field(default_factory=dict)
    """SKU -> what the company last paid for a piece, in the shop's currency, before tax."""
    accounts: list[Account] = field(default_factory=list)
    """Of the buyer and the company, in the shop's currency."""
    agreements: list[Agreement] = field(default_factory=list)
    """Active billing agreements of the buyer."""
    attempt: OpenAttempt | None = None

    @property
    def digits(self) -> int:
        """Decimals of the buyer's currency."""
        return currency_digits(self.quote_currency_code)

    @property
    def base_digits(self) -> int:
        """Decimals of the shop's currency."""
        return currency_digits(self.base_currency_code)
