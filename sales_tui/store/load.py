"""Loads whole orders, with lines and documents, as records for the rules; a batch in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from sales_tui import model
from sales_tui.rules.canceling import was_canceled
from sales_tui.rules.records import Cancellation, CreditMemo, Invoice, Order, Shipment
from sales_tui.store.driver import select_rows
from sales_tui.store.importing.opening import load_opening
from sales_tui.store.load_credits import load_credits
from sales_tui.store.load_payments import load_payments
from sales_tui.store.load_returns import load_returns
from sales_tui.store.load_rows import Values, children, heads
from sales_tui.store.mapping import (
    CANCELLATION,
    CANCELLATION_LINE,
    CREDITMEMO,
    CREDITMEMO_LINE,
    INVOICE,
    INVOICE_LINE,
    LINE,
    ORDER,
    SHIPMENT,
    SHIPMENT_LINE,
    TRACK,
    Mapping,
    table_of,
)
from sales_tui.store.prints import load_prints

_IMPORTED = table_of(model.Imported)


@dataclass(slots=True)
class Loaded:
    """An order as the rules see it, and the values it was read with, to find out what changed."""

    order: Order
    before: dict[str, dict[int, Values]] = field(default_factory=lambda: defaultdict(dict))
    """Table name -> key -> the values that its mapping read."""
    was_touched: bool = False
    _changes: dict[str, tuple[Any, Any]] | None = None

    @property
    def root(self) -> Order:
        """The order."""
        return self.order

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What was changed of the order's own columns; asked when its action is through, by all who store something."""
        if self._changes is None:
            self._changes = ORDER.changes(self.before[ORDER.table.name][self.order.id], self.order)
        return self._changes

    def is_new(self, mapping: Mapping[Any], record: Any) -> bool:
        """Whether that record of the order isn't stored yet."""
        return record.id not in self.before[mapping.table.name]


def load_orders(connection: Connection, ids: Iterable[int], *, lock: bool = False) -> dict[int, Loaded]:
    """The orders with those keys, whole. With `lock` nobody else can change them until the transaction ends."""
    loaded = _load_heads(connection, sorted(set(ids)), lock)
    if not loaded:
        return {}
    for order_id, line, row in children(connection, LINE, "order_id", loaded):
        loaded[order_id].order.lines.append(line)
        loaded[order_id].before[LINE.table.name][line.id] = row
    _load_invoices(connection, loaded)
    _load_shipments(connection, loaded)
    _load_creditmemos(connection, loaded)
    _load_cancellations(connection, loaded)
    load_payments(connection, loaded)
    load_credits(connection, loaded)
    load_returns(connection, loaded)
    _load_openings(connection, loaded)
    load_prints(connection, {key: one.order for key, one in loaded.items()})
    return loaded


def _load_heads(connection: Connection, ids: Sequence[int], lock: bool) -> dict[int, Loaded]:
    table = ORDER.table
    loaded = {}
    for order, values, (touched_at,) in heads(connection, ORDER, ids, table.c.touched_at, lock=lock):
        order.touched = touched_at is not None
        loaded[order.id] = Loaded(order, was_touched=order.touched)
        loaded[order.id].before[table.name][order.id] = values
    return loaded


def _load_invoices(connection: Connection, loaded: dict[int, Loaded]) -> None:
    invoices: dict[int, Invoice] = {}
    for order_id, invoice, row in children(connection, INVOICE, "order_id", loaded):
        assert invoice.id is not None
        loaded[order_id].order.invoices.append(invoice)
        loaded[order_id].before[INVOICE.table.name][invoice.id] = row
        invoices[invoice.id] = invoice
    if invoices:
        for parent_id, line, _ in children(connection, INVOICE_LINE, "parent_id", invoices):
            invoices[parent_id].lines.append(line)


def _load_shipments(connection: Connection, loaded: dict[int, Loaded]) -> None:
    shipments: dict[int, Shipment] = {}
    owners: dict[int, Loaded] = {}
    for order_id, shipment, row in children(connection, SHIPMENT, "order_id", loaded):
        assert shipment.id is not None
        loaded[order_id].before[SHIPMENT.table.name][shipment.id] = row
        loaded[order_id].order.shipments.append(shipment)
        shipments[shipment.id] = shipment
        owners[shipment.id] = loaded[order_id]
    if not shipments:
        return
    for parent_id, line, _ in children(connection, SHIPMENT_LINE, "parent_id", shipments):
        shipments[parent_id].lines.append(line)
    for parent_id, track, row in children(connection, TRACK, "parent_id", shipments):
        assert track.id is not None
        shipments[parent_id].tracks.append(track)
        owners[parent_id].before[TRACK.table.name][track.id] = row


def _load_creditmemos(connection: Connection, loaded: dict[int, Loaded]) -> None:
    memos: dict[int, CreditMemo] = {}
    for order_id, memo, row in children(connection, CREDITMEMO, "order_id", loaded):
        assert memo.id is not None
        loaded[order_id].before[CREDITMEMO.table.name][memo.id] = row
        loaded[order_id].order.creditmemos.append(memo)
        memos[memo.id] = memo
    if not memos:
        return
    for parent_id, line, _ in children(connection, CREDITMEMO_LINE, "parent_id", memos):
        memos[parent_id].lines.append(line)
    table = CREDITMEMO.table
    columns = (table.c.id, table.c.order_id, table.c.invoice_id)
    for memo_id, order_id, invoice_id in select_rows(connection, columns, table.c.id, memos):
        invoices = loaded[order_id].order.invoices
        memos[memo_id].invoice = next((invoice for invoice in invoices if invoice.id == invoice_id), None)


def _load_cancellations(connection: Connection, loaded: dict[int, Loaded]) -> None:
    canceled = [key for key, one in loaded.items() if was_canceled(one.order)]
    if not canceled:
        return
    cancellations: dict[int, Cancellation] = {}
    for order_id, cancellation, row in children(connection, CANCELLATION, "order_id", canceled):
        assert cancellation.id is not None
        loaded[order_id].before[CANCELLATION.table.name][cancellation.id] = row
        loaded[order_id].order.cancellations.append(cancellation)
        cancellations[cancellation.id] = cancellation
    for parent_id, line, _ in children(connection, CANCELLATION_LINE, "parent_id", cancellations):
        cancellations[parent_id].lines.append(line)


def _load_openings(connection: Connection, loaded: dict[int, Loaded]) -> None:
    columns = (_IMPORTED.c.record_id, _IMPORTED.c.opening)
    of_orders = """AND "kind" = 'order' AND "opening" IS NOT NULL"""
    for order_id, text in select_rows(connection, columns, _IMPORTED.c.record_id, loaded, of_orders):
        order = loaded[order_id].order
        order.opening = load_opening(text, order.lines)
