"""Any legal sequence of actions on any order keeps the books, and parts sum to the whole (INTERFACE §6)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sales_tui.core.money import ZERO, round_half_up
from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, canceling, crediting, holding, invoicing, reinstating, shipping
from sales_tui.rules.composites import whole
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.quantities import to_invoice, to_refund, to_ship
from sales_tui.rules.records import INVOICE_CANCELED, INVOICE_PAID, CreditMemo, Invoice, Line, Order
from tests.rules.orders import Money, Row, configurable, dynamic_bundle, fixed_bundle, make_order

D = Decimal

CURRENCIES = (
    ("USD", "USD", D(1)),
    ("EUR", "USD", D("1.0837")),
    ("JPY", "USD", D("149.37")),
    ("KWD", "EUR", D("0.33217")),
    ("USD", "JPY", D("0.0066951")),
)
ONE_IN_FOUR = st.sampled_from((False, False, False, True))
AMOUNTS = (
    "row_total",
    "row_total_incl_tax",
    "discount_amount",
    "tax_amount",
    "discount_tax_compensation_amount",
)
TOTALS = (
    "subtotal",
    "subtotal_incl_tax",
    "discount_amount",
    "shipping_amount",
    "shipping_incl_tax",
    "shipping_tax_amount",
    "tax_amount",
    "other_amount",
    "grand_total",
)


def cents(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(lambda amount: D(amount) / 100)


@st.composite
def simple_rows(draw: st.DrawFn) -> Row:
    is_qty_decimal = draw(st.integers(0, 5)) == 0
    qty = D(draw(st.integers(1, 7))) + (D(draw(st.integers(0, 9))) / 10 if is_qty_decimal else 0)
    price = draw(cents(9999))
    share = D(draw(st.sampled_from((0, 0, 10, 33, 100))))
    discount = round_half_up(price * qty * share / 100, 2)
    return Row(
        sku=draw(st.sampled_from("ABC")),
        qty=qty,
        price=price,
        tax_percent=draw(st.sampled_from((D(0), D(7), D("8.25"), D(19)))),
        discount=discount,
        hidden_tax=min(discount, draw(st.sampled_from((ZERO, D("0.37"))))),
        is_virtual=draw(st.integers(0, 4)) == 0,
        is_qty_decimal=is_qty_decimal,
    )


composite_rows = st.one_of(
    st.builds(configurable, qty=st.integers(1, 3).map(D)),
    st.builds(fixed_bundle, qty=st.integers(1, 3).map(D), together=st.booleans()),
    st.builds(dynamic_bundle, qty=st.integers(1, 3).map(D), together=st.booleans()),
)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    rows = draw(st.lists(st.one_of(simple_rows(), simple_rows(), composite_rows), min_size=1, max_size=5))
    currency, base_currency, rate = draw(st.sampled_from(CURRENCIES))
    shipping = draw(st.one_of(st.just(ZERO), cents(4999)))
    money = Money(
        currency,
        base_currency,
        rate,
        shipping=shipping,
        shipping_tax=round_half_up(shipping * draw(st.sampled_from((D(0), D("0.19")))), 2),
        shipping_discount=round_half_up(shipping * draw(st.sampled_from((D(0), D("0.1"), D(1)))), 2),
        shipping_hidden_tax=draw(st.sampled_from((ZERO, ZERO, D("0.11")))) if shipping else ZERO,
        other=draw(st.sampled_from((ZERO, ZERO, D("2.50"), D("-1.75")))),
    )
    return make_order(*rows, money=money)


class Desk(RuleBasedStateMachine):
    """One order, and everything that can be done to it."""

    order: Order

    @initialize(order=orders())
    def place(self, order: Order) -> None:
        self.order = order

    def some(self, data: st.DataObject, available: Callable[[Line], Decimal]) -> dict[int, Decimal]:
        """Some of what is available, line by line."""
        taken = {}
        for line in self.order.lines:
            if open_qty := available(line):
                part = data.draw(st.sampled_from((D(0), D("0.4"), D(1), D(1))), label=line.sku)
                taken[line.id] = open_qty if part == 1 else whole(line, open_qty * part)
        return taken

    def attempt(self, prepare: Callable[[], Any]) -> Any | None:
        """Prepare a document. Nothing changes by that, whether it is refused or not."""
        before = deepcopy(self.order)
        try:
            document = prepare()
        except Refused:
            document = None
        assert self.order == before
        return document

    @precondition(lambda self: invoicing.why_not(self.order) is None)
    @rule(data=st.data(), paid=st.sampled_from((True, True, False)))
    def invoice(self, data: st.DataObject, paid: bool) -> None:
        asked = None if data.draw(ONE_IN_FOUR, label="all") else self.some(data, to_invoice)
        document = self.attempt(lambda: invoicing.prepare(self.order, asked))
        assert document is not None or asked is not None, "what is offered can be done"
        if document is not None:
            invoicing.register(self.order, document, paid=paid)

    @precondition(lambda self: self.order.invoices)
    @rule(data=st.data(), cancel=st.booleans())
    def settle_invoice(self, data: st.DataObject, cancel: bool) -> None:
        document = data.draw(st.sampled_from(self.order.invoices))
        if cancel and invoicing.why_not_cancel(self.order, document) is None:
            invoicing.cancel(self.order, document)
        elif invoicing.why_not_pay(self.order, document) is None:
            invoicing.pay(self.order, document)

    @precondition(lambda self: any(one.state == INVOICE_CANCELED for one in self.order.invoices))
    @rule(data=st.data())
    def reinstate_invoice(self, data: st.DataObject) -> None:
        lost = [invoice for invoice in self.order.invoices if invoice.state == INVOICE_CANCELED]
        document = data.draw(st.sampled_from(lost))
        if reinstating.why_not(self.order, document) is None:
            reinstating.reinstate(self.order, document)

    @precondition(lambda self: self.order.invoices)
    @rule(data=st.data())
    def cancel_and_reinstate(self, data: st.DataObject) -> None:
        """What was cancelled a moment ago can come back, and then nothing has changed."""
        document = data.draw(st.sampled_from(self.order.invoices))
        if invoicing.why_not_cancel(self.order, document) is not None:
            return
        before = self.figures()
        invoicing.cancel(self.order, document)
        assert bookkeeping.faults(self.order) == []
        reinstating.reinstate(self.order, document, complete=before[-2] == "complete")
        assert self.figures() == before

    def figures(self) -> tuple[Any, ...]:
        order = self.order
        lines = [deepcopy(line) for line in order.lines]
        return deepcopy(order.money), deepcopy(order.base), lines, deepcopy(order.invoices), order.state, order.status

    @precondition(lambda self: shipping.why_not(self.order) is None)
    @rule(data=st.data())
    def ship(self, data: st.DataObject) -> None:
        asked = None if data.draw(ONE_IN_FOUR, label="all") else self.some(data, to_ship)
        document = self.attempt(lambda: shipping.prepare(self.order, asked))
        if document is not None:
            shipping.register(self.order, document)

    @precondition(lambda self: crediting.why_not(self.order) is None)
    @rule(
        data=st.data(),
        by_invoice=st.booleans(),
        shipping_part=st.sampled_from((None, D(0), D("0.5"), D(1))),
        adjustment=st.sampled_from((("0", "0"), ("0", "0"), ("1.50", "0"), ("0", "2.25"), ("10%", "5%"))),
    )
    def refund(
        self, data: st.DataObject, by_invoice: bool, shipping_part: Decimal | None, adjustment: tuple[str, str]
    ) -> None:
        left = crediting.shipping_left(self.order)
        paid = [invoice for invoice in self.order.invoices if invoice.state == INVOICE_PAID]
        request = RefundRequest(
            qtys=None if data.draw(ONE_IN_FOUR, label="all") else self.some(data, to_refund),
            invoice=data.draw(st.sampled_from(paid)) if by_invoice and paid else None,
            shipping_amount=None if shipping_part is None else left * shipping_part,
            adjustment_positive=adjustment[0],
            adjustment_negative=adjustment[1],
        )
        memo = self.attempt(lambda: crediting.prepare(self.order, request))
        if memo is not None:
            crediting.register(self.order, memo)

    @precondition(lambda self: self.order.touched and canceling.why_not(self.order) is None)
    @rule(really=st.integers(0, 9))
    def cancel(self, really: int) -> None:
        if really == 7:
            canceling.cancel(self.order)

    @precondition(lambda self: self.order.touched and holding.why_not_hold(self.order) is None)
    @rule(data=st.data())
    def hold_and_release(self, data: st.DataObject) -> None:
        holding.hold(self.order)
        assert bookkeeping.faults(self.order) == []
        unpaid = [invoice for invoice in self.order.invoices if invoicing.why_not_pay(self.order, invoice) is None]
        if unpaid and data.draw(st.sampled_from((True, False)), label="pay"):
            invoicing.pay(self.order, unpaid[0])
        holding.unhold(self.order)

    @precondition(lambda self: invoicing.why_not(self.order) is not None)
    @rule(order=orders())
    def take_the_next_order(self, order: Order) -> None:
        self.order = order

    @invariant()
    def books_balance(self) -> None:
        assert bookkeeping.faults(self.order) == []

    @invariant()
    def documents_are_rounded(self) -> None:
        documents: list[Invoice | CreditMemo] = [*self.order.invoices, *self.order.creditmemos]
        for document in documents:
            assert_rounded(self.order, document)

    @invariant()
    def a_history_row_tells_each_status(self) -> None:
        assert not self.order.new_history or self.order.new_history[-1].status == self.order.status


def assert_rounded(order: Order, document: Invoice | CreditMemo) -> None:
    for side, digits in (("money", order.digits), ("base", order.base_digits)):
        doc = getattr(document, side)
        amounts = [getattr(doc, name) for name in TOTALS]
        amounts += [getattr(getattr(row, side), name) for row in document.lines for name in AMOUNTS]
        assert all(amount == round_half_up(amount, digits) for amount in amounts)
        assert doc.grand_total >= 0


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)


@settings(max_examples=200, deadline=None)
@given(order=orders(), data=st.data())
def test_parts_sum_to_the_whole(order: Order, data: st.DataObject):
    """However an order is split into invoices, and those into credit memos, each column sums to the order's own."""
    lost = 0
    while invoicing.why_not(order) is None:
        invoice = invoicing.prepare(order, some_of(order, data, to_invoice))
        invoicing.register(order, invoice, paid=False)
        if lost < 2 and data.draw(st.integers(0, 5), label="cancel") == 0:
            lost += 1
            invoicing.cancel(order, invoice)
        gone = [one for one in order.invoices if one.state == INVOICE_CANCELED]
        if gone and data.draw(st.integers(0, 3), label="reinstate") == 0:
            again = data.draw(st.sampled_from(gone))
            if reinstating.why_not(order, again) is None:
                reinstating.reinstate(order, again)
    in_force = [invoice for invoice in order.invoices if invoice.state != INVOICE_CANCELED]
    for invoice in in_force:
        invoicing.pay(order, invoice)
    assert_sums(order, in_force)
    while any(to_refund(line) for line in order.lines) or crediting.shipping_left(order):
        if crediting.why_not(order) is not None:
            break
        crediting.register(order, some_memo(order, data))
    else:
        assert_sums(order, order.creditmemos)
    assert bookkeeping.faults(order) == []
    assert order.money.total_refunded == order.money.total_paid == order.money.total_invoiced


