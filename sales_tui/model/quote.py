"""Negotiable quotes with their items, comments, attachments and log (RULES.md §7)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import LargeBinary
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, Exact, Facts, Instant, exact, flag, key, moment, number_tail, rate, ref
from sales_tui.model.columns import sorted_text as text


class Quote(SQLModel, table=True):
    """A quote that a company's buyer and the shop negotiate. `base_` is the shop's currency, the others the buyer's."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("source", "entity_id"),
        Index("ix_quote_created", "created_at", "id"),
        Index("ix_quote_updated", "updated_at", "id"),
        Index("ix_quote_status", "status", "id"),
        Index("ix_quote_company", "company_name", "id"),
        Index("ix_quote_base_original", "base_original_total", "id"),
        Index("ix_quote_negotiated", "negotiated_total", "id"),
    )

    id: int | None = key()
    version: int = 1
    source: str | None = None
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    increment_id: str = text(unique=True)
    """The quote's id as text: what people know it by."""
    number_tail: str = number_tail()
    name: str = text()
    status: str = text("created")
    """Magento's system state: draft_by_admin, created, processing_by_admin, …"""
    store_id: int = ref("store.id", index=False, cascade=False)
    company_id: int | None = ref("company.id", nullable=True, cascade=False)
    company_name: str = text()
    customer_id: int | None = ref("customer.id", nullable=True, cascade=False)
    """The buyer."""
    buyer_name: str = text()
    buyer_email: str = text()
    customer_group: str = ""
    """Code of the buyer's group: whose prices count."""
    sales_rep: str = text()
    order_id: int | None = ref("sales_order.id", nullable=True, cascade=False)
    """The order made from it."""
    copied_from: str = ""
    """Number of the quote that it is a copy of."""
    base_currency_code: str = "USD"
    quote_currency_code: str = "USD"
    base_to_quote_rate: Decimal = rate()
    negotiated_type: str = ""
    """percentage, amount, proposed; empty: nothing is negotiated."""
    negotiated_value: Decimal = exact()
    """Per cent, or an amount in the shop's currency."""
    is_stale: bool = flag()
    """The buyer changed it after it was negotiated: the negotiated figures don't count until it is sent anew."""
    shipping_method: str | None = None
    shipping_description: str | None = None
    shipping_amount: Decimal = exact()
    base_shipping_amount: Decimal = exact()
    """The method's rate."""
    proposed_shipping_amount: Decimal | None = Field(default=None, sa_type=Exact)
    """In the shop's currency, in the place of the rate."""
    shipping_address: dict[str, str] = Field(default_factory=dict, sa_type=Facts)
    """REST names of an order's address; empty: none yet."""
    billing_address: dict[str, str] = Field(default_factory=dict, sa_type=Facts)
    base_total_cost: Decimal = exact()
    catalog_total: Decimal = exact()
    base_catalog_total: Decimal = exact()
    original_total: Decimal = exact()
    base_original_total: Decimal = exact()
    """Of the cart, before anything was negotiated: catalog prices minus cart rules."""
    negotiated_total: Decimal = exact()
    base_negotiated_total: Decimal = exact()
    tax_amount: Decimal = exact()
    base_tax_amount: Decimal = exact()
    grand_total: Decimal = exact()
    base_grand_total: Decimal = exact()
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    """None: never."""
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it was last sent to the buyer."""
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the buyer said yes to it; None: not yet."""
    locked_by: str = ""
    """Who has it in work."""
    created_at: datetime = moment()
    updated_at: datetime = moment()


class QuoteItem(SQLModel, table=True):
    """A line of a quote. Prices are per piece, without tax; `base_` in the shop's currency."""

    __tablename__ = "quote_item"

    id: int | None = key()
    parent_id: int = ref("quote.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    position: int = 0
    product_id: int | None = ref("product.id", nullable=True, index=False, cascade=False)
    sku: str = ""
    name: str = ""
    qty: Decimal = exact()
    base_cost: Decimal | None = Field(default=None, sa_type=Exact)
    price: Decimal = exact()
    base_price: Decimal = exact()
    """The catalog's."""
    cart_price: Decimal = exact()
    base_cart_price: Decimal = exact()
    """The catalog's minus cart rules."""
    proposed_type: str = ""
    """percentage, amount, proposed off this line alone; empty: nothing."""
    proposed_value: Decimal = exact()
    proposed_price: Decimal = exact()
    base_proposed_price: Decimal = exact()
    """What a piece comes to after all negotiation."""
    discount_amount: Decimal = exact()
    base_discount_amount: Decimal = exact()
    """Cents that don't divide by the pieces; the row total is proposed price x quantity minus this."""
    row_total: Decimal = exact()
    base_row_total: Decimal = exact()
    tax_percent: Decimal = rate("0")
    tax_amount: Decimal = exact()
    base_tax_amount: Decimal = exact()
    weight: Decimal = exact()
    is_virtual: bool = flag()


class QuoteComment(SQLModel, table=True):
    """What one side wrote to the other."""

    __tablename__ = "quote_comment"

    id: int | None = key()
    parent_id: int = ref("quote.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    created_at: datetime = moment()
    author: str = ""
    is_seller: bool = flag(True)
    is_draft: bool = flag()
    """Not sent yet: the buyer doesn't see it."""
    comment: str = ""


class QuoteAttachment(SQLModel, table=True):
    """A file that came with a comment; kept, never opened."""

    __tablename__ = "quote_attachment"

    id: int | None = key()
    parent_id: int = ref("quote.id")
    comment_id: int | None = ref("quote_comment.id", nullable=True, index=False)
    file_name: str = ""
    media_type: str = ""
    size: int = 0
    """Bytes."""
    content: bytes = Field(default=b"", sa_type=LargeBinary)


class QuoteLog(SQLModel, table=True):
    """Who changed what of a quote, from what to what."""

    __tablename__ = "quote_log"

    id: int | None = key()
    parent_id: int = ref("quote.id")
    created_at: datetime = moment()
    author: str = ""
    action: str = "updated"
    """created, updated, updated_by_system, closed."""
    from_status: str = ""
    status: str = ""
    changes: dict[str, str] = Field(default_factory=dict, sa_type=Facts)
    """Field -> "before -> after"."""
