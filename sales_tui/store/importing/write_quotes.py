"""Writes negotiable quotes that came in, with their buyers, companies, products and orders by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, insert, select, update

from sales_tui import model
from sales_tui.rules.quote_records import Quote
from sales_tui.store import keys
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.importing.known import IMPORTED
from sales_tui.store.importing.quotes import QuoteRows, end_of
from sales_tui.store.importing.values import FieldError
from sales_tui.store.importing.write_catalog import COMPANY
from sales_tui.store.importing.write_parties import CUSTOMER, STORE, ensure, keys_of
from sales_tui.store.mapping import ORDER, PRODUCT, QUOTE, QUOTE_LINE, table_of

Quotes = list[Entry[QuoteRows]]

_QUOTE, _LINE, _JOURNAL = QUOTE.table, QUOTE_LINE.table, table_of(model.Journal)
_COMMENT, _LOG, _FILE = table_of(model.QuoteComment), table_of(model.QuoteLog), table_of(model.QuoteAttachment)


def write_quotes(writing: Writing, entries: Iterable[Entry[QuoteRows]]) -> Quotes:
    """Bring quotes in. Returns those that were written."""
    quotes = _without_touched(writing, writing.sift("quote", entries))
    if not quotes:
        return []
    _name_parties(writing, quotes)
    _name_products(writing, quotes)
    kept = _name_orders(writing, quotes)
    _write(writing, kept)
    writing.remember(kept)
    return kept


def _without_touched(writing: Writing, quotes: Quotes) -> Quotes:
    """What was worked on here since it came in stays as it is."""
    memory = and_(IMPORTED.c.kind == "quote", IMPORTED.c.record_id == _JOURNAL.c.target_id)
    query = select(_JOURNAL.c.target_id).join(IMPORTED, memory)
    query = query.where(_JOURNAL.c.outcome == "ok", _JOURNAL.c.at >= IMPORTED.c.imported_at)
    touched: set[int] = set()
    for some in chunks([entry.stored.id for entry in quotes if entry.stored]):
        ours = query.where(_JOURNAL.c.target_kind == "quote", _JOURNAL.c.target_id.in_(some))
        touched.update(writing.connection.scalars(ours))
    kept = []
    for entry in quotes:
        if entry.stored is not None and entry.stored.id in touched:
            reason = f"quote {entry.rows.number} was changed at the source, but it was worked on here since it came in"
            writing.outcome.refuse("quote", entry.located, FieldError("", reason, "import.conflict"))
        else:
            kept.append(entry)
    return kept


def _name_parties(writing: Writing, quotes: Quotes) -> None:
    """Store, buyer and company; what the quote doesn't tell of the buyer is known of the customer."""
    rows = [entry.rows for entry in quotes]
    stores = ensure(writing, STORE, "store_id", {one.store_id or 1: _store(one) for one in rows})
    zones = _zones(writing, stores.values())
    buyers = ensure(
        writing, CUSTOMER, "customer_id", {one.customer_id: one.customer for one in rows if one.customer_id is not None}
    )
    companies = _companies(writing, rows)
    people = _people(writing, buyers.values())
    for one in rows:
        quote = one.quote
        quote.store_id = stores[one.store_id or 1]
        quote.timezone = zones[quote.store_id]
        if one.last_day is not None:
            quote.expires_at = end_of(one.last_day, ZoneInfo(quote.timezone))
        quote.customer_id = buyers.get(one.customer_id)
        person = people.get(quote.customer_id or 0)
        quote.company_id = companies.get(one.company_id, person.company_id if person is not None else None)
        if person is not None:
            quote.buyer_email = quote.buyer_email or person.email
            name = " ".join(part for part in (person.firstname, person.lastname) if part)
            quote.buyer_name = quote.buyer_name or name or person.email
    _name_companies(writing, [one.quote for one in rows])


def _store(rows: QuoteRows) -> dict[str, Any]:
    number = rows.store_id or 1
    return {
        "code": f"store_{number}",
        "name": f"Store {number}",
        "currency_code": rows.quote.quote_currency_code,
        "base_currency_code": rows.quote.base_currency_code,
        "timezone": "UTC",
        "number_prefix": "",
    }


def _zones(writing: Writing, stores: Collection[int]) -> dict[int, str]:
    query = select(STORE.c.id, STORE.c.timezone).where(STORE.c.id.in_(list(stores)))
    return {row.id: row.timezone or "UTC" for row in writing.connection.execute(query)}


def _companies(writing: Writing, rows: list[QuoteRows]) -> dict[int | None, int]:
    told = {
        one.company_id: {
            "name": one.quote.company_name,
            "email": "",
            "sales_rep": one.quote.sales_rep,
            "group_code": "",
        }
        for one in rows
        if one.company_id is not None and one.quote.company_name
    }
    wanted = {one.company_id for one in rows if one.company_id is not None}
    return ensure(writing, COMPANY, "entity_id", told) | keys_of(writing, COMPANY, "entity_id", wanted)


