"""Writes returns that were made or led on, and the ledger of pieces that went back to stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, delete

from sales_tui import model
from sales_tui.rules import restocking
from sales_tui.rules.return_records import Return, ReturnItem
from sales_tui.store.load import Loaded
from sales_tui.store.mapping import CREDITMEMO, RETURN, RETURN_ITEM, RETURN_TRACK, table_of
from sales_tui.store.rows import Row, Rows

_COMMENT, _MOVEMENT = table_of(model.RmaComment), table_of(model.StockMovement)


def save_returns(connection: Connection, changed: Sequence[Loaded], now: datetime, by: str) -> list[int]:
    """Write the returns of these orders, which are stored themselves by now; `by` is who puts pieces back to stock.

    Returns the keys of the orders that are found by other tracking numbers than before.
    """
    rows = Rows()
    retracked = []
    for loaded in changed:
        tracked = False
        for rma in loaded.order.returns:
            tracked |= _collect(rows, connection, loaded, rma, now)
        _collect_movements(rows, loaded, now, by)
        if tracked:
            retracked.append(loaded.order.id)
    rows.write(connection)
    return retracked


def _collect(rows: Rows, connection: Connection, loaded: Loaded, rma: Return, now: datetime) -> bool:
    """One return. Returns whether its tracking numbers are others than before."""
    assert rma.id is not None
    is_new = loaded.is_new(RETURN, rma)
    if is_new:
        made_at = rma.created_at or now
        row = RETURN.row(rma) | {"id": rma.id, "order_id": loaded.order.id, "number_tail": rma.increment_id[::-1]}
        rows.add(RETURN.table, row | {"created_at": made_at, "updated_at": made_at})
    tracked = _collect_tracks(rows, connection, loaded, rma, now)
    moved = [_collect_item(rows, loaded, rma, item) for item in rma.lines]
    gone = _remove_items(connection, loaded, rma)
    for comment in rma.new_comments:
        values = {
            "parent_id": rma.id,
            "created_at": now,
            "comment": comment.comment,
            "is_customer_notified": comment.is_customer_notified,
            "is_visible_on_front": comment.is_visible_on_front,
            "status": rma.status,
        }
        rows.add(_COMMENT, values)
    if not is_new:
        before = loaded.before[RETURN.table.name][rma.id]
        values = RETURN.changed(before, rma)
        if values or any(moved) or gone or tracked or rma.new_comments:
            rows.change(RETURN.table, rma.id, values | {"updated_at": now})
    return tracked


def _collect_item(rows: Rows, loaded: Loaded, rma: Return, item: ReturnItem) -> bool:
    """One item. Returns whether there is anything to write."""
    if item.creditmemo is not None:
        item.creditmemo_id = item.creditmemo.id
    if item.exchange is not None:
        item.exchange_order_id = item.exchange.id
    if item.id is None:
        line = loaded.order.line(item.order_item_id)
        rows.add(
            RETURN_ITEM.table,
            RETURN_ITEM.row(item) | {"parent_id": rma.id, "entity_id": None, "sku": line.sku, "name": line.name},
        )
        return True
    before = loaded.before[RETURN_ITEM.table.name][item.id]
    values = {name: new for name, (_, new) in RETURN_ITEM.changes(before, item).items() if name != "entity_id"}
    rows.change(RETURN_ITEM.table, item.id, values)
    return bool(values)


def _collect_tracks(rows: Rows, connection: Connection, loaded: Loaded, rma: Return, now: datetime) -> bool:
    """New tracking numbers come, those that were taken off go. Returns whether there were any."""
    new = [track for track in rma.tracks if track.id is None]
    for track in new:
        rows.add(RETURN_TRACK.table, RETURN_TRACK.row(track) | {"parent_id": rma.id, "created_at": now})
    table = RETURN_TRACK.table
    kept = {track.id for one in loaded.order.returns for track in one.tracks}
    gone = [key for key in loaded.before[table.name] if key not in kept]
    return _delete(connection, table, gone, rma) or bool(new)


def _remove_items(connection: Connection, loaded: Loaded, rma: Return) -> bool:
    """Items that are no longer asked for go. Returns whether there were any."""
    table = RETURN_ITEM.table
    kept = {item.id for one in loaded.order.returns for item in one.lines}
    gone = [key for key in loaded.before[table.name] if key not in kept]
    return _delete(connection, table, gone, rma)


def _delete(connection: Connection, table: Table, keys: list[int], rma: Return) -> bool:
    """Delete those of the rows that are the return's. Returns whether there were any."""
    if not keys:
        return False
    return connection.execute(delete(table).where(table.c.id.in_(keys), table.c.parent_id == rma.id)).rowcount > 0


def _collect_movements(rows: Rows, loaded: Loaded, now: datetime, by: str) -> None:
    """What goes back to stock with the credit memos and exchanges of this action."""
    order = loaded.order
    for memo in order.creditmemos:
        if loaded.is_new(CREDITMEMO, memo):
            for movement in restocking.of_memo(order, memo):
                rows.add(_MOVEMENT, _movement(order.id, movement, now, by) | {"creditmemo_id": memo.id})
    for movement in restocking.of_exchanges(order):
        rows.add(_MOVEMENT, _movement(order.id, movement, now, by) | {"creditmemo_id": None})


def _movement(order_id: int, movement: restocking.Movement, now: datetime, by: str) -> Row:
    return {
        "order_id": order_id,
        "order_item_id": movement.line.id,
        "rma_id": movement.rma.id if movement.rma else None,
        "sku": movement.line.sku,
        "qty": movement.qty,
        "shelf": movement.shelf,
        "by": by,
        "created_at": now,
    }
