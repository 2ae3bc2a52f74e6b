"""Loads the returns of orders, and which of their lines may be returned at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from sales_tui import model
from sales_tui.rules.return_records import Return
from sales_tui.store.mapping import LINE, RETURN, RETURN_ITEM, RETURN_TRACK, table_of


def load_returns(connection: Connection, loaded: dict[int, Any]) -> None:
    """Put returns with items and tracking numbers on the orders (`load.Loaded` by key), oldest first."""
    _mark_lines(connection, loaded)
    returns: dict[int, Return] = {}
    owners: dict[int, Any] = {}
    table = RETURN.table
    query = select(table.c.order_id, *RETURN.columns).where(table.c.order_id.in_(list(loaded))).order_by(table.c.id)
    for order_id, *values in connection.execute(query):
        rma = RETURN.build(values)
        assert rma.id is not None
        loaded[order_id].order.returns.append(rma)
        loaded[order_id].before[table.name][rma.id] = values
        returns[rma.id], owners[rma.id] = rma, loaded[order_id]
    if not returns:
        return
    for mapping, attribute in ((RETURN_ITEM, "lines"), (RETURN_TRACK, "tracks")):
        child = mapping.table
        rows = select(child.c.parent_id, *mapping.columns).where(child.c.parent_id.in_(list(returns)))
        for parent_id, *values in connection.execute(rows.order_by(child.c.id)):
            record: Any = mapping.build(values)
            getattr(returns[parent_id], attribute).append(record)
            owners[parent_id].before[child.name][record.id] = values
            if mapping is RETURN_ITEM:
                record.entity_id = record.entity_id or record.id


def _mark_lines(connection: Connection, loaded: dict[int, Any]) -> None:
    """Lines whose product can't be returned; what the catalog doesn't know can."""
    products, items = table_of(model.Product), LINE.table
    query = (
        select(items.c.order_id, items.c.id)
        .join(products, products.c.sku == items.c.sku)
        .where(items.c.order_id.in_(list(loaded)), products.c.is_returnable == False)  # noqa: E712  # SQL
    )
    for order_id, line_id in connection.execute(query):
        loaded[order_id].order.line(line_id).is_returnable = False
