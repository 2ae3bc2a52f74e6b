"""What hangs on an order beside its lines: addresses, payment, tenders, taxes, gift messages, fixed product taxes."""

from __future__ import annotations

from decimal import Decimal

from sqlmodel import Field, SQLModel

from sales_tui.model.columns import KEY_TYPE, exact, flag, key, rate, ref


class OrderAddress(SQLModel, table=True):
    """The billing or the shipping address of an order."""

    __tablename__ = "order_address"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    address_type: str = "billing"
    prefix: str | None = None
    firstname: str | None = None
    middlename: str | None = None
    lastname: str | None = None
    suffix: str | None = None
    company: str | None = None
    street: str = ""
    """Lines separated by line breaks."""
    city: str | None = None
    region: str | None = None
    region_code: str | None = None
    postcode: str | None = None
    country_id: str | None = None
    telephone: str | None = None
    fax: str | None = None
    email: str | None = None
    vat_id: str | None = None


class OrderPayment(SQLModel, table=True):
    """How the order is paid."""

    __tablename__ = "order_payment"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    method: str = ""
    method_title: str | None = None
    po_number: str | None = None
    last_trans_id: str | None = None
    cc_type: str | None = None
    cc_last4: str | None = None
    cc_exp_month: str | None = None
    cc_exp_year: str | None = None
    cc_owner: str | None = None
    additional_information: str | None = None
    """JSON list, as it came."""
    amount_ordered: Decimal = exact()
    base_amount_ordered: Decimal = exact()
    amount_authorized: Decimal = exact()
    base_amount_authorized: Decimal = exact()
    amount_paid: Decimal = exact()
    base_amount_paid: Decimal = exact()
    amount_refunded: Decimal = exact()
    base_amount_refunded: Decimal = exact()
    amount_canceled: Decimal = exact()
    base_amount_canceled: Decimal = exact()
    base_amount_paid_online: Decimal = exact()
    base_amount_refunded_online: Decimal = exact()


class OrderTender(SQLModel, table=True):
    """A part of the price paid by something else than the payment method: gift card, store credit, reward points."""

    __tablename__ = "order_tender"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    kind: str
    """gift_card, store_credit, reward_points."""
    code: str = ""
    amount: Decimal = exact()
    base_amount: Decimal = exact()
    amount_invoiced: Decimal = exact()
    base_amount_invoiced: Decimal = exact()
    amount_refunded: Decimal = exact()
    base_amount_refunded: Decimal = exact()


class OrderTax(SQLModel, table=True):
    """A tax that was applied to the order, by its title and rate."""

    __tablename__ = "order_tax"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    code: str = ""
    title: str = ""
    percent: Decimal = rate("0")
    amount: Decimal = exact()
    base_amount: Decimal = exact()


class ProductTax(SQLModel, table=True):
    """A fixed tax of a product (Magento: WEEE / FPT) on an order line."""

    __tablename__ = "product_tax"

    id: int | None = key()
    order_item_id: int = ref("order_item.id")
    title: str = ""
    amount: Decimal = exact()
    base_amount: Decimal = exact()
    row_amount: Decimal = exact()
    base_row_amount: Decimal = exact()


class GiftMessage(SQLModel, table=True):
    """A gift message or gift wrapping, of the order or of one of its lines."""

    __tablename__ = "gift_message"

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    order_item_id: int | None = ref("order_item.id", nullable=True, index=False)
    sender: str | None = None
    recipient: str | None = None
    message: str | None = None
    wrapping: str | None = None
    """The wrapping's id or name; None: not wrapped."""
    gift_receipt: bool = flag()
    printed_card: bool = flag()
    wrapping_price: Decimal = exact()
    base_wrapping_price: Decimal = exact()
    wrapping_tax_amount: Decimal = exact()
    base_wrapping_tax_amount: Decimal = exact()
