"""Finds the records that actions are about by the numbers people know them by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from sales_tui.actions.base import Document, Target
from sales_tui.rules.records import Order
from sales_tui.store.mapping import CREDITMEMO, INVOICE, ORDER, SHIPMENT, Mapping

HEADS: dict[str, Mapping[Any]] = {"order": ORDER, "invoice": INVOICE, "shipment": SHIPMENT, "creditmemo": CREDITMEMO}
"""Kind of record -> where it is kept."""

WORDS = {"order": "order", "invoice": "invoice", "shipment": "shipment", "creditmemo": "credit memo"}


def full_number(number: str) -> str:
    """A number as it is stored: short ones made of digits get their leading zeros."""
    number = number.strip()
    return number.zfill(9) if number.isascii() and number.isdigit() else number


def find_orders(connection: Connection, kind: str, numbers: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Given number -> (key of the order, key of the record itself), for those that exist."""
    table = HEADS[kind].table
    spellings = {number: (number, full_number(number)) for number in numbers}
    wanted = {spelling for both in spellings.values() for spelling in both}
    order_id = table.c.id if kind == "order" else table.c.order_id
    query = select(table.c.increment_id, order_id, table.c.id).where(table.c.increment_id.in_(wanted))
    found = {number: (order, record) for number, order, record in connection.execute(query)}
    return {
        number: found[spelling]
        for number, both in spellings.items()
        for spelling in reversed(both)
        if spelling in found
    }


def target_of(order: Order, kind: str, record_id: int) -> Target:
    """The target for an action on that record of the order."""
    documents: dict[str, Iterable[Document]] = {
        "invoice": order.invoices,
        "shipment": order.shipments,
        "creditmemo": order.creditmemos,
    }
    for document in documents.get(kind, ()):
        if document.id == record_id:
            return Target(order, document)
    return Target(order)
