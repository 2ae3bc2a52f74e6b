"""Any sequence of steps of returns, legal or not, keeps the books; what is refused has no effect (RULES.md §6)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, crediting, invoicing, restocking, returning, shipping
from sales_tui.rules.composites import counts
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.quantities import to_invoice, to_ship
from sales_tui.rules.records import CreditMemo, Order
from sales_tui.rules.return_records import APPROVED, FINAL, Return
from sales_tui.rules.return_steps import present
from sales_tui.rules.returning import Arrival, Asked, ReturnTerms
from tests.rules.test_machine import ONE_IN_FOUR, orders

D = Decimal
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
STEPS = ("authorize", "receive", "approve", "deny", "reject", "take_back")
QTYS = st.sampled_from((None,) * 8 + (D(1),) * 8 + (D(2), D(2), D(0), D("0.5"), D(-1), D(99)))


class Returns(RuleBasedStateMachine):
    """One order that has shipped, as far as it has, and everything that can be sent back of it."""

    order: Order

    @initialize(order=orders(), shares=st.lists(st.sampled_from((1, 1, 1, 1, 0)), min_size=12, max_size=12))
    def ship(self, order: Order, shares: list[int]) -> None:
        self.order, self.asked, self.gone = order, ZERO, ZERO
        invoiced = {line.id: to_invoice(line) for line in order.lines if to_invoice(line)}
        if invoiced:
            invoicing.register(order, invoicing.prepare(order, invoiced), paid=True)
        for line, wanted in zip(order.lines, shares, strict=False):
            line.is_returnable = bool(wanted) or line.id % 2 == 0
        sent = {
            line.id: qty for line, all_of in zip(order.lines, shares, strict=False) if (qty := all_of * to_ship(line))
        }
        if sent:
            shipping.register(order, shipping.prepare(order, sent, []))

    def attempt(self, do: Callable[[Order], None]) -> bool:
        """Do it on a copy, which takes the order's place only where it isn't refused, as the runner does it."""
        copy = deepcopy(self.order)
        try:
            do(copy)
        except Refused:
            return False
        self.order = copy
        return True

    def pick(self, data: st.DataObject) -> int:
        """A return, mostly one that is open."""
        every = range(len(self.order.returns))
        waiting = [place for place in every if not returning.is_over(self.order.returns[place])]
        place: int = data.draw(st.sampled_from(waiting * 4 + [*every]), label="return")
        return place

    @rule(data=st.data())
    def create(self, data: st.DataObject) -> None:
        can = [line for line in self.order.lines if returning.returnable(self.order, line)]
        lines = data.draw(st.lists(st.sampled_from(can * 4 + self.order.lines), min_size=1, max_size=3))
        asked = [
            Asked({"item_id": line.id, "qty": data.draw(QTYS, label=line.sku)}, "wrong color", "", "OPENED", "Refund")
            for line in lines
        ]
        possible = returning.why_not_create(self.order) is None
        if self.attempt(lambda order: _create(order, asked)):
            assert possible
            self.asked += sum(item.qty_requested for item in self.order.returns[-1].lines)

    @precondition(lambda self: self.order.returns)
    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        place = self.pick(data)
        likely = returning.next_step(self.order.returns[place])
        step = data.draw(st.sampled_from([*[likely] * 6, *STEPS] if likely in STEPS else STEPS), label="step")
        items = self.named(data, place)
        before = _requested(self.order)

        def take(order: Order) -> None:
            rma = order.returns[place]
            if step == "take_back":
                returning.take_back(order, rma, items, NOW)
            elif step in ("deny", "reject"):
                returning.turn_down(order, rma, step, items, "no", NOW)
            else:
                returning.advance(order, rma, step, items, NOW)

        if self.attempt(take):
            self.gone += before - _requested(self.order)
            assert step == "take_back" or before == _requested(self.order)

    @precondition(lambda self: self.order.returns)
    @rule(data=st.data())
    def parcel(self, data: st.DataObject) -> None:
        place = self.pick(data)
        arrivals = [
            Arrival(pieces, data.draw(st.sampled_from((None, D(0), D(1), D(2))), label="accepted"), "opened", "A1")
            for pieces in self.named(data, place) or []
        ]
        self.attempt(lambda order: _receive(order, place, arrivals))

    @precondition(lambda self: self.order.returns)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        place = self.pick(data)
        items = self.named(data, place)

        def refund(order: Order) -> None:
            moves = returning.owed(order, order.returns[place], items)
            pieces = returning.pieces_of(moves)
            memo = crediting.prepare(
                order, RefundRequest(qtys=pieces, shipping_amount=ZERO, back_to_stock=frozenset(pieces))
            )
            crediting.register(order, memo)
            returning.settle(order.returns[place], moves, memo=memo)
            _check_stock(order, memo)

        if self.attempt(refund):
            for number, memo in enumerate(self.order.creditmemos, 1):
                memo.id = number
            _store(self.order)

    @precondition(lambda self: self.order.returns)
    @rule(data=st.data(), really=ONE_IN_FOUR)
    def close(self, data: st.DataObject, really: bool) -> None:
        if not really:
            return
        place = self.pick(data)
        was_over = returning.is_over(self.order.returns[place])
        assert self.attempt(lambda order: returning.close(order, order.returns[place], NOW)) is not was_over

    def named(self, data: st.DataObject, place: int) -> list[dict[str, object]] | None:
        """Some items of the return with some quantities, as they are named; now and then a stranger."""
        for number, item in enumerate((item for rma in self.order.returns for item in rma.lines), 1):
            item.entity_id = number
        own = [item.entity_id for item in self.order.returns[place].lines]
        chosen = data.draw(st.one_of(st.none(), st.lists(st.sampled_from([*own * 4, 999]), max_size=2)), label="items")
        if chosen is None:
            return None
        return [{"entity_id": key, "qty": data.draw(QTYS, label="qty")} for key in chosen]

    @invariant()
    def quantities_are_in_order(self) -> None:
        for rma in self.order.returns if hasattr(self, "order") else ():
            for item in rma.lines:
                assert ZERO <= item.qty_approved <= item.qty_returned <= item.qty_authorized <= item.qty_requested
                assert present(item) > ZERO
                assert (item.status == APPROVED) is bool(item.qty_approved)

    @invariant()
    def nothing_comes_back_that_did_not_go_out(self) -> None:
        for line in self.order.lines if hasattr(self, "order") else ():
            items = [(rma, item) for rma in self.order.returns for item in rma.lines if item.order_item_id == line.id]
            approved = sum((item.qty_approved for _, item in items), ZERO)
            open_qty = sum(
                (present(item) for rma, item in items if item.status not in FINAL and not returning.is_over(rma)), ZERO
            )
            assert line.qty_returned == approved
            assert approved + open_qty <= returning.shipped(self.order, line)
            assert ZERO <= returning.returnable(self.order, line) <= line.qty_ordered
            assert counts(line) or not items

    @invariant()
    def statuses_follow(self) -> None:
        for rma in self.order.returns if hasattr(self, "order") else ():
            assert rma.status in ("closed", returning.status_of(rma.lines))
            assert returning.is_over(rma) is (rma.closed_at is not None)
            step = returning.next_step(rma)
            assert step is None or step == "settle" or returning.why_not(rma, step) is None

    @invariant()
    def pieces_are_kept(self) -> None:
        if hasattr(self, "order"):
            assert _requested(self.order) == self.asked - self.gone
            assert not [fault for fault in bookkeeping.faults(self.order) if "qty" in fault]


def _create(order: Order, asked: list[Asked]) -> None:
    returning.create(order, asked, ReturnTerms(), NOW)


def _receive(order: Order, place: int, arrivals: list[Arrival]) -> None:
    returning.receive_parcel(order, order.returns[place], arrivals, "no", NOW)


def _requested(order: Order) -> Decimal:
    return sum((item.qty_requested for rma in order.returns for item in rma.lines), ZERO)


def _store(order: Order) -> None:
    """As if it had been stored: what settled an item is known by its key."""
    for rma in order.returns:
        for item in rma.lines:
            if item.creditmemo is not None:
                item.creditmemo_id, item.creditmemo = item.creditmemo.id, None
    settled: dict[int | None, Decimal] = {}
    for rma in order.returns:
        for item in rma.lines:
            if item.creditmemo_id is not None:
                settled[item.creditmemo_id] = settled.get(item.creditmemo_id, ZERO) + item.qty_approved
    for memo in order.creditmemos:
        refunded = sum((doc.qty for doc in memo.lines if counts(order.line(doc.order_item_id))), ZERO)
        assert settled[memo.id] == refunded


def _check_stock(order: Order, memo: CreditMemo) -> None:
    """What goes back to stock are things, each at most as often as it was refunded."""
    back: dict[int, Decimal] = {}
    for movement in restocking.of_memo(order, memo):
        back[movement.line.id] = back.get(movement.line.id, ZERO) + movement.qty
        assert isinstance(movement.rma, Return)
    refunded = {doc.order_item_id: doc.qty for doc in memo.lines}
    assert all(qty == refunded[key] for key, qty in back.items())
    assert not {order.line(key).parent_id for key in back} & set(back)


TestReturns = Returns.TestCase
TestReturns.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
