"""The SQLModel tables, one noun a file; no behaviour. Column names are Magento's REST names."""

from sales_tui.model.creditmemo import Creditmemo, CreditmemoComment, CreditmemoItem
from sales_tui.model.customer import Customer, CustomerGroup
from sales_tui.model.invoice import Invoice, InvoiceComment, InvoiceItem
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
from sales_tui.model.saved_view import SavedView, ViewChoice
from sales_tui.model.search import OrderSearch
from sales_tui.model.shipment import (
    Shipment,
    ShipmentComment,
    ShipmentItem,
    ShipmentTrack,
)
from sales_tui.model.source import Imported
from sales_tui.model.store import Meta, NumberSequence, Store

__all__ = [
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
    "ProductTax",
    "SavedView",
    "Shipment",
    "ShipmentComment",
    "ShipmentItem",
    "ShipmentTrack",
    "Store",
    "ViewChoice",
]
