"""Keeps what orders are found by (table `order_search`) as the orders, their parts, shipments and returns say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from sales_tui import model
from sales_tui.store.mapping import table_of
from sales_tui.store.search_text import COLUMNS, OF_ADDRESS, OF_ORDER, OF_PAYMENT, OrderTexts

CHUNK = 1_000
"""Orders that are looked at together: below what either database takes in one condition."""

TABLE = table_of(model.OrderSearch)
_ORDER, _ADDRESS, _PAYMENT = table_of(model.Order), table_of(model.OrderAddress), table_of(model.OrderPayment)
_ITEM, _SHIPMENT, _TRACK = table_of(model.OrderItem), table_of(model.Shipment), table_of(model.ShipmentTrack)
_TRANSACTION = table_of(model.PaymentTransaction)
_RMA, _RMA_TRACK = table_of(model.Rma), table_of(model.RmaTrack)
_STORED = tuple(TABLE.c[name] for name in COLUMNS)


def reindex(connection: Connection, order_ids: Sequence[int]) -> None:
    """Make these orders findable by what the database says of them now; rows that say it already stay untouched."""
    for ids in _chunks(order_ids):
        stored = stored_rows(connection, ids)
        write(connection, {key: row for key, row in current_rows(connection, ids).items() if stored.get(key) != row})


def write(connection: Connection, rows: Mapping[int, Sequence[str]]) -> None:
    """Write rows (the values of COLUMNS) by the order's key, whether these are there already or not."""
    if not rows:
        return
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(TABLE)
    renewed = {name: insert.excluded[name] for name in COLUMNS}
    statement = insert.on_conflict_do_update(index_elements=[TABLE.c.order_id], set_=renewed)
    names = ("order_id", *COLUMNS)
    connection.execute(statement, [dict(zip(names, (key, *row), strict=True)) for key, row in rows.items()])


def index_missing(connection: Connection) -> None:
    """Make all orders findable that are not yet."""
    last = 0
    while True:
        missing = (
            select(_ORDER.c.id)
            .where(_ORDER.c.id > last, ~select(TABLE.c.order_id).where(TABLE.c.order_id == _ORDER.c.id).exists())
            .order_by(_ORDER.c.id)
            .limit(CHUNK)
        )
        ids = list(connection.scalars(missing))
        if not ids:
            return
        reindex(connection, ids)
        last = ids[-1]


def current_rows(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """The rows (the values of COLUMNS) of at most CHUNK orders as they have to be, by the order's key."""
    texts: dict[int, OrderTexts] = {}
    for key, *values in connection.execute(_of(_ORDER.c.id, ids, *(_ORDER.c[name] for name in OF_ORDER))):
        texts[key] = OrderTexts()
        texts[key].add_order(*values)
    for key, *values in connection.execute(_of(_ADDRESS.c.order_id, ids, *(_ADDRESS.c[name] for name in OF_ADDRESS))):
        texts[key].add_address(*values)
    for key, sku in connection.execute(_of(_ITEM.c.order_id, ids, _ITEM.c.sku)):
        texts[key].add_sku(sku)
    for key, *values in connection.execute(_of(_PAYMENT.c.order_id, ids, *(_PAYMENT.c[name] for name in OF_PAYMENT))):
        texts[key].add_payment(*values)
    for key, txn_id in connection.execute(_of(_TRANSACTION.c.order_id, ids, _TRANSACTION.c.txn_id)):
        texts[key].add_transaction(txn_id)
    for parcels, track in ((_SHIPMENT, _TRACK), (_RMA, _RMA_TRACK)):
        tracks = _of(parcels.c.order_id, ids, track.c.track_number).join(track, track.c.parent_id == parcels.c.id)
        for key, number in connection.execute(tracks.order_by(None).order_by(track.c.id)):
            texts[key].add_track(number)
    return {key: one.row() for key, one in texts.items()}


def stored_rows(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """The rows (the values of COLUMNS) of at most CHUNK orders as they are, by the order's key."""
    return {key: values for key, *values in connection.execute(_of(TABLE.c.order_id, ids, *_STORED))}


def _of(owner: ColumnElement[int], ids: Sequence[int], *columns: ColumnElement[Any]) -> Any:
    """The owner's key and these columns of what belongs to the orders, oldest first."""
    table: Any = owner.table
    oldest = table.c.get("id", owner)
    return select(owner, *columns).where(owner.in_(ids)).order_by(oldest)


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
