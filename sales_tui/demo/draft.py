"""An order as the generator hands it out: the record that the rules worked on, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.demo.shop import Product, Purchase
from sales_tui.rules.records import Comment, History, Order
from sales_tui.rules.return_records import Return


@dataclass(frozen=True, slots=True)
class Address:
    """A name at a place, as it stands on an order."""

    prefix: str | None
    firstname: str
    lastname: str
    company: str | None
    street: str
    city: str
    region: str | None
    region_code: str | None
    postcode: str
    country_id: str
    telephone: str
    vat_id: str | None = None


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys. `account` numbers the customers who have one; None: a guest."""

    account: int | None
    group: int
    """Index in `Shop.groups`."""
    email: str
    purchase: Purchase
    home: Address


@dataclass(slots=True)
class LineFacts:
    """What an order line shows beyond the figures that the rules work on."""

    product: Product
    options: tuple[tuple[str, str], ...] = ()
    tax_percent: Decimal = ZERO
    discount_percent: Decimal = ZERO
    original_price: Decimal = ZERO
    base_original_price: Decimal = ZERO
    base_cost: Decimal = ZERO
    fee: Decimal = ZERO
    base_fee: Decimal = ZERO
    """The fixed product tax inside the price of one piece."""


@dataclass(frozen=True, slots=True)
class AppliedTax:
    """A tax of the order by its rate."""

    code: str
    title: str
    percent: Decimal
    amount: Decimal
    base_amount: Decimal


@dataclass(frozen=True, slots=True)
class Consent:
    """A billing agreement that the buyer makes with an order."""

    reference: str
    """The payment system's name for it."""
    ended_at: datetime | None
    """When it was canceled, if it was."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift message, or the paper around the present."""

    line_id: int | None
    """None: of the whole order."""
    sender: str | None = None
    recipient: str | None = None
    message: str | None = None
    wrapping: str | None = None
    gift_receipt: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A comment on a return, with the return's status at that time."""

    rma: Return
    at: datetime
    status: str
    comment: Comment


@dataclass(slots=True)
class Draft:
    """One generated order. Its keys count from 1 inside it: `order.lines[i].id == i + 1`."""

    number: int
    order: Order
    buyer: Buyer
    created_at: datetime
    updated_at: datetime
    billing: Address
    shipping: Address | None
    """None: nothing is shipped."""
    payment_title: str = ""
    po_number: str | None = None
    card_type: str | None = None
    """Magento's code, such as VI; its last digits are `order.card`."""
    consent: Consent | None = None
    coupon_code: str | None = None
    discount_description: str | None = None
    shipping_method: str | None = None
    shipping_description: str | None = None
    note: str | None = None
    remote_ip: str | None = None
    email_sent: bool = True
    weight: Decimal = ZERO
    facts: list[LineFacts] = field(default_factory=list)
    """One for each of `order.lines`."""
    taxes: list[AppliedTax] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    history: list[tuple[datetime, History]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    """Comments on its returns, oldest first."""
