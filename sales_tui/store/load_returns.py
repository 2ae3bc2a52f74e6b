"""Loads the returns of orders, and which of their lines may be returned at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from sales_tui import model
from sales_tui.rules.return_records import Return
from sales_tui.store.driver import select_rows
from sales_tui.store.load_rows import Values, children
from sales_tui.store.mapping import RETURN, RETURN_ITEM, RETURN_TRACK, table_of

_PRODUCT = table_of(model.Product)


def load_returns(connection: Connection, loaded: dict[int, Any]) -> None:
    """Put returns with items and tracking numbers on the orders (`load.Loaded` by key), oldest first."""
    _mark_lines(connection, loaded)
    returns: dict[int, Return] = {}
    owners: dict[int, Any] = {}
    table = RETURN.table
    for order_id, rma, values in children(connection, RETURN, "order_id", loaded):
        assert rma.id is not None
        loaded[order_id].order.returns.append(rma)
        loaded[order_id].before[table.name][rma.id] = values
        returns[rma.id], owners[rma.id] = rma, loaded[order_id]
    if not returns:
        return
    for mapping, attribute in ((RETURN_ITEM, "lines"), (RETURN_TRACK, "tracks")):
        read: Iterable[tuple[int, Any, Values]] = children(connection, mapping, "parent_id", returns)
        for parent_id, record, values in read:
            getattr(returns[parent_id], attribute).append(record)
            owners[parent_id].before[mapping.table.name][record.id] = values
            if mapping is RETURN_ITEM:
                record.entity_id = record.entity_id or record.id


def _mark_lines(connection: Connection, loaded: dict[int, Any]) -> None:
    """Lines whose product can't be returned; what the catalog doesn't know can."""
    skus = {line.sku for one in loaded.values() for line in one.order.lines}
    found = select_rows(connection, [_PRODUCT.c.sku], _PRODUCT.c.sku, skus, 'AND "is_returnable" = 0')
    kept = {sku for (sku,) in found}
    for one in loaded.values() if kept else ():
        for line in one.order.lines:
            line.is_returnable = line.sku not in kept
