"""A Magento REST order as rows: head, lines and what hangs on it, ready to be written but for our own keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sales_tui.store.importing.digest import as_json, digest
from sales_tui.store.importing.items import Lines, read_lines
from sales_tui.store.importing.kinds import as_object, as_objects
from sales_tui.store.importing.layout import Currencies, Extra, Row
from sales_tui.store.importing.order_head import ORDER, complete_head, settle_currencies
from sales_tui.store.importing.parties import Party, read_party
from sales_tui.store.importing.parts import (
    PAYMENT,
    full_name,
    read_address,
    read_gift,
    read_histories,
    read_payment,
    read_taxes,
)
from sales_tui.store.importing.tenders import read_tenders
from sales_tui.store.importing.values import FieldError

_at = ORDER.index


@dataclass(slots=True)
class OrderRows:
    """One order, read."""

    head: Row
    digest: str
    party: Party
    lines: Lines
    addresses: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    tenders: list[Row] = field(default_factory=list)
    taxes: list[Row] = field(default_factory=list)
    gifts: list[tuple[int | None, Row]] = field(default_factory=list)
    """With the place of the line they belong to; None: the whole order."""
    histories: list[Row] = field(default_factory=list)
    extra: str | None = None

    kind = "order"

    @property
    def number(self) -> str:
        """The increment id."""
        return str(self.head[_at["increment_id"]])

    @property
    def entity_id(self) -> int | None:
        """The id in the source."""
        found: int | None = self.head[_at["entity_id"]]
        return found

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 4 + len(self.lines.rows)


def read_order(record: Mapping[str, Any]) -> OrderRows:
    """Read an order. Raises FieldError."""
    extension = as_object(record.get("extension_attributes"), "extension_attributes")
    shipping = _shipping(extension)
    extra: Extra = {}
    head = ORDER.read(record, "", extra)
    if not head[_at["increment_id"]].strip():
        raise FieldError("increment_id", "is empty")
    money = settle_currencies(head, record)
    lines = read_lines(record, money)
    complete_head(head, record, extension, lines)
    order = OrderRows(head, digest(_without_copies(record, extension)), read_party(record, head), lines)
    _read_parts(order, record, extension, shipping, money, extra)
    if lines.extra:
        extra["items"] = lines.extra
    if rest := _unread(extension):
        extra["extension_attributes"] = rest
    order.extra = as_json(extra)
    return order


def _shipping(extension: Mapping[str, Any]) -> Mapping[str, Any]:
    path = "extension_attributes.shipping_assignments"
    assignments = as_objects(extension.get("shipping_assignments"), path)
    return as_object(assignments[0].get("shipping"), f"{path}[0].shipping") if assignments else {}


def _unread(extension: Mapping[str, Any]) -> Extra:
    """Extension attributes without what is in columns whole: the one shipping address and the payment's title."""
    rest = {key: value for key, value in extension.items() if value is not None}
    assignments = _slim(rest.get("shipping_assignments"))
    if len(assignments) <= 1 and all(_says_little(one) for one in assignments):
        rest.pop("shipping_assignments", None)
    else:
        rest["shipping_assignments"] = assignments
    info = rest.get("payment_additional_info")
    if isinstance(info, list) and all(isinstance(one, dict) and one.get("key") == "method_title" for one in info):
        del rest["payment_additional_info"]
    return rest


def _says_little(assignment: Mapping[str, Any]) -> bool:
    shipping = assignment.get("shipping") or {}
    return assignment.keys() <= {"shipping"} and shipping.keys() <= {"address", "method", "total"}


def _slim(assignments: Any) -> list[dict[str, Any]]:
    """Shipping assignments without their copies of the lines, which say nothing new."""
    return [{key: value for key, value in one.items() if key != "items"} for one in assignments or ()]


def _without_copies(record: Mapping[str, Any], extension: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record without the second copy of its lines."""
    assignments = extension.get("shipping_assignments")
    if not assignments:
        return record
    return {**record, "extension_attributes": {**extension, "shipping_assignments": _slim(assignments)}}


def _read_parts(
    order: OrderRows,
    record: Mapping[str, Any],
    extension: Mapping[str, Any],
    shipping: Mapping[str, Any],
    money: Currencies,
    extra: Extra,
) -> None:
    head = order.head
    billing = as_object(record.get("billing_address"), "billing_address")
    path = "extension_attributes.shipping_assignments[0].shipping.address"
    delivery = as_object(shipping.get("address") or record.get("shipping_address"), path)
    if billing:
        order.addresses.append(read_address(billing, "billing", "billing_address", extra))
    if delivery:
        order.addresses.append(read_address(delivery, "shipping", path, extra))
    head[_at["billing_name"]] = full_name(billing) or full_name(record, "customer_")
    head[_at["shipping_name"]] = full_name(delivery) if delivery else ""
    if head[_at["shipping_method"]] is None and isinstance(shipping.get("method"), str):
        head[_at["shipping_method"]] = shipping["method"]
    if payment := read_payment(record, extension, money, extra):
        order.payments.append(payment)
        head[_at["payment_method"]] = payment[PAYMENT.index["method"]]
    order.tenders = read_tenders(extension, money)
    order.taxes = read_taxes(extension, money)
    order.histories = read_histories(record, head[_at["created_at"]], extra)
    order.gifts = list(_gifts(record, extension, order.lines, money))


def _gifts(
    record: Mapping[str, Any], extension: Mapping[str, Any], lines: Lines, money: Currencies
) -> Iterator[tuple[int | None, Row]]:
    holders: list[tuple[int | None, Mapping[str, Any], str]] = [(None, {**record, **extension}, "")]
    holders += [(int(place), unknown, f"items[{place}].") for place, unknown in lines.extra.items()]
    for place, holder, path in holders:
        if gift := read_gift(holder, path, money):
            yield place, gift
