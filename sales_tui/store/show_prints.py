"""One print, whole: what is printed, who wanted it, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from sales_tui.actions.base import Context
from sales_tui.store.allowed import allowed_actions
from sales_tui.store.load import load_orders
from sales_tui.store.mapping import ORDER
from sales_tui.store.prints import find_prints, print_row
from sales_tui.store.rest import iso
from sales_tui.store.targets import target_of

Record = dict[str, Any]


def show_print(connection: Connection, number: str, context: Context) -> Record | None:
    """The print with that number; None where there is none."""
    found = find_prints(connection, [number.strip()]).get(number.strip())
    if found is None:
        return None
    order_id, key = found
    row = print_row(connection, key)
    orders = ORDER.table
    target = target_of(load_orders(connection, [order_id])[order_id].order, "print", key)
    return {
        "increment_id": str(key),
        "status": row["state"],
        "kind": row["kind"],
        "document_increment_id": row["increment_id"],
        "order_increment_id": connection.scalar(select(orders.c.increment_id).where(orders.c.id == order_id)),
        "created_at": iso(row["queued_at"]),
        "who": row["who"],
        "ended_at": iso(row["ended_at"]) if row["ended_at"] else None,
        "outcome": row["outcome"],
        "allowed_actions": allowed_actions("print", target, context),
    }
