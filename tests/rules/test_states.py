"""States and statuses, and the guards that each state closes (RULES.md §1.1, §1.2)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules import canceling, commenting, crediting, editing, holding, invoicing, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.states import STATES, set_state, status_allowed
from sales_tui.rules.statuses import STATUSES, status_label
from tests.rules.orders import Row, code, line_of, make_order, qtys
from tests.rules.vector_orders import allowed

D = Decimal


def test_every_status_has_a_label():
    assert {status for state in STATES.values() for status in state.statuses} <= set(STATUSES)
    assert status_label("fraud") == "Suspected Fraud"
    assert status_label("picking") == "picking"


def test_statuses_belong_to_states():
    assert status_allowed("processing", "fraud")
    assert not status_allowed("processing", "complete")
    assert not status_allowed("unheard_of", "pending")


@pytest.mark.parametrize(
    "state, possible",
    [
        ("new", ["invoice", "ship", "cancel", "hold", "edit"]),
        ("pending_payment", ["invoice", "ship", "cancel", "hold", "edit"]),
        ("processing", ["invoice", "ship", "cancel", "hold", "edit"]),
        ("complete", ["ship"]),
        ("closed", ["ship"]),
        ("canceled", []),
        ("holded", ["unhold"]),
        ("payment_review", []),
    ],
)
def test_what_a_state_allows(state, possible):
    order = make_order()
    set_state(order, state)
    assert allowed(order) == possible


@pytest.mark.parametrize(
    "why_not, state, refused_as",
    [
        (invoicing.why_not, "holded", "order.held"),
        (invoicing.why_not, "payment_review", "order.in_review"),
        (invoicing.why_not, "canceled", "order.canceled"),
        (invoicing.why_not, "complete", "order.complete"),
        (invoicing.why_not, "closed", "order.closed"),
        (shipping.why_not, "holded", "order.held"),
        (shipping.why_not, "canceled", "order.canceled"),
        (crediting.why_not, "holded", "order.held"),
        (crediting.why_not, "closed", "order.closed"),
        (crediting.why_not, "new", "refund.nothing_paid"),
        (canceling.why_not, "holded", "order.held"),
        (canceling.why_not, "complete", "order.complete"),
        (editing.why_not, "canceled", "order.canceled"),
        (holding.why_not_hold, "holded", "order.held"),
        (holding.why_not_hold, "complete", "order.complete"),
        (holding.why_not_unhold, "new", "order.not_held"),
    ],
)
def test_refusals_say_why(why_not, state, refused_as):
    order = make_order()
    set_state(order, state)
    refusal = why_not(order)
    assert refusal.code == refused_as
    assert "000000001" in refusal.message


def test_hold_and_unhold_keep_a_status_of_ones_own():
    order = make_order()
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=True)
    order.status = "fraud"
    holding.hold(order, "Address unclear.")
    assert (order.state, order.status) == ("holded", "holded")
    holding.unhold(order)
    assert (order.state, order.status) == ("processing", "fraud")
    assert (order.hold_before_state, order.hold_before_status) == (None, None)
    assert [row.comment for row in order.new_history[-2:]] == ["Address unclear.", "Released from hold."]


def test_an_order_imported_on_hold_finds_a_state():
    order = make_order()
    set_state(order, "holded")
    holding.unhold(order)
    assert (order.state, order.status) == ("new", "pending")


def test_a_status_of_ones_own_survives_a_partial_refund():
    order = make_order()
    invoicing.register(order, invoicing.prepare(order), paid=True)
    order.status = "fraud"
    memo = crediting.prepare(order, RefundRequest(qtys=qtys(order, A=1), shipping_amount=D(0)))
    crediting.register(order, memo)
    assert (order.state, order.status) == ("processing", "fraud")


def test_an_open_invoice_with_money_due_keeps_the_order_processing():
    order = make_order()
    invoice = invoicing.prepare(order)
    invoicing.register(order, invoice, paid=False)
    shipping.register(order, shipping.prepare(order))
    assert order.state == "processing"
    invoicing.pay(order, invoice)
    assert order.state == "complete"


def test_a_virtual_order_closes_when_it_is_refunded():
    order = make_order(Row(is_virtual=True))
    invoicing.register(order, invoicing.prepare(order), paid=True)
    assert order.state == "complete"
    crediting.register(order, crediting.prepare(order, RefundRequest()))
    assert order.state == "closed"


def test_cancel_takes_the_rest_and_says_what():
    order = make_order(Row("A"), Row("B", D(2)))
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=True)
    cancellation = canceling.cancel(order)
    assert {row.order_item_id: row.qty for row in cancellation.lines} == qtys(order, A=2, B=2)
    assert order.state == "processing", "the invoiced piece is still to ship"
    assert order.new_history[-1].comment == "Canceled: 4 pieces."
    assert cancellation.base.total_canceled == order.base.grand_total - order.base.total_paid


def test_a_shipped_order_that_was_not_invoiced_can_be_canceled():
    order = make_order()
    shipping.register(order, shipping.prepare(order))
    canceling.cancel(order)
    assert order.state == "canceled"
    assert line_of(order, "A").qty_canceled == 0


def test_canceled_pieces_are_never_charged():
    order = make_order(Row("A"), Row("B", D(1)))
    shipping.register(order, shipping.prepare(order, qtys(order, A=1)))
    invoicing.register(order, invoicing.prepare(order, qtys(order, B=1)), paid=True)
    canceling.cancel(order)
    assert order.state == "processing"
    invoice = invoicing.prepare(order)
    assert invoice.money.subtotal == D("10.00")


def test_editing():
    order = make_order()
    order.from_quote = True
    assert code(editing.why_not(order)) == "edit.from_quote"
    order.from_quote = False
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=True)
    assert code(editing.why_not(order)) == "edit.invoiced"


@pytest.mark.parametrize(
    "comment, status, refused_as",
    [
        ("", None, "comment.missing"),
        ("  ", "pending", "comment.missing"),
        ("on its way", "complete", "comment.status"),
        ("", "made_up", "comment.status"),
    ],
)
def test_comments_that_are_refused(comment, status, refused_as):
    order = make_order()
    assert code(commenting.why_not(order, comment, status)) == refused_as
    with pytest.raises(Refused):
        commenting.comment(order, comment, status)
    assert order.new_history == []


def test_a_comment_may_move_the_status_within_its_state():
    order = make_order()
    set_state(order, "processing")
    commenting.comment(order, "", "fraud", is_visible_on_front=True)
    (row,) = order.new_history
    assert (order.state, order.status, row.status, row.is_visible_on_front) == ("processing", "fraud", "fraud", True)
    assert not order.touched
