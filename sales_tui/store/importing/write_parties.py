"""Stores, customer groups and customers of the orders that come in: made where missing, customers kept current."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sales_tui import model
from sales_tui.model.columns import Instant, instant_to_stored
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.importing.order import OrderRows
from sales_tui.store.importing.order_head import ORDER
from sales_tui.store.importing.parties import PERSON, Party, group_code
from sales_tui.store.mapping import table_of

STORE, GROUP, CUSTOMER = table_of(model.Store), table_of(model.CustomerGroup), table_of(model.Customer)
_PERSON = ("email", *PERSON, "group_id")
_CREATED = ORDER.index["created_at"]


def write_parties(writing: Writing, entries: Collection[Entry[OrderRows]]) -> None:
    """Give the orders the keys of their store, customer and group; make those that are new."""
    parties = [entry.rows.party for entry in entries]
    stores = ensure(writing, STORE, "store_id", {party.store_id: _store(party) for party in reversed(parties)})
    told = {party.group_id for party in parties if party.group_id is not None}
    groups = ensure(writing, GROUP, "customer_group_id", {group: {"code": group_code(group)} for group in told})
    customers = _write_customers(writing, entries, groups)
    at = ORDER.index
    for entry, party in zip(entries, parties, strict=True):
        head = entry.rows.head
        head[at["store_id"]] = stores[party.store_id]
        head[at["customer_group_id"]] = groups.get(party.group_id)
        head[at["customer_id"]] = customers.get(party.customer_id)


def _store(party: Party) -> dict[str, Any]:
    return {
        "code": f"store_{party.store_id}",
        "name": party.store_name or f"Store {party.store_id}",
        "currency_code": party.currency,
        "base_currency_code": party.base_currency,
    }


def ensure(writing: Writing, table: Table, key: str, wanted: Mapping[int, Mapping[str, Any]]) -> dict[int | None, int]:
    """Our keys by the source's ids; rows that are missing are made."""
    if not wanted:
        return {}
    found = keys_of(writing, table, key, wanted)
    missing = [{"source": writing.source, key: one, **wanted[one]} for one in sorted(wanted.keys() - found.keys())]
    if missing:
        dialect: Any = sqlite if writing.connection.dialect.name == "sqlite" else postgresql
        writing.connection.execute(dialect.insert(table).on_conflict_do_nothing(), missing)
        found = keys_of(writing, table, key, wanted)
    return found


def keys_of(writing: Writing, table: Table, key: str, wanted: Iterable[int]) -> dict[int | None, int]:
    """Our keys by the source's ids, of those that are there."""
    query = select(table.c[key], table.c.id).where(table.c.source == writing.source)
    return {
        ours: theirs
        for some in chunks(list(wanted))
        for ours, theirs in writing.connection.execute(query.where(table.c[key].in_(some)))
    }


def _write_customers(
    writing: Writing, entries: Iterable[Entry[OrderRows]], groups: Mapping[int | None, int]
) -> dict[int | None, int]:
    newest: dict[int, OrderRows] = {}
    for entry in entries:
        customer_id = entry.rows.party.customer_id
        if customer_id is not None:
            before = newest.get(customer_id)
            if before is None or _age(writing, entry.rows) >= _age(writing, before):
                newest[customer_id] = entry.rows
    wanted = {key: _customer(rows, groups) for key, rows in newest.items()}
    keys = ensure(writing, CUSTOMER, "customer_id", wanted)
    _renew(writing, {keys[key]: (wanted[key], _age(writing, rows)) for key, rows in newest.items()})
    return keys


def _age(writing: Writing, rows: OrderRows) -> int:
    created: int | None = rows.head[_CREATED]
    return instant_to_stored(writing.now) if created is None else created


def _customer(rows: OrderRows, groups: Mapping[int | None, int]) -> dict[str, Any]:
    values = (*rows.party.customer, groups.get(rows.party.group_id))
    return dict(zip(_PERSON, values, strict=True))


def _renew(writing: Writing, wanted: Mapping[int, tuple[dict[str, Any], int]]) -> None:
    """Customers as their newest order tells them."""
    columns = [CUSTOMER.c[name] for name in _PERSON]
    outdated = {}
    for some in chunks(wanted):
        for row in writing.connection.execute(select(CUSTOMER.c.id, *columns).where(CUSTOMER.c.id.in_(some))):
            if tuple(row[1:]) != tuple(wanted[row.id][0].values()):
                outdated[row.id] = wanted[row.id]
    latest = _latest_orders(writing.connection, outdated)
    for key, (values, age) in outdated.items():
        if age >= latest.get(key, age):
            writing.connection.execute(update(CUSTOMER).where(CUSTOMER.c.id == key).values(values))


def _latest_orders(connection: Connection, customers: Collection[int]) -> dict[int, int]:
    order = ORDER.table
    query = select(order.c.customer_id, func.max(order.c.created_at, type_=Instant)).group_by(order.c.customer_id)
    return {
        key: instant_to_stored(moment)
        for some in chunks(customers)
        for key, moment in connection.execute(query.where(order.c.customer_id.in_(some)))
        if moment is not None
    }
