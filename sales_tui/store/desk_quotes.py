"""What the screens ask about quotes beside the quote itself: how a new one begins, and products by SKU or barcode."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, func, or_, select

from sales_tui import model
from sales_tui.actions.base import Target
from sales_tui.rules.quote_records import Quote
from sales_tui.store.desk import Opened
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from sales_tui.store.new_quotes import blank_quotes, find_buyers
from sales_tui.store.roots import stock_up

_PRODUCT = table_of(model.Product)


def open_new(engine: Engine, email: str) -> Opened | None:
    """What a quote for this buyer begins with; None where there is no such buyer. Raises DatabaseUnusable."""
    with reading(engine) as connection:
        key = find_buyers(connection, [email]).get(email)
        quote = None if key is None else blank_quotes(connection, [key]).get(key)
    return None if quote is None else Opened({}, {}, Target(quote))


def look_up(engine: Engine, quote: Quote, names: Sequence[str]) -> dict[str, str]:
    """Put products on the quote's shelf that are named by SKU, in any case, or by barcode: name -> SKU.

    Raises DatabaseUnusable.
    """
    wanted = {name.strip().lower(): name for name in names}
    columns = (_PRODUCT.c.sku, _PRODUCT.c.barcode)
    query = select(*columns).where(or_(func.lower(_PRODUCT.c.sku).in_(wanted), _PRODUCT.c.barcode.in_(names)))
    with reading(engine) as connection:
        rows = connection.execute(query).all()
        found = {name: row.sku for row in rows for name in names if row.barcode and row.barcode == name.strip()}
        found |= {wanted[row.sku.lower()]: row.sku for row in rows if row.sku.lower() in wanted}
        found |= {name: row.sku for row in rows for name in names if row.sku == name.strip()}
        stock_up(connection, quote, frozenset(found.values()))
    return found
