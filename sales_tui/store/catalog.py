"""Finds products with the prices of one customer group."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from sales_tui import model
from sales_tui.rules.catalog_records import Product, TierPrice
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.mapping import PRODUCT, table_of

_PRICE = table_of(model.ProductPrice)


def products(connection: Connection, skus: Collection[str], group: str) -> dict[str, Product]:
    """Those that there are, by SKU, with what that customer group pays."""
    found: dict[int, Product] = {}
    for some in chunks(skus):
        rows = connection.execute(select(*PRODUCT.columns).where(PRODUCT.table.c.sku.in_(some)))
        found |= {product.id: product for product in map(PRODUCT.build, rows)}
    _add_tiers(connection, found, ("", group))
    return {product.sku: product for product in found.values()}


def _add_tiers(connection: Connection, found: dict[int, Product], groups: Iterable[str]) -> None:
    query = select(_PRICE.c.product_id, _PRICE.c.qty, _PRICE.c.price).where(_PRICE.c.group_code.in_(set(groups)))
    for some in chunks(found):
        for key, qty, price in connection.execute(query.where(_PRICE.c.product_id.in_(some)).order_by(_PRICE.c.id)):
            found[key].tiers.append(TierPrice(qty, price))
