"""The print queue in the database: loaded with an order, written with what queued it, and one print whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from sales_tui import model
from sales_tui.rules.print_records import REMOVED, WAITING, Print
from sales_tui.rules.printing import kind_of
from sales_tui.rules.records import Order
from sales_tui.store.mapping import table_of
from sales_tui.store.rows import Rows, VersionConflict

PRINT = table_of(model.Print)


def load_prints(connection: Connection, orders: Mapping[int, Order]) -> None:
    """Put what waits onto its order."""
    query = select(PRINT.c.order_id, PRINT.c.id, PRINT.c.kind, PRINT.c.document_id, PRINT.c.increment_id)
    query = query.where(PRINT.c.order_id.in_(list(orders)), PRINT.c.state == WAITING).order_by(PRINT.c.id)
    for order_id, *values in connection.execute(query):
        orders[order_id].prints.append(Print(*values))


def collect_prints(rows: Rows, order: Order, now: datetime, by: str) -> None:
    """What is to be printed because of an action; the documents have their keys and numbers by now."""
    for document in order.new_prints:
        assert document.id is not None
        row = {
            "queued_at": now,
            "who": by,
            "kind": kind_of(document),
            "document_id": document.id,
            "order_id": order.id,
            "increment_id": document.increment_id,
            "number_tail": document.increment_id[::-1],
            "state": WAITING,
            "outcome": "",
        }
        rows.add(PRINT, row)


def remove_prints(connection: Connection, orders: Iterable[Order], now: datetime, by: str) -> None:
    """Take out of the queue what nobody wants any more. Raises VersionConflict where it was taken up meanwhile."""
    gone = [one.id for order in orders for one in order.prints if one.state == REMOVED]
    if not gone:
        return
    values = {"state": REMOVED, "ended_at": now, "outcome": f"removed by {by}"}
    waiting = update(PRINT).where(PRINT.c.id.in_(gone), PRINT.c.state == WAITING)
    if connection.execute(waiting.values(values)).rowcount != len(gone):
        raise VersionConflict(PRINT.name)


def find_prints(connection: Connection, numbers: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Given number -> (key of the order, key of the print), for those that exist. A print goes by its key."""
    wanted = {number: int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 19}
    query = select(PRINT.c.id, PRINT.c.order_id).where(PRINT.c.id.in_(set(wanted.values())))
    orders = {row.id: row.order_id for row in connection.execute(query)}
    return {number: (orders[key], key) for number, key in wanted.items() if key in orders}


def print_row(connection: Connection, key: int) -> dict[str, Any]:
    """The columns of one print."""
    return dict(connection.execute(select(PRINT).where(PRINT.c.id == key)).one()._mapping)
