"""What the rules work on: an order with its lines, documents and money in both currencies, as plain records.

Field names are Magento's REST names. `money` holds amounts in the currency the customer paid, `base` the same amounts
in the shop's currency; both run through the same formulas independently (RULES.md §3.4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO, currency_digits
from sales_tui.rules.credit_records import Tender, TenderShare
from sales_tui.rules.document_money import CanceledMoney, DocLineMoney, InvoiceMoney, MemoMoney
from sales_tui.rules.payment_records import Account, Agreement, OpenAttempt, Transaction
from sales_tui.rules.print_records import Print
from sales_tui.rules.remarks import Remark
from sales_tui.rules.return_records import Return

INVOICE_OPEN, INVOICE_PAID, INVOICE_CANCELED = 1, 2, 3
MEMO_OPEN, MEMO_REFUNDED, MEMO_CANCELED = 1, 2, 3


@dataclass(slots=True)
class LineMoney:
    """The amounts of one order line in one currency. Discounts are positive here."""

    price: Decimal = ZERO
    price_incl_tax: Decimal = ZERO
    row_total: Decimal = ZERO
    row_total_incl_tax: Decimal = ZERO
    row_invoiced: Decimal = ZERO
    amount_refunded: Decimal = ZERO
    tax_amount: Decimal = ZERO
    tax_invoiced: Decimal = ZERO
    tax_refunded: Decimal = ZERO
    tax_canceled: Decimal = ZERO
    discount_amount: Decimal = ZERO
    discount_invoiced: Decimal = ZERO
    discount_refunded: Decimal = ZERO
    discount_tax_compensation_amount: Decimal = ZERO
    discount_tax_compensation_invoiced: Decimal = ZERO
    discount_tax_compensation_refunded: Decimal = ZERO
    discount_tax_compensation_canceled: Decimal = ZERO


@dataclass(slots=True)
class Line:
    """One order line. `is_dummy`: its parent or its children count in its place (RULES.md §0.13)."""

    id: int
    sku: str
    name: str = ""
    parent_id: int | None = None
    item_id: int | None = None
    product_type: str = "simple"
    is_virtual: bool = False
    is_qty_decimal: bool = False
    is_dummy: bool = False
    ships_with_parent: bool = False
    """A bundle's or configurable's child that travels inside its parent's parcel: the parent is what ships."""
    ships_in_parts: bool = False
    """A bundle whose children go into parcels one by one: this row itself never does."""
    is_returnable: bool = True
    """Magento's "Enable RMA" of the product."""
    weight: Decimal = ZERO
    qty_ordered: Decimal = ZERO
    qty_invoiced: Decimal = ZERO
    qty_shipped: Decimal = ZERO
    qty_refunded: Decimal = ZERO
    qty_canceled: Decimal = ZERO
    qty_backordered: Decimal = ZERO
    qty_returned: Decimal = ZERO
    money: LineMoney = field(default_factory=LineMoney)
    base: LineMoney = field(default_factory=LineMoney)


@dataclass(slots=True)
class OrderMoney:
    """The amounts of one order in one currency. Discounts are negative here; tax includes shipping tax."""

    subtotal: Decimal = ZERO
    subtotal_incl_tax: Decimal = ZERO
    subtotal_invoiced: Decimal = ZERO
    subtotal_refunded: Decimal = ZERO
    subtotal_canceled: Decimal = ZERO
    discount_amount: Decimal = ZERO
    discount_invoiced: Decimal = ZERO
    discount_refunded: Decimal = ZERO
    discount_canceled: Decimal = ZERO
    tax_amount: Decimal = ZERO
    tax_invoiced: Decimal = ZERO
    tax_refunded: Decimal = ZERO
    tax_canceled: Decimal = ZERO
    shipping_amount: Decimal = ZERO
    shipping_invoiced: Decimal = ZERO
    shipping_refunded: Decimal = ZERO
    shipping_canceled: Decimal = ZERO
    shipping_incl_tax: Decimal = ZERO
    shipping_tax_amount: Decimal = ZERO
    shipping_tax_refunded: Decimal = ZERO
    shipping_discount_amount: Decimal = ZERO
    """Positive; already inside `discount_amount`."""
    shipping_discount_tax_compensation_amount: Decimal = ZERO
    discount_tax_compensation_amount: Decimal = ZERO
    discount_tax_compensation_invoiced: Decimal = ZERO
    discount_tax_compensation_refunded: Decimal = ZERO
    other_invoiced: Decimal = ZERO
    """Invoiced part of `other_amount`, the share of the grand total that no field explains (RULES.md §0.12)."""
    other_refunded: Decimal = ZERO
    adjustment_positive: Decimal = ZERO
    adjustment_negative: Decimal = ZERO
    grand_total: Decimal = ZERO
    total_paid: Decimal = ZERO
    total_due: Decimal = ZERO
    total_invoiced: Decimal = ZERO
    total_refunded: Decimal = ZERO
    total_offline_refunded: Decimal = ZERO
    total_online_refunded: Decimal = ZERO
    total_canceled: Decimal = ZERO

    @property
    def other_amount(self) -> Decimal:
        """Grand total minus all parts that a known rule explains."""
        return self.grand_total - (
            self.subtotal
            + self.discount_amount
            + self.shipping_amount
            + self.tax_amount
            + self.discount_tax_compensation_amount
            + self.shipping_discount_tax_compensation_amount
        )


