"""Billing agreements as rows: objects with the columns of Magento's table, for which it has no REST interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sales_tui import model
from sales_tui.rules.payment_records import ACTIVE, CANCELED
from sales_tui.store.importing.card_data import cleaned
from sales_tui.store.importing.digest import as_json, digest
from sales_tui.store.importing.layout import Extra, Layout, Row
from sales_tui.store.importing.transactions import id_of
from sales_tui.store.importing.values import FieldError, code, label, named, whole

_STATUSES = {ACTIVE: ACTIVE, CANCELED: CANCELED, "cancelled": CANCELED}
_ORDER_LISTS = ("orders", "order_ids", "order_increment_ids")


def _status(value: object) -> str:
    words = code(value).strip().lower()
    if words not in _STATUSES:
        raise ValueError(f"{words!r} is none of {ACTIVE}, {CANCELED}")
    return _STATUSES[words]


def _reference(value: object) -> str:
    words = label(value).strip()
    if not words:
        raise ValueError("is empty")
    return words


AGREEMENT = Layout(
    model.BillingAgreement,
    keyed=True,
    ours=("increment_id", "number_tail"),
    renamed={"agreement_id": "entity_id"},
    handled=("customer_id", "store_id", "increment_id", "allowed_actions", *_ORDER_LISTS),
    required=("agreement_id", "reference_id"),
    converters={
        "status": _status,
        "method_code": code,
        "reference_id": _reference,
        "customer_email": label,
        "customer_firstname": label,
        "customer_lastname": label,
    },
)
_at = AGREEMENT.index


@dataclass(frozen=True, slots=True)
class OrderName:
    """An order that an agreement names, by the source's id or by its number."""

    field: str
    """Path of the field that names it."""
    entity_id: int | None = None
    number: str | None = None


@dataclass(slots=True)
class AgreementRows:
    """One agreement, read."""

    head: Row
    digest: str
    customer_entity: int | None
    store_entity: int | None
    orders: list[OrderName] = field(default_factory=list)
    extra: str | None = None

    kind = "agreement"

    @property
    def number(self) -> str:
        """The id as text: what people know it by."""
        return str(self.head[_at["increment_id"]])

    @property
    def entity_id(self) -> int | None:
        """The id in the source."""
        found: int | None = self.head[_at["entity_id"]]
        return found

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 2 + len(self.orders)


def read_agreement(record: Mapping[str, Any]) -> AgreementRows:
    """Read a billing agreement. Raises FieldError."""
    extra: Extra = {}
    head = AGREEMENT.read(record, "", extra)
    head[_at["increment_id"]] = str(head[_at["entity_id"]])
    head[_at["number_tail"]] = head[_at["increment_id"]][::-1]
    head[_at["updated_at"]] = head[_at["updated_at"]] or head[_at["created_at"]]
    store = id_of(record, "store_id")
    if store:
        extra["store_id"] = store
    orders = [one for name in _ORDER_LISTS for one in _orders(record.get(name), name)]
    return AgreementRows(head, digest(record), id_of(record, "customer_id"), store, orders, as_json(cleaned(extra)))


def _orders(given: object, name: str) -> Iterator[OrderName]:
    if given is None:
        return
    if not isinstance(given, list):
        raise FieldError(name, f"must be a list, not {named(given)}")
    for place, one in enumerate(given):
        path = f"{name}[{place}]"
        try:
            yield _order(one, path, by_number=name == "order_increment_ids")
        except ValueError as error:
            raise FieldError(path, str(error)) from None


def _order(given: object, path: str, *, by_number: bool) -> OrderName:
    """An order by its id, its number, or an object with one of them. Raises ValueError."""
    if isinstance(given, dict):
        entity_id = given.get("entity_id", given.get("order_id"))
        if entity_id is not None:
            return OrderName(path, entity_id=whole(entity_id))
        if given.get("increment_id") is None:
            raise ValueError("names no order: it has neither entity_id nor increment_id")
        return OrderName(path, number=label(given["increment_id"]))
    return OrderName(path, number=label(given)) if by_number else OrderName(path, entity_id=whole(given))
