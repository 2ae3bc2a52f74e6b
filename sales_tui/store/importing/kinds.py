"""Which kind of record it is, told by its keys, and what a record is checked for before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sales_tui.store.importing.values import FieldError, named

_TRANSACTION = frozenset({"txn_id", "txn_type", "parent_txn_id"})
_RETURN = frozenset({"date_requested", "order_increment_id", "customer_custom_email"})
_MEMO = frozenset(
    "creditmemo_status adjustment adjustment_positive adjustment_negative base_adjustment "
    "base_adjustment_positive base_adjustment_negative invoice_id".split()
)
_INVOICE = frozenset({"total_qty", "can_void_flag", "is_used_for_refund", "base_total_refunded"})
_SHIPMENT = frozenset({"tracks", "packages", "shipment_status", "total_weight", "total_qty", "shipping_label"})
_MONEY = frozenset({"grand_total", "base_grand_total", "subtotal", "base_subtotal"})
_ONLY_ORDERS = frozenset("customer_email payment total_qty_ordered total_due base_total_due status_histories".split())
_ORDER = _MONEY | frozenset({"increment_id", "customer_email", "items", "payment", "billing_address"})

_NO_RETURNS = "returns can't be imported yet; orders, invoices, shipments, credit memos and transactions can"


def kind_of(record: Mapping[str, Any]) -> str:
    """order, invoice, shipment, creditmemo, transaction or agreement.

    Raises FieldError for kinds that don't come in and for what isn't a record of sales at all.
    """
    keys = record.keys()
    if keys & _TRANSACTION:
        return "transaction"
    if "agreement_id" in keys and ("reference_id" in keys or not keys & _MONEY):
        return "agreement"
    if keys & _RETURN and not keys & (_MONEY | _ONLY_ORDERS):
        raise FieldError("", _NO_RETURNS, "import.kind")
    if "order_id" not in keys or keys & _ONLY_ORDERS:
        if keys & _ORDER:
            return "order"
        raise FieldError("", "is no order, invoice, shipment or credit memo: none of its keys says so", "import.kind")
    if keys & _MONEY:
        return "creditmemo" if keys & _MEMO or not keys & _INVOICE else "invoice"
    if keys & _SHIPMENT or "items" in keys:
        return "shipment"
    raise FieldError("", "is no invoice, shipment or credit memo: none of its keys says so", "import.kind")


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