@dataclass(slots=True)
class DocLine:
    """A line of an invoice or credit memo: how many of which order line, for how much."""

    order_item_id: int
    """`Line.id`, the key of our own."""
    qty: Decimal
    money: DocLineMoney = field(default_factory=DocLineMoney)
    base: DocLineMoney = field(default_factory=DocLineMoney)
    back_to_stock: bool = False
    """Credit memos only: these pieces go back to stock."""
    id: int | None = None


@dataclass(slots=True)
class Comment:
    """A comment on a document, new in this action."""

    comment: str
    is_customer_notified: bool = False
    is_visible_on_front: bool = False


@dataclass(slots=True)
class Invoice:
    """An invoice of the order. `made_here` is False for imported ones (RULES.md §0.11)."""

    id: int | None = None
    increment_id: str = ""
    state: int = INVOICE_OPEN
    made_here: bool = True
    opening_state: int | None = None
    """State that an imported invoice came with, kept when it is paid or canceled here; None while it is as it came."""
    created_at: datetime | None = None
    transaction_id: str | None = None
    total_qty: Decimal = ZERO
    lines: list[DocLine] = field(default_factory=list)
    money: InvoiceMoney = field(default_factory=InvoiceMoney)
    base: InvoiceMoney = field(default_factory=InvoiceMoney)
    new_comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Track:
    """A tracking number of a shipment."""

    carrier_code: str
    title: str
    track_number: str
    id: int | None = None


@dataclass(slots=True)
class ShipLine:
    """How many of which order line are in the parcel."""

    order_item_id: int
    qty: Decimal
    id: int | None = None


@dataclass(slots=True)
class Shipment:
    """A shipment of the order."""

    id: int | None = None
    increment_id: str = ""
    made_here: bool = True
    created_at: datetime | None = None
    total_qty: Decimal = ZERO
    total_weight: Decimal = ZERO
    lines: list[ShipLine] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    new_comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class CreditMemo:
    """A credit memo of the order, or of one of its invoices."""

    id: int | None = None
    increment_id: str = ""
    state: int = MEMO_OPEN
    made_here: bool = True
    created_at: datetime | None = None
    invoice: Invoice | None = None
    """The invoice that it refunds, one of `Order.invoices`; None for a memo of the whole order."""
    refund_to: str = "offline"
    """Where the money goes: offline, online, store_credit, company_credit."""
    paid_out: bool = False
    """Refunded offline, and somebody paid it."""
    transaction_id: str | None = None
    lines: list[DocLine] = field(default_factory=list)
    money: MemoMoney = field(default_factory=MemoMoney)
    base: MemoMoney = field(default_factory=MemoMoney)
    shares: list[TenderShare] = field(default_factory=list)
    """What of it goes back to tenders; known of a new memo only."""
    new_comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Cancellation:
    """One cancellation of what was still open: a document without a number, so that the books can be checked."""

    id: int | None = None
    created_at: datetime | None = None
    lines: list[ShipLine] = field(default_factory=list)
    money: CanceledMoney = field(default_factory=CanceledMoney)
    base: CanceledMoney = field(default_factory=CanceledMoney)
    given_back: list[str] = field(default_factory=list)
    """What went back to accounts and tenders, a sentence each; known of a new one only."""


@dataclass(slots=True)
class History:
    """A new row of the order's history: a comment or a change of status, and which document caused it."""

    status: str
    comment: str = ""
    is_customer_notified: bool | None = None
    """None: not applicable."""
    is_visible_on_front: bool = False
    entity_name: str = "order"


