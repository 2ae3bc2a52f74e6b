"""Rows of the returns of an order, and of the pieces that went back to stock."""

from __future__ import annotations

from collections.abc import Mapping

from sales_tui.demo.draft import Draft
from sales_tui.rules import restocking
from sales_tui.rules.records import CreditMemo
from sales_tui.rules.return_records import Return
from sales_tui.store.seed_rows import Row, RowBatch, amount, amounts, instant

_QTYS = ("qty_requested", "qty_authorized", "qty_returned", "qty_approved")
_TEXTS = ("reason", "reason_text", "condition", "resolution", "status", "found", "shelf", "note")


def add_returns(batch: RowBatch, draft: Draft, order: int, first: int, memos: Mapping[int, int]) -> None:
    """Add the order's returns and what went back to stock.

    `order` is its key in the batch, `first` the key of its first line, `memos` are its credit memos: id() -> key.
    """
    keys = {id(rma): _add(batch, draft, order, first, rma, memos) for rma in draft.order.returns}
    for told in draft.told:
        flags = [int(told.comment.is_customer_notified), int(told.comment.is_visible_on_front)]
        row = [keys[id(told.rma)], instant(told.at), told.comment.comment, *flags, told.status, 1]
        batch.add("rma_comment", row)
    for memo in draft.order.creditmemos:
        _add_movements(batch, draft, order, first, memo, memos[id(memo)], keys)


def _add(batch: RowBatch, draft: Draft, order: int, first: int, rma: Return, memos: Mapping[int, int]) -> int:
    assert rma.created_at is not None
    at = instant(rma.created_at)
    last = max((instant(told.at) for told in draft.told if told.rma is rma), default=at)
    closed = instant(rma.closed_at) if rma.closed_at else None
    key = batch.add("rma", [order, None, None, 1, 1, at, last, rma.status, None, rma.return_address, closed])
    for item in rma.lines:
        line = draft.order.line(item.order_item_id)
        row: Row = [key, first + line.id - 1, line.sku, line.name]
        row += amounts(getattr(item, name) for name in _QTYS)
        row += [getattr(item, name) for name in _TEXTS]
        batch.add("rma_item", [*row, memos[id(item.creditmemo)] if item.creditmemo else None])
    for track in rma.tracks:
        batch.add("rma_track", [key, at, track.carrier_code, track.title, track.track_number])
    return key


def _add_movements(
    batch: RowBatch, draft: Draft, order: int, first: int, memo: CreditMemo, key: int, returns: Mapping[int, int]
) -> None:
    assert memo.created_at is not None
    for movement in restocking.of_memo(draft.order, memo):
        line, rma = movement.line, movement.rma
        row: Row = [order, first + line.id - 1, key, returns[id(rma)] if rma else None, line.sku]
        batch.add("stock_movement", [*row, amount(movement.qty), movement.shelf, "", instant(memo.created_at)])
