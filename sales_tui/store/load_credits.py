"""Loads tenders of orders, and the accounts that the orders can move: their customers', companies' and gift cards'."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from sales_tui import model
from sales_tui.rules.canceling import was_canceled
from sales_tui.rules.credit_records import CANCEL, COMPANY_CREDIT, GIFT_CARD, REWARD_POINTS, STORE_CREDIT
from sales_tui.rules.payment_records import Account
from sales_tui.rules.records import Order
from sales_tui.store.driver import among, select_rows
from sales_tui.store.load_rows import children
from sales_tui.store.mapping import ACCOUNT, TENDER, table_of

_CUSTOMER, _ENTRY = table_of(model.Customer), table_of(model.CreditEntry)
_ACCOUNT = ACCOUNT.table

Owned = tuple[str, object, str]
"""Kind, owner, currency: the key of the customer or company, or the code of a gift card."""


def load_credits(connection: Connection, loaded: Mapping[int, Any]) -> None:
    """Put tenders and accounts on the orders (`load.Loaded` by key). Orders share accounts as they share owners."""
    table = TENDER.table
    for order_id, tender, values in children(connection, TENDER, "order_id", loaded):
        assert tender.id is not None
        loaded[order_id].order.tenders.append(tender)
        loaded[order_id].before[table.name][tender.id] = values
    orders = [one.order for one in loaded.values()]
    add_accounts(connection, orders)
    _add_given_back(connection, {order.id: order for order in orders if was_canceled(order)})


def add_accounts(connection: Connection, orders: Sequence[Order]) -> None:
    """Put on each order the accounts of its customer, the customer's company and its gift cards.

    Only those in the shop's currency. Store credit that no account was opened for is there with 0.
    """
    customers = _customers(connection, {order.customer_id for order in orders if order.customer_id is not None})
    found = _accounts(connection, orders, customers)
    for order in orders:
        currency = order.base_currency_code
        customer = customers.get(order.customer_id or 0)
        if customer is None and not order.tenders:
            order.accounts = []
            continue
        owners: list[tuple[str, object]] = [(GIFT_CARD, one.code) for one in order.tenders if one.kind == GIFT_CARD]
        if customer is not None:
            key = (STORE_CREDIT, customer.id, currency)
            found.setdefault(key, _unopened(customer, currency))
            owners += [(STORE_CREDIT, customer.id), (REWARD_POINTS, customer.id)]
            owners.append((COMPANY_CREDIT, customer.company_id))
        wanted = dict.fromkeys((kind, owner, currency) for kind, owner in owners)
        order.accounts = [found[one] for one in wanted if one in found]


class _Customer(NamedTuple):
    id: int
    company_id: int | None
    email: str
    firstname: str | None
    lastname: str | None


def _customers(connection: Connection, keys: Collection[int]) -> dict[int, _Customer]:
    columns = [_CUSTOMER.c[name] for name in _Customer._fields]
    return {row[0]: _Customer(*row) for row in select_rows(connection, columns, _CUSTOMER.c.id, keys)}


def _accounts(
    connection: Connection, orders: Sequence[Order], customers: Mapping[int, _Customer]
) -> dict[Owned, Account]:
    companies = {one.company_id for one in customers.values() if one.company_id is not None}
    cards = {one.code for order in orders for one in order.tenders if one.kind == GIFT_CARD and one.code}
    found: dict[int | None, Account] = {}
    for column, owners in (("customer_id", customers), ("company_id", companies)):
        for _, account, _ in children(connection, ACCOUNT, column, owners):
            found.setdefault(account.id, account)
    for _, account, _ in children(connection, ACCOUNT, "increment_id", cards):
        if account.kind == GIFT_CARD:
            found.setdefault(account.id, account)
    return {(one.kind, _owner(one), one.currency): one for one in found.values()}


def _owner(account: Account) -> object:
    if account.kind == GIFT_CARD:
        return account.increment_id
    return account.company_id if account.kind == COMPANY_CREDIT else account.customer_id


def _unopened(customer: _Customer, currency: str) -> Account:
    name = " ".join(part.strip() for part in (customer.firstname, customer.lastname) if part and part.strip())
    account = Account(None, "", STORE_CREDIT, name or customer.email, currency)
    account.customer_id, account.owner_email = customer.id, customer.email
    return account


def _add_given_back(connection: Connection, orders: Mapping[int, Order]) -> None:
    """What earlier cancellations gave back, of orders that had some."""
    if not orders:
        return
    query = (
        select(_ENTRY.c.order_id, _ACCOUNT.c.kind, func.sum(_ENTRY.c.amount))
        .join_from(_ENTRY, _ACCOUNT, _ACCOUNT.c.id == _ENTRY.c.account_id)
        .where(among(connection, _ENTRY.c.order_id, orders), _ENTRY.c.reason == CANCEL)
        .group_by(_ENTRY.c.order_id, _ACCOUNT.c.kind)
    )
    for order_id, kind, amount in connection.execute(query):
        orders[order_id].given_back[kind] = amount
