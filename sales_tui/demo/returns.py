"""Returns of the demo: a few of the orders that have left come back, each as far as its time has allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refused
from sales_tui.demo import card
from sales_tui.demo.chance import Weighted, digits, pick, stream
from sales_tui.demo.desk import Desk, Step
from sales_tui.demo.draft import Told
from sales_tui.demo.extras import remark
from sales_tui.demo.shop import shop
from sales_tui.rules import crediting, returning
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import Line, Track
from sales_tui.rules.return_records import APPROVED, RECEIVED, Return
from sales_tui.rules.return_status import is_over
from sales_tui.rules.return_terms import EXCHANGE, OTHER, REFUND, STORE_CREDIT
from sales_tui.rules.returning import Asked, ReturnTerms

SHARE = 0.04
"""The share of orders that have left of which something comes back."""

TRACKED, STOCKED, COMMENTED = 0.8, 0.7, 0.3
"""Shares of parcels with a tracking number, of refunds that go back to stock, of returns that are commented."""

DAY = 24.0

_REASONS = Weighted(("wrong_size", "wrong_color", "out_of_service", OTHER), (5, 2, 3, 2))
_CONDITIONS = Weighted(("unopened", "opened", "damaged"), (3, 5, 1))
_RESOLUTIONS = Weighted((REFUND, EXCHANGE, STORE_CREDIT), (14, 3, 2))


def send_back(desk: Desk, seed: int, now: datetime) -> None:
    """Let something of an order come back, as its number decides; what was refunded before doesn't."""
    order = desk.order
    if not order.shipments or order.creditmemos:
        return
    rng = stream(seed, "return", desk.draft.number)
    if rng.random() < SHARE and returning.why_not_create(order) is None:
        Desk(desk.draft, rng, desk.at, desk.mark).work((_CREATE, *pick(rng, _DECK)), now)


def _create(desk: Desk) -> None:
    """The customer asks; a line of several pieces may come back for two reasons."""
    order, rng = desk.order, desk.rng

    def open_qty(line: Line) -> Decimal:
        return Decimal(int(returning.returnable(order, line)))

    wanted = desk.some(open_qty) if rng.random() < 0.6 else None
    wanted = wanted or {line.id: open_qty(line) for line in order.lines if open_qty(line)}
    asked = []
    for line_id, qty in wanted.items():
        parts = (Decimal(1), qty - 1) if qty > 1 and rng.random() < 0.3 else (qty,)
        asked += [_asked(desk, line_id, part) for part in parts]
    if asked:
        returning.create(order, asked, ReturnTerms(), desk.at)


def _asked(desk: Desk, line_id: int, qty: Decimal) -> Asked:
    rng = desk.rng
    reason = _REASONS.pick(rng)
    return Asked(
        {"item_id": line_id, "qty": qty},
        reason,
        remark(rng, "return_reasons") if reason == OTHER else "",
        _CONDITIONS.pick(rng),
        _RESOLUTIONS.pick(rng),
    )


def _authorize(desk: Desk, rma: Return) -> None:
    returning.advance(desk.order, rma, "authorize", None, desk.at)
    if desk.rng.random() < TRACKED:
        code, title, pattern = pick(desk.rng, shop().carriers)
        rma.tracks.append(Track(code, title, digits(desk.rng, pattern)))


def _authorize_first(desk: Desk, rma: Return) -> None:
    _first(desk, rma, "authorize")


def _receive(desk: Desk, rma: Return) -> None:
    returning.advance(desk.order, rma, "receive", None, desk.at)
    _look(desk, rma)


def _receive_first(desk: Desk, rma: Return) -> None:
    _first(desk, rma, "receive")
    _look(desk, rma)


def _look(desk: Desk, rma: Return) -> None:
    """Note how what arrived was found, and where it was put."""
    for item in rma.lines:
        if item.status == RECEIVED and not item.found:
            item.found = _CONDITIONS.pick(desk.rng)
            item.shelf = digits(desk.rng, "R-##")


def _approve(desk: Desk, rma: Return) -> None:
    returning.advance(desk.order, rma, "approve", None, desk.at)


def _approve_first(desk: Desk, rma: Return) -> None:
    _first(desk, rma, "approve")


def _reject(desk: Desk, rma: Return) -> None:
    returning.turn_down(desk.order, rma, "reject", None, remark(desk.rng, "return_refusals"), desk.at)


def _reject_first(desk: Desk, rma: Return) -> None:
    returning.turn_down(
        desk.order, rma, "reject", _piece(desk, rma, "reject"), remark(desk.rng, "return_refusals"), desk.at
    )


def _deny(desk: Desk, rma: Return) -> None:
    returning.turn_down(desk.order, rma, "deny", None, remark(desk.rng, "return_refusals"), desk.at)