def _people(writing: Writing, buyers: Collection[int]) -> dict[int, Any]:
    query = select(CUSTOMER)
    return {
        row.id: row
        for some in chunks(buyers)
        for row in writing.connection.execute(query.where(CUSTOMER.c.id.in_(some)))
    }


def _name_companies(writing: Writing, quotes: list[Quote]) -> None:
    """Names and sales representatives of companies that are known by their id; buyers without a company get theirs."""
    wanted = {quote.company_id for quote in quotes if quote.company_id is not None}
    known: dict[int, Any] = {}
    for some in chunks(wanted):
        rows = writing.connection.execute(select(COMPANY).where(COMPANY.c.id.in_(some)))
        known |= {row.id: row for row in rows}
    for quote in quotes:
        if quote.company_id is None:
            continue
        company = known[quote.company_id]
        quote.company_name = quote.company_name or company.name
        quote.sales_rep = quote.sales_rep or company.sales_rep
        quote.customer_group = quote.customer_group or company.group_code
        if quote.customer_id is not None:
            mine = (CUSTOMER.c.id == quote.customer_id, CUSTOMER.c.company_id.is_(None))
            writing.connection.execute(update(CUSTOMER).where(*mine).values(company_id=quote.company_id))


def _name_products(writing: Writing, quotes: Quotes) -> None:
    """Products of the catalog lend lines what these don't tell."""
    lines = [line for entry in quotes for line in entry.rows.quote.lines]
    table = PRODUCT.table
    known: dict[str, Any] = {}
    for some in chunks({line.sku for line in lines}):
        known |= {row.sku: row for row in writing.connection.execute(select(table).where(table.c.sku.in_(some)))}
    for line in lines:
        if (product := known.get(line.sku)) is not None:
            line.product_id, line.name = product.id, line.name or product.name
            line.weight = line.weight or product.weight


def _name_orders(writing: Writing, quotes: Quotes) -> Quotes:
    """The orders made of them, which have to be there already."""
    table = ORDER.table
    found: dict[str, int] = {}
    for some in chunks({entry.rows.order for entry in quotes if entry.rows.order}):
        query = select(table.c.increment_id, table.c.id).where(table.c.increment_id.in_(some))
        found |= {row.increment_id: row.id for row in writing.connection.execute(query)}
    kept = []
    for entry in quotes:
        if entry.rows.order and entry.rows.order not in found:
            reason = f"order {entry.rows.order} is not in the database: import the order first"
            refusal = FieldError("order_increment_id", reason, "import.unknown_order")
            writing.outcome.refuse("quote", entry.located, refusal)
            continue
        entry.rows.quote.order_id = found.get(entry.rows.order)
        kept.append(entry)
    return kept


def _write(writing: Writing, quotes: Quotes) -> None:
    fresh = [entry for entry in quotes if entry.stored is None]
    for entry, key in zip(fresh, keys.reserve(writing.connection, _QUOTE, len(fresh)), strict=True):
        entry.id = key
    for entry in quotes:
        quote, now = entry.rows.quote, writing.now
        row = QUOTE.row(quote) | {"source": writing.source, "entity_id": entry.rows.entity_id}
        row |= {"number_tail": quote.increment_id[::-1], "updated_at": now}
        if entry.stored is None:
            created = {"id": entry.id, "version": 1, "created_at": quote.created_at or now}
            writing.connection.execute(insert(_QUOTE), [row | created])
        else:
            entry.id = entry.stored.id
            created = {"created_at": quote.created_at} if quote.created_at else {}
            row = {name: value for name, value in row.items() if name not in ("created_at", "version")} | created
            renewed = update(_QUOTE).where(_QUOTE.c.id == entry.id).values(**row, version=_QUOTE.c.version + 1)
            writing.connection.execute(renewed)
            for table in (_FILE, _LINE, _COMMENT, _LOG):
                writing.connection.execute(delete(table).where(table.c.parent_id == entry.id))
        _write_parts(writing, entry)


def _write_parts(writing: Writing, entry: Entry[QuoteRows]) -> None:
    quote, own = entry.rows.quote, {"parent_id": entry.id}
    when = quote.created_at or writing.now
    lines = [
        QUOTE_LINE.row(line) | own | {"entity_id": item_id}
        for line, item_id in zip(quote.lines, entry.rows.item_ids, strict=True)
    ]
    comments = [one | own | {"created_at": one["created_at"] or when} for one in entry.rows.comments]
    history = [one | own | {"created_at": one["created_at"] or when} for one in entry.rows.history]
    for table, rows in ((_LINE, lines), (_COMMENT, comments), (_LOG, history)):
        if rows:
            writing.connection.execute(insert(table), rows)
