"""Who an order belongs to: its store, its customer and the customer's group, each a row of its own per source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sales_tui.store.importing.layout import Row
from sales_tui.store.importing.order_head import ORDER
from sales_tui.store.importing.values import FieldError, named, small, text

GROUPS = {0: "NOT LOGGED IN", 1: "General", 2: "Wholesale", 3: "Retailer"}
"""Magento's own customer groups; others are known by their number alone."""

DEFAULT_STORE = 1

PERSON = ("prefix", "firstname", "middlename", "lastname", "suffix", "taxvat")
_at = ORDER.index
_PERSON = [_at[f"customer_{name}"] for name in PERSON]


@dataclass(frozen=True, slots=True)
class Party:
    """The ids that an order names, and what it tells about them."""

    store_id: int
    store_name: str
    currency: str
    base_currency: str
    group_id: int | None
    customer_id: int | None
    customer: tuple[Any, ...]
    """E-mail and PERSON."""


def read_party(record: Mapping[str, Any], head: Row) -> Party:
    """Store, group and customer of an order. Raises FieldError."""
    store_id = _id(record, "store_id")
    customer_id = _id(record, "customer_id")
    name = record.get("store_name")
    return Party(
        store_id=DEFAULT_STORE if store_id is None else store_id,
        store_name=text(name) if isinstance(name, str) else "",
        currency=head[_at["store_currency_code"]] or head[_at["order_currency_code"]],
        base_currency=head[_at["base_currency_code"]],
        group_id=_id(record, "customer_group_id"),
        customer_id=customer_id or None,
        customer=(head[_at["customer_email"]], *(head[place] for place in _PERSON)),
    )


def _id(record: Mapping[str, Any], name: str) -> int | None:
    value = record.get(name)
    if value is None:
        return None
    try:
        found: int = small(value)
    except ValueError as error:
        raise FieldError(name, str(error)) from None
    except TypeError:
        raise FieldError(name, f"must be a single value, not {named(value)}") from None
    return found


def group_code(group_id: int) -> str:
    """What a group is called."""
    return GROUPS.get(group_id, f"Group {group_id}")