def _close(desk: Desk, rma: Return) -> None:
    returning.close(desk.order, rma, desk.at)


def _settle(desk: Desk, rma: Return) -> None:
    """The money goes back the way it came; what was agreed otherwise waits for somebody."""
    order = desk.order
    moves = [(item, item.qty_approved) for item in rma.lines if item.status == APPROVED and item.resolution == REFUND]
    if not moves or crediting.why_not(order) is not None:
        return
    pieces = returning.pieces_of(moves)
    stocked = frozenset(pieces) if desk.rng.random() < STOCKED else frozenset()
    request = RefundRequest(qtys=pieces, shipping_amount=ZERO, back_to_stock=stocked)
    try:
        memo = crediting.prepare(order, card.to_card(order, request))
    except Refused:  # pieces of several invoices: somebody has to do it invoice by invoice
        return
    if card.is_left(order, memo):
        card.give_back(desk, memo)
        crediting.register(order, memo)
        returning.settle(rma, moves, memo=memo)
        returning.tell(rma, f"Settled: {returning.listed(order, moves)}.")


def _first(desk: Desk, rma: Return, step: str) -> None:
    returning.advance(desk.order, rma, step, _piece(desk, rma, step), desk.at)


def _piece(desk: Desk, rma: Return, step: str) -> list[Mapping[str, object]]:
    """One piece that can take the step."""
    item = next(one for one in rma.lines if one.status in returning.STEPS[step].sources)
    return [{"sku": desk.order.line(item.order_item_id).sku, "qty": Decimal(1)}]


def _step(do: Callable[[Desk, Return], None], low: float, high: float, name: str = "") -> Step:
    """A step of the order's return, with what is said of it in the return's history."""

    def work(desk: Desk) -> None:
        rma = desk.order.returns[-1] if desk.order.returns else None
        if rma is None or (is_over(rma) and do is not _settle):
            return
        if name and returning.why_not(rma, name) is not None:
            return
        do(desk, rma)
        if name:
            returning.tell(rma, f"{returning.STEPS[name].past.capitalize()}.")
        _keep(desk, rma)

    return Step(work, (low, high))


def _begin(desk: Desk) -> None:
    _create(desk)
    for rma in desk.order.returns:
        if desk.rng.random() < COMMENTED:
            returning.tell(rma, remark(desk.rng, "return_comments"))
        _keep(desk, rma)


def _keep(desk: Desk, rma: Return) -> None:
    """Comments are kept with their time."""
    if not rma.new_comments:
        return
    desk.draft.told.extend(Told(rma, desk.at, rma.status, comment) for comment in rma.new_comments)
    rma.new_comments.clear()
    desk.draft.updated_at = desk.at


_CREATE = Step(_begin, (3 * DAY, 20 * DAY))
_AUTHORIZE, _AUTHORIZE_FIRST = _step(_authorize, 1, 3 * DAY, "authorize"), _step(_authorize_first, 1, DAY, "authorize")
_RECEIVE, _RECEIVE_FIRST = _step(_receive, 2 * DAY, 12 * DAY, "receive"), _step(_receive_first, DAY, 9 * DAY, "receive")
_APPROVE, _APPROVE_FIRST = _step(_approve, 1, 4 * DAY, "approve"), _step(_approve_first, 1, DAY, "approve")
_REJECT, _REJECT_FIRST = _step(_reject, 1, 4 * DAY, "reject"), _step(_reject_first, 1, DAY, "reject")
_DENY, _CLOSE, _SETTLE = _step(_deny, 1, 2 * DAY, "deny"), _step(_close, DAY, 30 * DAY), _step(_settle, 1, 5 * DAY)

_STORIES: tuple[tuple[int, tuple[Step, ...]], ...] = (
    (8, (_AUTHORIZE, _RECEIVE, _APPROVE, _SETTLE)),
    (2, (_AUTHORIZE, _RECEIVE_FIRST, _RECEIVE, _REJECT_FIRST, _APPROVE, _SETTLE)),
    (2, (_AUTHORIZE, _RECEIVE, _APPROVE)),
    (2, ()),
    (2, (_AUTHORIZE,)),
    (2, (_AUTHORIZE_FIRST,)),
    (2, (_AUTHORIZE, _RECEIVE)),
    (1, (_AUTHORIZE, _RECEIVE_FIRST)),
    (1, (_AUTHORIZE, _RECEIVE, _APPROVE_FIRST)),
    (1, (_AUTHORIZE, _RECEIVE, _REJECT_FIRST)),
    (1, (_AUTHORIZE, _RECEIVE, _REJECT)),
    (1, (_DENY,)),
    (1, (_AUTHORIZE, _CLOSE)),
)
_DECK = tuple(steps for often, steps in _STORIES for _ in range(often))
