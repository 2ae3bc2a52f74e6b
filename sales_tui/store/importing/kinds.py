"""Which kind of record it is, told by its keys, and what a record is checked for before it is read."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from sales_tui.store.importing.values import FieldError, named

_TRANSACTION = frozenset({"txn_id", "txn_type", "parent_txn_id"})
_RETURN = frozenset({"date_requested", "customer_custom_email"})
_MEMO = frozenset(
    "creditmemo_status adjustment adjustment_positive adjustment_negative base_adjustment "
    "base_adjustment_positive base_adjustment_negative invoice_id".split()
)
_INVOICE = frozenset({"total_qty", "can_void_flag", "is_used_for_refund", "base_total_refunded"})
_SHIPMENT = frozenset({"tracks", "packages", "shipment_status", "total_weight", "total_qty", "shipping_label"})
_MONEY = frozenset({"grand_total", "base_grand_total", "subtotal", "base_subtotal"})
_ONLY_ORDERS = frozenset("customer_email payment total_qty_ordered total_due base_total_due status_histories".split())
_QUOTE = frozenset("quote_name negotiated_price_type negotiated_price_value expiration_period".split())
_CREDIT = frozenset({"company_id", "balance", "credit_limit"})
_NO_PRODUCT = frozenset("order_id order_item_id parent_id txn_id agreement_id".split())
_ORDER = _MONEY | frozenset({"increment_id", "customer_email", "items", "payment", "billing_address"})


def kind_of(record: Mapping[str, Any]) -> str:
    """The name of the kind: order, invoice, shipment, creditmemo, return, transaction, agreement, quote, and so on.

    Raises FieldError for what isn't a record of sales at all.
    """
    keys = record.keys()
    if other := _beside_sales(record):
        return other
    if keys & _TRANSACTION:
        return "transaction"
    if "agreement_id" in keys and ("reference_id" in keys or not keys & _MONEY):
        return "agreement"
    if _is_return(keys):
        return "return"
    if "order_id" not in keys or keys & _ONLY_ORDERS:
        if keys & _ORDER:
            return "order"
        raise FieldError("", "is no order, invoice, shipment or credit memo: none of its keys says so", "import.kind")
    if keys & _MONEY:
        return "creditmemo" if keys & _MEMO or not keys & _INVOICE else "invoice"
    if keys & _SHIPMENT or "items" in keys:
        return "shipment"
    raise FieldError("", "is no invoice, shipment or credit memo: none of its keys says so", "import.kind")


def _is_return(keys: Set[str]) -> bool:
    """Shipments of other systems may name their order by its number, too, but they weigh something."""
    if keys & (_MONEY | _ONLY_ORDERS):
        return False
    return bool(keys & _RETURN) or ("order_increment_id" in keys and not keys & (_SHIPMENT - {"tracks"}))


def _beside_sales(record: Mapping[str, Any]) -> str:
    """quote, quote_reply, company, credit or product; empty for what is none of them."""
    keys = record.keys()
    if "reply" in keys and "quote_id" in keys:
        return "quote_reply"
    more = record.get("extension_attributes")
    if keys & _QUOTE or (isinstance(more, dict) and "negotiable_quote" in more):
        return "quote"
    if "company_name" in keys and not keys & _ORDER:
        return "company"
    if keys >= _CREDIT:
        return "credit"
    return "product" if "sku" in keys and not keys & (_ORDER | _NO_PRODUCT) else ""


def as_object(value: object, field: str) -> Mapping[str, Any]:
    """An object, or an empty one for null. Raises FieldError."""
    if isinstance(value, dict):
        return value
    if value is None:
        return {}
    raise FieldError(field, f"must be an object, not {named(value)}")


def as_objects(value: object, field: str) -> list[Mapping[str, Any]]:
    """A list of objects, or an empty one for null. Raises FieldError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise FieldError(field, f"must be a list, not {named(value)}")
    for place, one in enumerate(value):
        if type(one) is not dict:
            raise FieldError(f"{field}[{place}]", f"must be an object, not {named(one)}")
    return value
