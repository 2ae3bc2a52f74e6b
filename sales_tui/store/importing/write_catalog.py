"""Writes products and companies that came in: known ones are brought up to date, none is doubled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, update

from sales_tui import model
from sales_tui.store import keys
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.importing.catalog import CompanyRows, ProductRows
from sales_tui.store.importing.parties import group_code
from sales_tui.store.importing.values import FieldError
from sales_tui.store.importing.write_parties import CUSTOMER, GROUP, ensure
from sales_tui.store.mapping import PRODUCT, table_of

COMPANY = table_of(model.Company)

_PRODUCT, _PRICE = PRODUCT.table, table_of(model.ProductPrice)

Products = list[Entry[ProductRows]]
Companies = list[Entry[CompanyRows]]


def write_products(writing: Writing, entries: Iterable[Entry[ProductRows]]) -> Products:
    """Bring products in, known by their SKU. Returns those that were written."""
    listed = list(entries)
    known = _known(writing, [entry.rows for entry in listed])
    prices = _known_prices(writing, [row.id for row in known.values()])
    written: Products = []
    fresh: list[dict[str, Any]] = []
    free = iter(keys.reserve(writing.connection, _PRODUCT, len(listed)))
    for entry in listed:
        row = known.get(entry.rows.number)
        if refusal := _taken(entry.rows, row, known.values()):
            writing.outcome.refuse("product", entry.located, refusal)
            continue
        entry.id = row.id if row is not None else next(free)
        if row is None:
            fresh.append(_new_product(writing, entry))
            what = "new"
        else:
            what = _renew_product(writing, entry, row, prices.get(row.id, {}))
        writing.outcome.tallies.append(("product", what))
        if what != "unchanged":
            written.append(entry)
    if fresh:
        writing.connection.execute(insert(_PRODUCT), fresh)
    _write_prices(writing, written)
    return written


def _known(writing: Writing, products: Collection[ProductRows]) -> dict[str, Row[Any]]:
    """Products that are there, by SKU: those with these SKUs or these ids of the source."""
    found: dict[str, Row[Any]] = {}
    entities = [one.entity_id for one in products if one.entity_id is not None]
    for column, wanted in ((_PRODUCT.c.sku, [one.number for one in products]), (_PRODUCT.c.entity_id, entities)):
        for some in chunks(wanted):
            query = select(_PRODUCT).where(column.in_(some))
            if column is _PRODUCT.c.entity_id:
                query = query.where(_PRODUCT.c.source == writing.source)
            found |= {row.sku: row for row in writing.connection.execute(query)}
    return found


def _taken(product: ProductRows, row: Row[Any] | None, known: Iterable[Row[Any]]) -> FieldError | None:
    """Why it can't be: the source's id is another product's."""
    if product.entity_id is None:
        return None
    other = next((one for one in known if one.entity_id == product.entity_id and one.sku != product.number), None)
    if other is None or (row is not None and row.entity_id == product.entity_id):
        return None
    return FieldError("id", f"is the product {other.sku} already", "import.duplicate")


def _new_product(writing: Writing, entry: Entry[ProductRows]) -> dict[str, Any]:
    defaults = model.Product(updated_at=writing.now).model_dump(exclude={"id"})
    given = {"id": entry.id, "source": writing.source, "entity_id": entry.rows.entity_id, "updated_at": writing.now}
    return {**defaults, **entry.rows.values, **given}


def _renew_product(writing: Writing, entry: Entry[ProductRows], row: Row[Any], prices: dict[Any, Any]) -> str:
    values = {name: value for name, value in entry.rows.values.items() if row._mapping[name] != value}
    if entry.rows.entity_id is not None and row.entity_id is None:
        values |= {"entity_id": entry.rows.entity_id, "source": writing.source}
    told, keeps = entry.rows.prices, entry.rows.keeps_prices
    if not values and (told.items() <= prices.items() if keeps else told == prices):
        return "unchanged"
    values |= {"version": row.version + 1, "updated_at": writing.now}
    writing.connection.execute(update(_PRODUCT).where(_PRODUCT.c.id == row.id).values(values))
    return "updated"


def _known_prices(writing: Writing, products: Collection[int]) -> dict[int, dict[Any, Any]]:
    found: dict[int, dict[Any, Any]] = {}
    for some in chunks(products):
        for row in writing.connection.execute(select(_PRICE).where(_PRICE.c.product_id.in_(some))):
            found.setdefault(row.product_id, {})[row.group_code, row.qty] = row.price
    return found


def _write_prices(writing: Writing, products: Products) -> None:
    rows = []
    for entry in products:
        for (group, qty), price in entry.rows.prices.items():
            rows.append({"product_id": entry.id, "group_code": group, "qty": qty, "price": price})
            if entry.rows.keeps_prices:
                same = and_(_PRICE.c.product_id == entry.id, _PRICE.c.group_code == group, _PRICE.c.qty == qty)
                writing.connection.execute(delete(_PRICE).where(same))
        if not entry.rows.keeps_prices:
            writing.connection.execute(delete(_PRICE).where(_PRICE.c.product_id == entry.id))
    if rows:
        writing.connection.execute(insert(_PRICE), rows)


def write_companies(writing: Writing, entries: Iterable[Entry[CompanyRows]]) -> Companies:
    """Bring companies in, known by the source's id, with the customers that buy for them."""
    listed = list(entries)
    groups = {entry.rows.group_id for entry in listed if entry.rows.group_id is not None}
    ensure(writing, GROUP, "customer_group_id", {group: {"code": group_code(group)} for group in groups})
    wanted = {entry.rows.entity_id for entry in listed}
    known: dict[int, Row[Any]] = {}
    for some in chunks(wanted):
        query = select(COMPANY).where(COMPANY.c.source == writing.source, COMPANY.c.entity_id.in_(some))
        known |= {row.entity_id: row for row in writing.connection.execute(query)}
    written: Companies = []
    for entry in listed:
        what = _write_company(writing, entry, known.get(entry.rows.entity_id))
        writing.outcome.tallies.append(("company", what))
        if what != "unchanged":
            written.append(entry)
    return written


def _write_company(writing: Writing, entry: Entry[CompanyRows], row: Row[Any] | None) -> str:
    company = entry.rows
    values: dict[str, Any] = {"name": company.name, "email": company.email}
    if company.sales_rep:
        values["sales_rep"] = company.sales_rep
    if company.group_id is not None:
        values["group_code"] = group_code(company.group_id)
    what = "new"
    if row is None:
        (entry.id,) = keys.reserve(writing.connection, COMPANY, 1)
        given = {"id": entry.id, "source": writing.source, "entity_id": company.entity_id}
        writing.connection.execute(insert(COMPANY), [{"sales_rep": "", "group_code": "", **values, **given}])
    else:
        entry.id = row.id
        what = "unchanged" if all(row._mapping[name] == value for name, value in values.items()) else "updated"
        writing.connection.execute(update(COMPANY).where(COMPANY.c.id == row.id).values(values))
    return "updated" if _join(writing, entry) and what == "unchanged" else what


def _join(writing: Writing, entry: Entry[CompanyRows]) -> bool:
    """Its buyers are its. Returns whether any wasn't."""
    buyers = entry.rows.buyers
    if not buyers:
        return False
    found = ensure(writing, CUSTOMER, "customer_id", buyers)
    changed = update(CUSTOMER).where(CUSTOMER.c.id.in_(list(found.values())))
    changed = changed.where(CUSTOMER.c.company_id.is_distinct_from(entry.id)).values(company_id=entry.id)
    return bool(writing.connection.execute(changed).rowcount)
