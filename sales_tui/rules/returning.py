"""Returns: what of an order can be sent back, and how a return begins (RULES.md §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sales_tui.core.money import STORED_DIGITS, ZERO, plain, round_half_up, share
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.composites import counts
from sales_tui.rules.guards import ensure, stopped
from sales_tui.rules.records import Line, Order
from sales_tui.rules.return_parcel import Arrival, receive_parcel, why_not_parcel
from sales_tui.rules.return_records import APPROVED, AUTHORIZED, FINAL, PENDING, RECEIVED, Return, ReturnItem
from sales_tui.rules.return_settle import owed, pieces_of, refunded, settle, why_not_refund
from sales_tui.rules.return_status import (
    LABELS,
    is_over,
    is_owed,
    name,
    next_step,
    status_of,
    why_not_change,
    why_not_settle,
)
from sales_tui.rules.return_steps import (
    STEPS,
    Moves,
    advance,
    close,
    listed,
    present,
    take_back,
    tell,
    turn_down,
    why_not,
)
from sales_tui.rules.return_terms import OTHER, ReturnTerms, code_of
from sales_tui.rules.selection import select_lines

__all__ = [
    "LABELS",
    "STEPS",
    "Arrival",
    "Asked",
    "Moves",
    "ReturnTerms",
    "advance",
    "close",
    "create",
    "is_over",
    "is_owed",
    "listed",
    "next_step",
    "owed",
    "pieces_of",
    "receive_parcel",
    "refunded",
    "returnable",
    "returned",
    "settle",
    "shipped",
    "status_of",
    "take_back",
    "tell",
    "turn_down",
    "under_way",
    "why_not",
    "why_not_change",
    "why_not_create",
    "why_not_line",
    "why_not_parcel",
    "why_not_refund",
    "why_not_settle",
]

_NEVER = frozenset({"virtual", "downloadable", "giftcard"})
"""Types of products that don't come back (RULES.md §6)."""

