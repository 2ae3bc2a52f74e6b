"""Loads quotes whole for the rules: lines, the products they are about, what the company last paid, who is behind them.

Keys below 0 stand for quotes that aren't made yet (`new_quotes`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from sales_tui import model
from sales_tui.core.money import ZERO, round_half_up, share
from sales_tui.rules.payment_records import ACTIVE
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order
from sales_tui.store.catalog import products
from sales_tui.store.load_credits import add_accounts
from sales_tui.store.load_payments import open_attempts
from sales_tui.store.mapping import AGREEMENT, LINE, ORDER, QUOTE, QUOTE_LINE, table_of
from sales_tui.store.new_quotes import blank_quotes

QUOTES = "quote"

_STORE, _CUSTOMER = table_of(model.Store), table_of(model.Customer)


@dataclass(slots=True)
class LoadedQuote:
    """A quote, and the values it was read with."""

    root: Quote
    before: Sequence[Any] = field(default_factory=tuple)
    """Of the quote itself; empty: it isn't stored yet."""
    lines: dict[int, Sequence[Any]] = field(default_factory=dict)
    """Of each line, by its key."""

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What was changed of the quote's own columns."""
        return QUOTE.changes(self.before, self.root) if self.before else {}


def load_quotes(
    connection: Connection, keys: Iterable[int], *, lock: bool = False, bare: bool = False
) -> dict[int, LoadedQuote]:
    """The quotes with those keys. With `lock` nobody else can change them until the transaction ends.

    `bare`: themselves with their lines alone, without products and what can pay for them.
    """
    wanted = sorted(set(keys))
    stored = [key for key in wanted if key > 0]
    loaded = _load_heads(connection, stored, lock)
    _load_lines(connection, loaded)
    if bare:
        return loaded
    blank = {key: LoadedQuote(quote) for key, quote in blank_quotes(connection, wanted).items()}
    everything = {**loaded, **blank}
    for one in everything.values():
        stock_up(connection, one.root, {line.sku for line in one.root.lines})
    _add_payers(connection, [one.root for one in everything.values()])
    return everything


def stock_up(connection: Connection, quote: Quote, skus: Collection[str]) -> None:
    """Put products on the quote's shelf, with the prices of its buyer's group and what the company last paid."""
    missing = set(skus) - quote.shelf.keys()
    if missing:
        quote.shelf |= products(connection, missing, quote.customer_group)
        if quote.company_id is not None:
            quote.last_prices |= last_prices(connection, quote.company_id, missing, quote.base_currency_code)


def last_prices(connection: Connection, company: int, skus: Collection[str], currency: str) -> dict[str, Decimal]:
    """What a company last paid for a piece of each, before tax, in the shop's currency."""
    line, order = LINE.table, ORDER.table
    query = (
        select(line.c.sku, line.c.base_row_total, line.c.base_discount_amount, line.c.qty_ordered)
        .join_from(line, order, order.c.id == line.c.order_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == order.c.customer_id)
        .where(_CUSTOMER.c.company_id == company, line.c.sku.in_(list(skus)), line.c.qty_ordered > ZERO)
        .where(order.c.base_currency_code == currency, order.c.state != "canceled", line.c.parent_id.is_(None))
        .order_by(order.c.created_at, order.c.id)
    )
    return {
        sku: round_half_up(share(rows - discount, Decimal(1), pieces), 4)
        for sku, rows, discount, pieces in connection.execute(query)
    }


def _load_heads(connection: Connection, keys: Sequence[int], lock: bool) -> dict[int, LoadedQuote]:
    if not keys:
        return {}
    table = QUOTE.table
    query = select(*QUOTE.columns).where(table.c.id.in_(keys)).order_by(table.c.id)
    loaded = {}
    for row in connection.execute(query.with_for_update() if lock else query):
        quote = QUOTE.build(tuple(row))
        quote.shipping_address, quote.billing_address = dict(quote.shipping_address), dict(quote.billing_address)
        loaded[quote.id] = LoadedQuote(quote, tuple(row))
    stores = {one.root.store_id for one in loaded.values()}
    zones = select(_STORE.c.id, _STORE.c.timezone).where(_STORE.c.id.in_(stores))
    by_store = {row.id: row.timezone for row in connection.execute(zones)}
    for key, attempt in open_attempts(connection, QUOTES, loaded).items():
        loaded[key].root.attempt = attempt
    for one in loaded.values():
        one.root.timezone = by_store.get(one.root.store_id) or "UTC"
    return loaded


def _load_lines(connection: Connection, loaded: dict[int, LoadedQuote]) -> None:
    if not loaded:
        return
    table = QUOTE_LINE.table
    query = select(table.c.parent_id, *QUOTE_LINE.columns).where(table.c.parent_id.in_(list(loaded)))
    for parent, *values in connection.execute(query.order_by(table.c.position, table.c.id)):
        line = QUOTE_LINE.build(values)
        assert line.id is not None
        loaded[parent].root.lines.append(line)
        loaded[parent].lines[line.id] = values


def _add_payers(connection: Connection, quotes: Sequence[Quote]) -> None:
    """What buyer and company can pay with: accounts, billing agreements."""
    table = AGREEMENT.table
    for quote in quotes:
        if quote.customer_id is None:
            continue
        payer = Order(0, "", customer_id=quote.customer_id, base_currency_code=quote.base_currency_code)
        add_accounts(connection, [payer])
        quote.accounts = payer.accounts
        query = select(*AGREEMENT.columns).where(table.c.customer_id == quote.customer_id, table.c.status == ACTIVE)
        quote.agreements = [AGREEMENT.build(tuple(row)) for row in connection.execute(query.order_by(table.c.id))]
