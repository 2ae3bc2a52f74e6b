"""What hangs on an order beside its lines: addresses, payment, taxes, gift messages, history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sales_tui import model
from sales_tui.store.importing.card_data import cleaned, masked
from sales_tui.store.importing.digest import as_json
from sales_tui.store.importing.kinds import as_object, as_objects
from sales_tui.store.importing.layout import Currencies, Extra, Layout, Row
from sales_tui.store.importing.values import code, lines, text, whole


def notified(value: object) -> int | None:
    """1 yes, 0 no; Magento writes 2 for not applicable."""
    answer = whole(int(value) if isinstance(value, bool) else value)
    return answer if answer in (0, 1) else None


def _last4(value: object) -> str:
    return text(value)[-4:]


ADDRESS = Layout(model.OrderAddress, ours=("address_type",), handled=("address_type",), converters={"street": lines})
PAYMENT = Layout(
    model.OrderPayment,
    ours=("additional_information", "method_title"),
    handled=("additional_information",),
    converters={"method": code, "cc_last4": _last4},
)
TAX = Layout(model.OrderTax)
HISTORY = Layout(model.OrderStatusHistory, converters={"is_customer_notified": notified})
GIFT = Layout(
    model.GiftMessage,
    renamed={
        "gw_id": "wrapping",
        "gw_allow_gift_receipt": "gift_receipt",
        "gw_add_card": "printed_card",
        "gw_price": "wrapping_price",
        "gw_base_price": "base_wrapping_price",
        "gw_tax_amount": "wrapping_tax_amount",
        "gw_base_tax_amount": "base_wrapping_tax_amount",
    },
)

NAME_PARTS = ("firstname", "middlename", "lastname")
LONGEST_NAME = 500


def full_name(record: Mapping[str, Any], prefix: str = "") -> str:
    """First, middle and last name of an address or of a customer (`prefix` "customer_"), for sorting and showing."""
    parts = [record.get(prefix + part) for part in NAME_PARTS]
    return " ".join(text(part).strip() for part in parts if isinstance(part, str) and part.strip())[:LONGEST_NAME]


def read_address(address: Mapping[str, Any], kind: str, path: str, extra: Extra) -> Row:
    """A billing or shipping address."""
    unknown: Extra = {}
    row = ADDRESS.read(address, f"{path}.", unknown)
    row[ADDRESS.index["address_type"]] = kind
    if unknown:
        extra[f"{kind}_address"] = unknown
    return row


def read_payment(
    record: Mapping[str, Any], extension: Mapping[str, Any], money: Currencies, extra: Extra
) -> Row | None:
    """How the order is paid; None where nothing is said."""
    payment = as_object(record.get("payment"), "payment")
    if not payment:
        return None
    unknown: Extra = {}
    row = PAYMENT.read(payment, "payment.", unknown)
    PAYMENT.fill_base(row, money)
    row[PAYMENT.index["additional_information"]] = as_json(cleaned(payment.get("additional_information")))
    row[PAYMENT.index["method_title"]] = _method_title(payment, extension)
    if unknown:
        extra["payment"] = cleaned(unknown)
    return row


def _method_title(payment: Mapping[str, Any], extension: Mapping[str, Any]) -> str | None:
    info = extension.get("payment_additional_info")
    for one in info if isinstance(info, list) else ():
        if isinstance(one, dict) and one.get("key") == "method_title" and isinstance(one.get("value"), str):
            return text(one["value"])
    told = payment.get("additional_information")
    if isinstance(told, dict):
        told = [told.get("method_title")]
    first = told[0] if isinstance(told, list) and told else None
    return masked(text(first)) if isinstance(first, str) else None


def read_taxes(extension: Mapping[str, Any], money: Currencies) -> list[Row]:
    """The taxes applied to the order."""
    rows = []
    for place, tax in enumerate(as_objects(extension.get("applied_taxes"), "extension_attributes.applied_taxes")):
        row = TAX.read(tax, f"extension_attributes.applied_taxes[{place}].", {})
        TAX.fill_base(row, money)
        rows.append(row)
    return rows


def read_gift(holder: Mapping[str, Any], path: str, money: Currencies) -> Row | None:
    """A gift message or wrapping of the order or a line; None where there is neither."""
    nested = as_object(holder.get("extension_attributes"), f"{path}extension_attributes")
    message = as_object(holder.get("gift_message") or nested.get("gift_message"), f"{path}gift_message")
    wrapping = {key: value for part in (holder, nested) for key, value in part.items() if key.startswith("gw_")}
    if wrapping.get("gw_id") in (0, "0", ""):
        del wrapping["gw_id"]
    if not (message.get("message") or wrapping.get("gw_id")):
        return None
    row = GIFT.read({**wrapping, **message}, path, {})
    GIFT.fill_base(row, money)
    return row


def read_histories(record: Mapping[str, Any], created_at: int | None, extra: Extra) -> list[Row]:
    """The order's history, oldest first."""
    rows = []
    for place, entry in enumerate(as_objects(record.get("status_histories"), "status_histories")):
        unknown: Extra = {}
        row = HISTORY.read(entry, f"status_histories[{place}].", unknown)
        unknown.pop("parent_id", None)
        if unknown:
            extra.setdefault("status_histories", {})[str(place)] = unknown
        if row[_SAID_AT] is None:
            row[_SAID_AT] = created_at
        rows.append(row)
    return sorted(rows, key=lambda row: (row[_SAID_AT] or 0, row[HISTORY.index["entity_id"]] or 0))


_SAID_AT = HISTORY.index["created_at"]
