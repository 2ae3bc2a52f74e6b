"""What a screen asks the database, as plain calls for worker threads; loaded late, after the first rows are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from sales_tui.actions.base import Context, Target
from sales_tui.store.engine import reading
from sales_tui.store.load import load_orders
from sales_tui.store.show import show
from sales_tui.store.targets import find_orders, target_of


@dataclass(frozen=True, slots=True)
class Opened:
    """An order or a document, ready for panes and forms."""

    record: dict[str, Any]
    """REST shape of the record itself (the order, or the document)."""
    order: dict[str, Any]
    """REST shape of its order."""
    target: Target
    """The same for the rules."""


def open_record(engine: Engine, kind: str, number: str, context: Context) -> Opened | None:
    """The record of that kind with that number, in one consistent reading; None where there is none."""
    with reading(engine) as connection:
        found = find_orders(connection, kind, [number]).get(number)
        if found is None:
            return None
        order_id, record_id = found
        order = load_orders(connection, [order_id])[order_id].order
        record = show(connection, "order", order.increment_id, context)
        assert record is not None
        shown = record if kind == "order" else show(connection, kind, number, context)
        assert shown is not None
        return Opened(shown, record, target_of(order, kind, record_id))