def some_of(order: Order, data: st.DataObject, available: Callable[[Line], Decimal]) -> dict[int, Decimal]:
    """Some of what is open, and at least one piece of one line."""
    open_lines = [line for line in order.lines if available(line)]
    chosen = data.draw(st.lists(st.sampled_from(open_lines), min_size=1, unique_by=id), label="lines")
    return {
        line.id: min(
            available(line), max(D(1), whole(line, available(line) * data.draw(st.sampled_from((D("0.5"), D(1))))))
        )
        for line in chosen
    }


def some_memo(order: Order, data: st.DataObject) -> CreditMemo:
    """A memo of some pieces, of the order or of one of its invoices; of all that is left where that can't be."""
    goods = some_of(order, data, to_refund) if any(to_refund(line) for line in order.lines) else {}
    paid = [invoice for invoice in order.invoices if invoice.state == INVOICE_PAID]
    part = data.draw(st.sampled_from((D(0), D("0.5"), D(1))), label="shipping")
    request = RefundRequest(
        qtys=goods,
        invoice=data.draw(st.sampled_from([None, *paid]), label="invoice"),
        shipping_amount=crediting.shipping_left(order) * part,
    )
    try:
        return crediting.prepare(order, request)
    except Refused:
        return crediting.prepare(order, RefundRequest())


def assert_sums(order: Order, documents: list[Invoice] | list[CreditMemo]) -> None:
    for side in ("money", "base"):
        own = getattr(order, side)
        for name in TOTALS:
            assert sum((getattr(getattr(doc, side), name) for doc in documents), ZERO) == getattr(own, name), (
                side,
                name,
            )
        hidden = sum((getattr(doc, side).discount_tax_compensation_amount for doc in documents), ZERO)
        assert hidden == own.discount_tax_compensation_amount + own.shipping_discount_tax_compensation_amount
        for line in order.lines:
            rows = [row for doc in documents for row in doc.lines if row.order_item_id == line.id]
            for name in AMOUNTS:
                total = sum((getattr(getattr(row, side), name) for row in rows), ZERO)
                assert total == getattr(getattr(line, side), name), (side, line.sku, name)
            assert line.is_dummy or sum((row.qty for row in rows), ZERO) == line.qty_ordered
