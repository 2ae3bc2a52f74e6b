"""Quotes that aren't made yet: who the buyer is that somebody names, and what a quote of his begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from sales_tui import model
from sales_tui.rules.quote_records import Quote
from sales_tui.store.mapping import ORDER, table_of

NO_BUYER = -(1 << 40)
"""A company's key is subtracted from it to say that the company has no buyer."""

_CUSTOMER, _COMPANY, _GROUP = table_of(model.Customer), table_of(model.Company), table_of(model.CustomerGroup)
_STORE, _ADDRESS = table_of(model.Store), table_of(model.OrderAddress)
_NAMES = ("prefix", "firstname", "middlename", "lastname", "suffix")
_PARTS = tuple(
    column.name for column in _ADDRESS.columns if column.name not in ("id", "order_id", "entity_id", "address_type")
)


def find_buyers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Given name -> key of a quote that isn't made yet, for e-mail addresses of customers and names of companies."""
    found = {}
    for name in names:
        if (key := _customer(connection, name.strip())) or (key := _company(connection, name.strip())):
            found[name] = key
    return found


def _customer(connection: Connection, email: str) -> int | None:
    """Who buys for a company comes first, then the newest."""
    if "@" not in email:
        return None
    query = select(_CUSTOMER.c.id).where(func.lower(_CUSTOMER.c.email) == email.lower())
    query = query.order_by(_CUSTOMER.c.company_id.is_(None), _CUSTOMER.c.id.desc()).limit(1)
    key: int = connection.scalar(query) or 0
    return -key or None


def _company(connection: Connection, name: str) -> int | None:
    if not name or name.isdigit():
        return None
    query = select(_COMPANY.c.id).where(or_(_COMPANY.c.name == name, _COMPANY.c.email == name))
    company = connection.scalar(query.order_by(_COMPANY.c.id).limit(1))
    if company is None:
        return None
    first = select(_CUSTOMER.c.id).where(_CUSTOMER.c.company_id == company).order_by(_CUSTOMER.c.id).limit(1)
    buyer: int | None = connection.scalar(first)
    return NO_BUYER - company if buyer is None else -buyer


def blank_quotes(connection: Connection, keys: Sequence[int]) -> dict[int, Quote]:
    """What quotes begin with, for keys below 0; without a key of their own."""
    quotes = {}
    for key in keys:
        if key >= 0:
            continue
        quote = _of_company(connection, NO_BUYER - key) if key < NO_BUYER else _of_buyer(connection, -key)
        if quote is not None:
            quotes[key] = quote
    return quotes


def _of_company(connection: Connection, key: int) -> Quote | None:
    row = connection.execute(select(_COMPANY).where(_COMPANY.c.id == key)).first()
    if row is None:
        return None
    quote = Quote(0, company_id=row.id, company_name=row.name, buyer_email=row.email, sales_rep=row.sales_rep)
    quote.customer_group = row.group_code
    return quote


def _of_buyer(connection: Connection, key: int) -> Quote | None:
    joined = _CUSTOMER.outerjoin(_COMPANY, _COMPANY.c.id == _CUSTOMER.c.company_id)
    joined = joined.outerjoin(_GROUP, _GROUP.c.id == _CUSTOMER.c.group_id)
    columns = (_COMPANY.c.name, _COMPANY.c.sales_rep, _COMPANY.c.group_code, _GROUP.c.code)
    row = connection.execute(select(_CUSTOMER, *columns).select_from(joined).where(_CUSTOMER.c.id == key)).first()
    if row is None:
        return None
    quote = Quote(0, customer_id=row.id, company_id=row.company_id, company_name=row.name or "")
    quote.buyer_email, quote.sales_rep = row.email, row.sales_rep or ""
    quote.buyer_name = _name(row) or row.email
    quote.customer_group = row.group_code or row.code or ""
    _place(connection, quote)
    return quote


def _name(row: Row[Any]) -> str:
    return " ".join(part for part in (row._mapping[name] for name in _NAMES) if part)


def _place(connection: Connection, quote: Quote) -> None:
    """Store, currencies and addresses, as in the buyer's last order; without one the first store."""
    order = ORDER.table
    names = ("id", "store_id", "base_currency_code", "order_currency_code", "base_to_order_rate")
    query = select(*(order.c[name] for name in names)).where(order.c.customer_id == quote.customer_id)
    last = connection.execute(query.order_by(order.c.created_at.desc(), order.c.id.desc()).limit(1)).first()
    if last is None:
        first = connection.execute(select(_STORE).order_by(_STORE.c.id).limit(1)).first()
        quote.store_id = 0  # none yet: it is made with the quote
        if first is not None:
            quote.store_id, quote.timezone = first.id, first.timezone
            quote.base_currency_code = quote.quote_currency_code = first.base_currency_code
        return
    quote.store_id, quote.base_currency_code = last.store_id, last.base_currency_code
    quote.quote_currency_code, quote.base_to_quote_rate = last.order_currency_code, last.base_to_order_rate
    quote.timezone = connection.scalar(select(_STORE.c.timezone).where(_STORE.c.id == last.store_id)) or "UTC"
    addresses = {
        row.address_type: {name: str(row._mapping[name]) for name in _PARTS if row._mapping[name]}
        for row in connection.execute(select(_ADDRESS).where(_ADDRESS.c.order_id == last.id))
    }
    quote.billing_address = addresses.get("billing", {})
    quote.shipping_address = addresses.get("shipping") or dict(quote.billing_address)
