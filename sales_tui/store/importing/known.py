"""What is in the database already: which records came in before, and which numbers and ids are taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, select

from sales_tui import model
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.importing.values import FieldError
from sales_tui.store.mapping import table_of

IMPORTED = table_of(model.Imported)
HEADS: dict[str, Table] = {
    "order": table_of(model.Order),
    "invoice": table_of(model.Invoice),
    "shipment": table_of(model.Shipment),
    "creditmemo": table_of(model.Creditmemo),
    "return": table_of(model.Rma),
    "quote": table_of(model.Quote),
    "agreement": table_of(model.BillingAgreement),
}
ITEM = table_of(model.OrderItem)
_NAMES = {
    "order": "order",
    "invoice": "invoice",
    "shipment": "shipment",
    "creditmemo": "credit memo",
    "return": "return",
    "quote": "quote",
    "agreement": "billing agreement",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A record of the database."""

    id: int
    source: str | None
    entity_id: int | None
    number: str
    digest: str | None


class Known:
    """The records of one kind that some records to import could be."""

    def __init__(self, connection: Connection, kind: str, source: str, wanted: Collection[Any]) -> None:
        """`wanted`: things with `entity_id` and `number`."""
        self.kind = kind
        self.source = source
        table = HEADS[kind]
        entities = {one.entity_id for one in wanted if one.entity_id is not None}
        numbers = {one.number for one in wanted}
        self.by_number = {row.number: row for row in _heads(connection, kind, table.c.increment_id, numbers)}
        ours = _heads(connection, kind, table.c.entity_id, entities, source)
        self.by_entity = {row.entity_id: row for row in ours}

    def find(self, entity_id: int | None, number: str) -> Stored | None:
        """The record as it came in before; None for a new one. Raises FieldError where its number is another's."""
        same = self.by_entity.get(entity_id)
        other = self.by_number.get(number)
        if other is None or (same is not None and same.id == other.id):
            return same
        name = f"{_NAMES[self.kind]} {number}"
        if other.source is None:
            reason = f"{name} was made here and is another one"
        elif other.source != self.source:
            reason = f"{name} came in before from the source {other.source!r}"
        elif same is None and (entity_id is None or other.entity_id is None):
            return other
        else:
            reason = f"{name} came in before with the entity_id {other.entity_id}"
        raise FieldError("increment_id", reason, "import.duplicate")


def _heads(
    connection: Connection, kind: str, column: Any, values: Collection[Any], source: str | None = None
) -> Iterable[Stored]:
    table = HEADS[kind]
    joined = table.outerjoin(IMPORTED, and_(IMPORTED.c.kind == kind, IMPORTED.c.record_id == table.c.id))
    query = select(table.c.id, table.c.source, table.c.entity_id, table.c.increment_id, IMPORTED.c.digest).select_from(
        joined
    )
    if source is not None:
        query = query.where(table.c.source == source)
    for some in chunks(values):
        for row in connection.execute(query.where(column.in_(some))):
            yield Stored(*row)


def taken_item_ids(connection: Connection, source: str, item_ids: Collection[int]) -> dict[int, int]:
    """Of these ids of order lines those that are in the database, with the key of their order."""
    if not item_ids:
        return {}
    ours = ITEM.c.source == source
    near = select(ITEM.c.item_id).where(ours, ITEM.c.item_id.between(min(item_ids), max(item_ids))).limit(1)
    if connection.scalar(near) is None:
        return {}
    query = select(ITEM.c.item_id, ITEM.c.order_id).where(ours)
    return {
        row.item_id: row.order_id
        for some in chunks(item_ids)
        for row in connection.execute(query.where(ITEM.c.item_id.in_(some)))
    }


def touched_orders(connection: Connection, order_ids: Collection[int]) -> set[int]:
    """Orders to which something was done here, or which have documents made here."""
    touched: set[int] = set()
    order = HEADS["order"]
    for some in chunks(order_ids):
        query = select(order.c.id).where(order.c.id.in_(some), order.c.touched_at.is_not(None))
        touched.update(connection.scalars(query))
        for kind in ("invoice", "shipment", "creditmemo"):
            table = HEADS[kind]
            made_here = select(table.c.order_id).where(table.c.order_id.in_(some), table.c.made_here == 1)
            touched.update(connection.scalars(made_here))
    return touched
