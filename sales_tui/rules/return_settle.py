"""What settles a return: which accepted pieces are owed, and what they were settled by (RULES.md §6)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal
from sales_tui.rules.guards import ensure
from sales_tui.rules.quantities import to_refund
from sales_tui.rules.records import CreditMemo, Order
from sales_tui.rules.return_records import APPROVED, Return, ReturnItem
from sales_tui.rules.return_status import is_owed, name, why_not_settle
from sales_tui.rules.return_steps import Moves, Named, pick, present, split


def owed(order: Order, rma: Return, items: Iterable[Named] | None) -> Moves:
    """The pieces to settle: those named, or all that are owed. Raises Refused: nothing is settled twice."""
    ensure(why_not_settle(rma))
    if items is None:
        return [(item, present(item)) for item in rma.lines if is_owed(item)]
    return pick(order, rma, items, lambda item: _why_not_item(order, rma, item))


def pieces_of(moves: Moves) -> dict[int, Decimal]:
    """Quantities by `Line.id`."""
    pieces: dict[int, Decimal] = {}
    for item, qty in moves:
        pieces[item.order_item_id] = pieces.get(item.order_item_id, ZERO) + qty
    return pieces


def refunded(order: Order, memo: CreditMemo) -> dict[int, Decimal]:
    """Pieces that a stored credit memo refunds and that settle no return yet, by `Line.id`."""
    settled = [
        (item, item.qty_approved)
        for rma in order.returns
        for item in rma.lines
        if item.creditmemo_id is not None and item.creditmemo_id == memo.id
    ]
    taken = pieces_of(settled)
    return {line.order_item_id: line.qty - taken.get(line.order_item_id, ZERO) for line in memo.lines}


def why_not_refund(order: Order, rma: Return, moves: Moves) -> Refusal | None:
    """Why no credit memo can be made for these pieces: earlier ones gave their money back. None where it can."""
    for line_id, qty in pieces_of(moves).items():
        line = order.line(line_id)
        if to_refund(line) >= qty:
            continue
        numbers = [memo.increment_id for memo in order.creditmemos if refunded(order, memo).get(line_id, ZERO) > 0]
        if numbers:
            return Refusal(
                "return.refunded",
                f"{name(rma)}, {line.sku}: credit memo {' and '.join(numbers)} refunded pieces of it already; name the "
                "credit memo to settle it with that ('creditmemo').",
            )
    return None


def settle(rma: Return, moves: Moves, memo: CreditMemo | None = None, exchange: Order | None = None) -> None:
    """Note what settled these pieces; parts of items leave the rest behind, still owed."""
    for item, qty in moves:
        split(rma, item, qty)
        item.creditmemo, item.exchange = memo, exchange


def _why_not_item(order: Order, rma: Return, item: ReturnItem) -> Refusal | None:
    where = f"{name(rma)}, {order.line(item.order_item_id).sku}"
    if is_owed(item):
        return None
    if item.is_settled:
        return Refusal("return.settled", f"{where} is settled already.")
    if item.status != APPROVED:
        return Refusal("return.not_approved", f"{where} is {item.status}; only what is approved can be settled.")
    return Refusal(
        "return.nothing_owed", f"{where}: nothing follows from '{item.resolution}'; nothing is to be settled."
    )
