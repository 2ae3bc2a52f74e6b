"""The part of `db check` that looks at returns: their quantities, their status, and what settled them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import Connection, func, select

from sales_tui import model
from sales_tui.core.money import ZERO, plain
from sales_tui.rules.records import CreditMemo, Order
from sales_tui.rules.return_records import APPROVED, FINAL, Return
from sales_tui.rules.return_status import CLOSED, is_over, status_of
from sales_tui.rules.return_steps import present
from sales_tui.rules.returning import shipped
from sales_tui.store.mapping import CREDITMEMO, CREDITMEMO_LINE, table_of


def return_faults(order: Order) -> Iterator[str]:
    """What isn't in order with the returns of an order (RULES.md §6, INTERFACE §6)."""
    for rma in order.returns:
        for fault in _own_faults(order, rma):
            yield f"return {rma.increment_id}: {fault}"
    yield from _line_faults(order)
    yield from _settlement_faults(order)


def _own_faults(order: Order, rma: Return) -> Iterator[str]:
    for item in rma.lines:
        steps = (item.qty_requested, item.qty_authorized, item.qty_returned, item.qty_approved, ZERO)
        sku = order.line(item.order_item_id).sku
        if list(steps) != sorted(steps, reverse=True):
            asked, allowed, arrived, accepted, _ = (plain(one) for one in steps)
            yield (
                f"of {sku} {asked} were asked for, {allowed} allowed, {arrived} arrived and {accepted} accepted, "
                "none of which may be more than the one before"
            )
        if rma.made_here and (item.status == APPROVED) is not bool(item.qty_approved):
            yield f"{sku} is {item.status}, but {plain(item.qty_approved)} of it are accepted"
    if rma.made_here and rma.status not in (CLOSED, status_of(rma.lines)):
        yield f"its status is {rma.status}, but {status_of(rma.lines)} follows from its items"
    if rma.made_here and is_over(rma) is (rma.closed_at is None):
        yield f"its status is {rma.status}, which doesn't go with the time it was closed at"


def _line_faults(order: Order) -> Iterator[str]:
    """No more comes back than left the house; what was accepted is what the lines count as returned."""
    accepted: dict[int, Decimal] = {}
    waiting: dict[int, Decimal] = {}
    for rma in order.returns:
        for item in rma.lines:
            if item.status == APPROVED:
                accepted[item.order_item_id] = accepted.get(item.order_item_id, ZERO) + item.qty_approved
            elif item.status not in FINAL and not is_over(rma):
                waiting[item.order_item_id] = waiting.get(item.order_item_id, ZERO) + present(item)
    is_ours = order.touched and order.opening is None and all(rma.made_here for rma in order.returns)
    for line in order.lines:
        came, coming = accepted.get(line.id, ZERO), waiting.get(line.id, ZERO)
        left = shipped(order, line)
        if came + coming > left and all(rma.made_here for rma in order.returns):
            yield f"{line.sku}: {plain(came + coming)} are on returns, but only {plain(left)} left the house"
        if is_ours and line.qty_returned != came:
            yield f"{line.sku} qty_returned is {plain(line.qty_returned)}, but {plain(came)} were accepted"


def _settlement_faults(order: Order) -> Iterator[str]:
    """What is settled is accepted, by a credit memo of the same order that has the pieces."""
    memos = {memo.id: memo for memo in order.creditmemos}
    settled: dict[tuple[int, int], Decimal] = {}
    for rma in order.returns:
        for item in rma.lines:
            if not item.is_settled:
                continue
            if item.status != APPROVED:
                yield f"return {rma.increment_id}: an item is settled that is {item.status}"
            if item.creditmemo_id is None:
                continue
            if item.creditmemo_id not in memos:
                yield f"return {rma.increment_id} is settled by a credit memo that isn't of its order"
                continue
            place = (item.creditmemo_id, item.order_item_id)
            settled[place] = settled.get(place, ZERO) + item.qty_approved
    for (memo_id, line_id), qty in settled.items():
        refunded = _refunded(memos[memo_id], line_id)
        if qty > refunded:
            number, sku = memos[memo_id].increment_id, order.line(line_id).sku
            yield f"credit memo {number} refunds {plain(refunded)} of {sku}, but settles {plain(qty)} that came back"


def _refunded(memo: CreditMemo, line_id: int) -> Decimal:
    return sum((line.qty for line in memo.lines if line.order_item_id == line_id), ZERO)


def stock_faults(connection: Connection) -> Iterator[str]:
    """Pieces that went back to stock more often than the credit memo that they went back with has them."""
    moves, lines, memos = table_of(model.StockMovement), CREDITMEMO_LINE.table, CREDITMEMO.table
    has = (
        select(lines.c.parent_id, lines.c.order_item_id, func.sum(lines.c.qty).label("qty"))
        .where(lines.c.back_to_stock == True)  # noqa: E712  # SQL
        .group_by(lines.c.parent_id, lines.c.order_item_id)
        .subquery()
    )
    went = (
        select(moves.c.creditmemo_id, moves.c.order_item_id, moves.c.sku, func.sum(moves.c.qty).label("qty"))
        .where(moves.c.creditmemo_id.is_not(None))
        .group_by(moves.c.creditmemo_id, moves.c.order_item_id, moves.c.sku)
        .subquery()
    )
    same = (has.c.parent_id == went.c.creditmemo_id) & (has.c.order_item_id == went.c.order_item_id)
    query = (
        select(memos.c.increment_id, went.c.sku, went.c.qty, func.coalesce(has.c.qty, ZERO))
        .join(memos, memos.c.id == went.c.creditmemo_id)
        .outerjoin(has, same)
        .where(went.c.qty > func.coalesce(has.c.qty, ZERO))
        .order_by(memos.c.id)
    )
    for number, sku, moved, refunded in connection.execute(query):
        yield f"Credit memo {number}: {plain(moved)} of {sku} went back to stock, but it has {plain(refunded)} of it."
