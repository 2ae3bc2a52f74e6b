"""What a new order takes over from what it was made from: people, addresses, currencies, and what its lines are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from sales_tui import model
from sales_tui.rules.records import Order
from sales_tui.store.mapping import table_of
from sales_tui.store.rows import Row

_ORDER, _ITEM, _ADDRESS = table_of(model.Order), table_of(model.OrderItem), table_of(model.OrderAddress)
_QUOTE, _QUOTE_ITEM = table_of(model.Quote), table_of(model.QuoteItem)
_CUSTOMER, _GROUP = table_of(model.Customer), table_of(model.CustomerGroup)

_PERSON = ("prefix", "firstname", "middlename", "lastname", "suffix", "taxvat")
_HEAD = (
    *("customer_group_id", "customer_is_guest", "customer_email", *(f"customer_{name}" for name in _PERSON)),
    *("billing_name", "shipping_name", "discount_description"),
    *("shipping_method", "shipping_description", "pickup_location_code"),
    *("store_currency_code", "global_currency_code"),
    *("base_to_global_rate", "store_to_base_rate", "store_to_order_rate"),
)
_LINE = (
    *("description", "product_id", "options", "free_shipping", "no_discount"),
    *("tax_percent", "discount_percent", "base_cost", "original_price", "base_original_price"),
)
_ADDRESS_PARTS = tuple(column.name for column in _ADDRESS.columns if column.name not in ("id", "order_id", "entity_id"))


@dataclass(slots=True)
class Facts:
    """Column values that the rules don't know of."""

    head: Row = field(default_factory=dict)
    addresses: list[Row] = field(default_factory=list)
    lines: dict[int, Row] = field(default_factory=dict)
    """By the key of the line that the new one is like."""


def facts_of(connection: Connection, placed: Iterable[Order]) -> dict[int, Facts]:
    """By the new order's key."""
    origins = {order.id: order.origin for order in placed if order.origin is not None}
    from_orders = _by_order(connection, {one.order_id for one in origins.values() if one.order_id is not None})
    from_quotes = _by_quote(connection, {one.quote_id for one in origins.values() if one.quote_id is not None})
    for one in origins.values():
        if one.quote_id is not None and one.shipping_address:
            _ship_to(from_quotes[one.quote_id], one.shipping_address)
    return {
        key: from_quotes[one.quote_id] if one.quote_id is not None else from_orders[one.order_id or 0]
        for key, one in origins.items()
    }


def _by_order(connection: Connection, keys: Iterable[int]) -> dict[int, Facts]:
    wanted = sorted(keys)
    if not wanted:
        return {}
    found: dict[int, Facts] = defaultdict(Facts)
    for key, row in _rows(connection, _ORDER, "id", wanted, _HEAD):
        found[key].head = row
    for key, row in _rows(connection, _ADDRESS, "order_id", wanted, _ADDRESS_PARTS):
        found[key].addresses.append(row)
    for key, row in _rows(connection, _ITEM, "order_id", wanted, ("id", *_LINE)):
        found[key].lines[row.pop("id")] = row
    return found


def _by_quote(connection: Connection, keys: Iterable[int]) -> dict[int, Facts]:
    wanted = sorted(keys)
    if not wanted:
        return {}
    found: dict[int, Facts] = defaultdict(Facts)
    heads = select(_QUOTE, *(_CUSTOMER.c[name].label(f"customer_{name}") for name in (*_PERSON, "group_id")))
    joined = heads.join_from(_QUOTE, _CUSTOMER, _CUSTOMER.c.id == _QUOTE.c.customer_id, isouter=True)
    for head in connection.execute(joined.where(_QUOTE.c.id.in_(wanted))).mappings():
        found[head["id"]] = Facts(_quote_head(head), _quote_addresses(head))
    names = ("id", "base_cost", "tax_percent", "cart_price", "base_cart_price")
    for key, row in _rows(connection, _QUOTE_ITEM, "parent_id", wanted, names):
        row["original_price"], row["base_original_price"] = row.pop("cart_price"), row.pop("base_cart_price")
        found[key].lines[row.pop("id")] = row
    return found


def _rows(
    connection: Connection, table: Table, owner: str, keys: Sequence[int], names: Sequence[str]
) -> Iterable[tuple[int, Row]]:
    query = select(table.c[owner].label("owner"), *(table.c[name] for name in names)).where(table.c[owner].in_(keys))
    for row in connection.execute(query.order_by(table.c.id)).mappings():
        yield row["owner"], {name: row[name] for name in names}


def _quote_head(row: Any) -> Row:
    """The buyer, and how it is shipped."""
    billing, shipping = row["billing_address"] or row["shipping_address"], row["shipping_address"]
    head: Row = {f"customer_{name}": row[f"customer_{name}"] for name in _PERSON}
    return head | {
        "customer_group_id": row["customer_group_id"],
        "customer_email": row["buyer_email"],
        "billing_name": _name(billing) or row["buyer_name"],
        "shipping_name": _name(shipping),
        "shipping_method": row["shipping_method"],
        "shipping_description": row["shipping_description"],
        "store_currency_code": row["quote_currency_code"],
        "global_currency_code": row["base_currency_code"],
    }


def _quote_addresses(row: Any) -> list[Row]:
    kinds = (("billing", row["billing_address"] or row["shipping_address"]), ("shipping", row["shipping_address"]))
    return [_address(address, kind) for kind, address in kinds if address]


def _address(address: dict[str, str], kind: str) -> Row:
    parts: Row = {name: address.get(name) for name in _ADDRESS_PARTS}
    return parts | {"address_type": kind, "street": address.get("street", "")}


def _ship_to(facts: Facts, address: dict[str, str]) -> None:
    """That address, and as long as no other is known, the bill goes there too."""
    known = {row["address_type"]: row for row in facts.addresses}
    for kind in ("billing", "shipping"):
        if kind == "shipping" or kind not in known:
            known[kind] = _address(address, kind)
            facts.head[f"{kind}_name"] = _name(address)
    facts.addresses = [known["billing"], known["shipping"]]


def _name(address: dict[str, str]) -> str:
    parts = (address.get(name) for name in ("prefix", "firstname", "middlename", "lastname", "suffix"))
    return " ".join(part for part in parts if part)