_WAITING = {PENDING: "asked for", AUTHORIZED: "allowed, not arrived", RECEIVED: "arrived, not yet accepted"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Pieces that a customer wants to send back. Reason, condition and resolution by code or label, in any case."""

    pieces: Mapping[str, Any]
    """`sku` or `item_id` of the order line, and `qty` (missing: all that is returnable)."""
    reason: str = ""
    reason_text: str = ""
    """What the customer says; needed where the reason is another one."""
    condition: str = ""
    resolution: str = ""


def shipped(order: Order, line: Line) -> Decimal:
    """How many pieces of the line left the house; a child that ships with its parent left with it."""
    if line.ships_with_parent and line.parent_id is not None:
        parent = order.line(line.parent_id)
        if parent.qty_ordered:
            sets = share(parent.qty_shipped, line.qty_ordered, parent.qty_ordered)
            return max(line.qty_shipped, round_half_up(sets, STORED_DIGITS))
    return line.qty_shipped


def returned(order: Order, line: Line) -> Decimal:
    """How many pieces of the line came back and were accepted."""
    approved = (item.qty_approved for item in _items_of(order, line) if item.status == APPROVED)
    return max(line.qty_returned, sum(approved, ZERO))


def returnable(order: Order, line: Line) -> Decimal:
    """Pieces of the line that can still be sent back: shipped, neither returned nor under way (RULES.md §6).

    0 for rows that count with others (§0.13), for what never ships, and for products that don't allow it.
    """
    if not counts(line) or _forbidden(order, line):
        return ZERO
    return max(shipped(order, line) - returned(order, line) - _on_the_way(order, line), ZERO)


def why_not_create(order: Order) -> Refusal | None:
    """Why nothing of the order can be sent back, or None."""
    if refusal := stopped(order, frozenset({"canceled"}), "returned"):
        return refusal
    if any(returnable(order, line) for line in order.lines):
        return None
    where = f"Order {order.increment_id}"
    if not any(line.qty_shipped for line in order.lines):
        return Refusal("return.not_shipped", f"{where}: nothing has shipped, so nothing can be returned.")
    reasons = (why_not_line(order, line) for line in order.lines if counts(line) and shipped(order, line))
    refusals = [refusal for refusal in reasons if refusal]
    if refusals and len({refusal.code for refusal in refusals}) == 1:
        return refusals[0]
    return Refusal("return.nothing", f"{where}: nothing is left that could be returned.")


def why_not_line(order: Order, line: Line) -> Refusal | None:
    """Why nothing of that line can be sent back, or None."""
    if returnable(order, line):
        return None
    where = f"Order {order.increment_id}, {line.sku}"
    if line.is_virtual or line.product_type in _NEVER:
        return Refusal("return.virtual", f"{where} is nothing that could be sent back.")
    if _forbidden(order, line):
        return Refusal("return.not_allowed", f"{where}: this product can't be returned.")
    if not shipped(order, line):
        return Refusal("return.not_shipped", f"{where} hasn't shipped, so it can't be returned.")
    if waiting := _on_the_way(order, line):
        return Refusal("return.under_way", f"{where}: a return of {plain(waiting)} is under way already.")
    return Refusal("return.returned", f"{where}: all that shipped was returned already.")


def create(order: Order, asked: Iterable[Asked], terms: ReturnTerms, now: datetime, email: str = "") -> Return:
    """A new return of these pieces, each entry an item of its own: so a line may be split.

    Raises Refused.
    """
    ensure(why_not_create(order))
    rma = Return(created_at=now, customer_custom_email=email.strip() or None, return_address=terms.alternate_address)
    taken: dict[int, Decimal] = {}
    for one in asked:
        for item in _items(order, one, terms, taken):
            taken[item.order_item_id] = taken.get(item.order_item_id, ZERO) + item.qty_requested
            rma.lines.append(item)
    if not rma.lines:
        raise Refused("return.zero", f"Order {order.increment_id}: name the pieces that are to be returned.")
    order.returns.append(rma)
    order.touched = True
    tell(rma, f"Requested: {listed(order, [(item, item.qty_requested) for item in rma.lines])}.")
    return rma


def under_way(order: Order) -> list[str]:
    """A sentence for each return that isn't over: which pieces of it are where."""
    sentences = []
    for rma in order.returns:
        total: dict[str, Decimal] = {}
        for item in rma.lines:
            if not is_over(rma) and item.status not in FINAL:
                total[item.status] = total.get(item.status, ZERO) + present(item)
        if total:
            pieces = ", ".join(f"{plain(total[one])} {words}" for one, words in _WAITING.items() if one in total)
            sentences.append(f"{name(rma)} is under way: {pieces}.")
    return sentences


def _items(order: Order, asked: Asked, terms: ReturnTerms, taken: Mapping[int, Decimal]) -> list[ReturnItem]:
    """The items of one entry: one, but for a bundle whose parts count and a SKU on several lines."""
    where = f"Order {order.increment_id}, {asked.pieces.get('sku') or asked.pieces.get('item_id') or 'item'}"
    reason, condition, resolution = (
        code_of(choices, said, what)
        for choices, said, what in (
            (terms.reasons, asked.reason, "reason"),
            (terms.conditions, asked.condition, "condition"),
            (terms.resolutions, asked.resolution, "resolution"),
        )
    )
    if not reason:
        raise Refused("return.reason", f"{where}: say why it comes back: {', '.join(terms.reasons.values())}.")
    if reason == OTHER and not asked.reason_text.strip():
        raise Refused("return.reason_text", f"{where}: the reason is '{terms.reasons[OTHER]}'; say which.")
    if not resolution:
        choices = ", ".join(terms.resolutions.values())
        raise Refused("return.resolution", f"{where}: say what the customer wants for it: {choices}.")
    return [
        ReturnItem(
            order_item_id=line_id,
            qty_requested=qty,
            reason=reason,
            reason_text=asked.reason_text.strip(),
            condition=condition,
            resolution=resolution,
        )
        for line_id, qty in _pieces(order, asked.pieces, taken).items()
    ]


def _pieces(order: Order, pieces: Mapping[str, Any], taken: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The pieces that one entry means, by `Line.id`."""

    def left(line: Line) -> Decimal:
        return returnable(order, line) - taken.get(line.id, ZERO)

    if pieces.get("qty") == ZERO:
        raise Refused("return.zero", f"Order {order.increment_id}: a return of 0 pieces is none; leave it out.")
    probe = {key: value for key, value in pieces.items() if key != "qty"}
    if not select_lines(order, [probe], left):
        lines = list(select_lines(order, [probe], _ordered))
        ensure(next((refusal for key in lines if (refusal := why_not_line(order, order.line(key)))), None))
        raise Refused("item.above_open", f"Order {order.increment_id}: all that is open is named already.")
    return select_lines(order, [pieces], left)


def _ordered(line: Line) -> Decimal:
    return line.qty_ordered if counts(line) else ZERO


def _forbidden(order: Order, line: Line) -> bool:
    """Whether the row never comes back: virtual, or its product, a part or the whole of it, doesn't allow returns."""
    if line.is_virtual or line.product_type in _NEVER:
        return True
    family = [line, *(one for one in order.lines if line.id == one.parent_id or one.id == line.parent_id)]
    return not all(one.is_returnable for one in family)


def _items_of(order: Order, line: Line) -> Iterable[ReturnItem]:
    return (item for rma in order.returns for item in rma.lines if item.order_item_id == line.id)


def _on_the_way(order: Order, line: Line) -> Decimal:
    """Pieces of the line on returns that aren't over, and whose fate isn't decided."""
    waiting = ZERO
    for rma in order.returns:
        if not is_over(rma):
            undecided = (one for one in rma.lines if one.order_item_id == line.id and one.status not in FINAL)
            waiting += sum((present(item) for item in undecided), ZERO)
    return waiting