@dataclass(slots=True)
class Opening:
    """Figures that an imported order came with, before any document made here (RULES.md §0.11)."""

    money: OrderMoney = field(default_factory=OrderMoney)
    base: OrderMoney = field(default_factory=OrderMoney)
    lines: dict[int, Line] = field(default_factory=dict)
    """By `Line.id`; only lines that came with figures."""


@dataclass(slots=True)
class Origin:
    """What a new order takes over: whom it goes to, addresses, store, and what its lines are beside their figures."""

    order_id: int | None = None
    """Key of the order that it is like."""
    quote_id: int | None = None
    """Key of the quote that it was made from."""
    lines: dict[int, int] = field(default_factory=dict)
    """`Line.id` of the new order -> key of the line (of the order or quote) that it is like."""
    shipping_address: dict[str, str] = field(default_factory=dict)
    """REST names of an order's address, where that isn't stored yet with what it was made from."""
    po_number: str = ""
    agreement_id: int | None = None
    """Key of the billing agreement that pays for it."""


@dataclass(slots=True)
class Order:
    """An order with everything the rules need to decide and to calculate."""

    id: int
    increment_id: str
    version: int = 0
    state: str = "new"
    status: str = "pending"
    hold_before_state: str | None = None
    hold_before_status: str | None = None
    is_virtual: bool = False
    payment_method: str = "checkmo"
    store_id: int = 1
    customer_id: int | None = None
    """Our key of the customer; None: a guest."""
    order_currency_code: str = "USD"
    base_currency_code: str = "USD"
    base_to_order_rate: Decimal = Decimal(1)
    amount_authorized: Decimal = ZERO
    """Reserved by a payment system when it was placed, shop currency; never lowered (RULES.md §4)."""
    card: str = ""
    """Last four digits of the card, if one is known."""
    from_quote: bool = False
    """Born from a negotiated quote: such orders can't be edited."""
    tags: str = ""
    """Words of the staff's own, in order, separated by commas."""
    archived_at: datetime | None = None
    """When it was put away with its documents; None: it is in the grids."""
    touched: bool = False
    """Something was done to it here; its state then follows from its quantities."""
    lines: list[Line] = field(default_factory=list)
    money: OrderMoney = field(default_factory=OrderMoney)
    base: OrderMoney = field(default_factory=OrderMoney)
    invoices: list[Invoice] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    creditmemos: list[CreditMemo] = field(default_factory=list)
    cancellations: list[Cancellation] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    """Oldest first."""
    tenders: list[Tender] = field(default_factory=list)
    """What else than the payment method pays a part of it."""
    accounts: list[Account] = field(default_factory=list)
    """Of its customer, the customer's company and its gift cards, in the shop's currency. Orders that are loaded
    together share them. A customer's store credit is there even where it isn't opened yet."""
    agreements: list[Agreement] = field(default_factory=list)
    """Active billing agreements of its customer."""
    given_back: dict[str, Decimal] = field(default_factory=dict)
    """Kind of account -> what earlier cancellations gave back to it, shop currency."""
    attempt: OpenAttempt | None = None
    """What a payment system was asked about this order and hasn't answered."""
    returns: list[Return] = field(default_factory=list)
    new_orders: list[Order] = field(default_factory=list)
    """Orders that were placed because of this one in this action: ordered again, or in exchange."""
    origin: Origin | None = None
    """What it was made from, while it isn't stored yet."""
    new_history: list[History] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    """Comments of staff on it and on its documents, where they were asked for."""
    gone_remarks: list[Remark] = field(default_factory=list)
    """Those that were taken back in this action."""
    prints: list[Print] = field(default_factory=list)
    """Documents of it that wait to be printed, and the order itself where that does."""
    new_prints: list[Order | Invoice | Shipment | CreditMemo] = field(default_factory=list)
    """What is to be printed because of this action."""
    stays: bool = False
    """This action leaves the order and its documents as they are: what it changes is the print queue."""
    opening: Opening | None = None

    @property
    def digits(self) -> int:
        """Decimals of the currency the customer paid in."""
        return currency_digits(self.order_currency_code)

    @property
    def base_digits(self) -> int:
        """Decimals of the shop's currency."""
        return currency_digits(self.base_currency_code)

    def line(self, line_id: int) -> Line:
        """The line with that key of our own. Raises KeyError."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)
