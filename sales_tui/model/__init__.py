"""The SQLModel tables, one noun a file; no behaviour. Column names are Magento's REST names."""

from sales_tui.model.agreement import BillingAgreement, BillingAgreementOrder
from sales_tui.model.catalog import Product, ProductPrice
from sales_tui.model.credit import CreditAccount, CreditEntry
from sales_tui.model.creditmemo import Creditmemo, CreditmemoComment, CreditmemoItem
from sales_tui.model.customer import Company, Customer, CustomerGroup
from sales_tui.model.invoice import Invoice, InvoiceComment, InvoiceItem
from sales_tui.model.job import Job, JobRecord
from sales_tui.model.journal import IdempotencyKey, Journal
from sales_tui.model.order import (
    Order,
    OrderCancellation,
    OrderCancellationItem,
    OrderStatusHistory,
)
from sales_tui.model.order_item import OrderItem
from sales_tui.model.order_parts import (
    GiftMessage,
    OrderAddress,
    OrderPayment,
    OrderTax,
    OrderTender,
    ProductTax,
)
from sales_tui.model.payment import PaymentAttempt, PaymentTransaction
from sales_tui.model.printing import Print
from sales_tui.model.quote import Quote, QuoteAttachment, QuoteComment, QuoteItem, QuoteLog
from sales_tui.model.rma import Rma, RmaComment, RmaItem, RmaTrack, StockMovement
from sales_tui.model.saved_view import SavedView, ViewChoice
from sales_tui.model.search import OrderSearch
from sales_tui.model.settlement import Settlement, SettlementLine
from sales_tui.model.shipment import (
    Shipment,
    ShipmentComment,
    ShipmentItem,
    ShipmentTrack,
)
from sales_tui.model.source import Imported
from sales_tui.model.store import Meta, NumberSequence, Store

__all__ = [
    "BillingAgreement",
    "BillingAgreementOrder",
    "Company",
    "CreditAccount",
    "CreditEntry",
    "Creditmemo",
    "CreditmemoComment",
    "CreditmemoItem",
    "Customer",
    "CustomerGroup",
    "GiftMessage",
    "IdempotencyKey",
    "Imported",
    "Invoice",
    "InvoiceComment",
    "InvoiceItem",
    "Job",
    "JobRecord",
    "Journal",
    "Meta",
    "NumberSequence",
    "Order",
    "OrderAddress",
    "OrderCancellation",
    "OrderCancellationItem",
    "OrderItem",
    "OrderPayment",
    "OrderSearch",
    "OrderStatusHistory",
    "OrderTax",
    "OrderTender",
    "PaymentAttempt",
    "PaymentTransaction",
    "Print",
    "Product",
    "ProductPrice",
    "ProductTax",
    "Quote",
    "QuoteAttachment",
    "QuoteComment",
    "QuoteItem",
    "QuoteLog",
    "Rma",
    "RmaComment",
    "RmaItem",
    "RmaTrack",
    "SavedView",
    "Settlement",
    "SettlementLine",
    "Shipment",
    "ShipmentComment",
    "ShipmentItem",
    "ShipmentTrack",
    "StockMovement",
    "Store",
    "ViewChoice",
]
