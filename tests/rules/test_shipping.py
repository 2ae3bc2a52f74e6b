"""Shipments: what is offered, what is the limit, and goods that aren't paid for (RULES.md §0.1, §5, INTERFACE §4)."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, canceling, crediting, invoicing, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.quantities import offered_to_ship, to_ship
from sales_tui.rules.records import Order, Track
from tests.rules.orders import Row, code, make_order, qtys

D = Decimal


def invoice_all(order: Order, paid: bool = True) -> Order:
    invoicing.register(order, invoicing.prepare(order), paid=paid)
    return order


@pytest.mark.parametrize(
    "asked, refused_as, says",
    [
        ({1: D(4)}, "ship.above_open", "A: 4 is more than the 3 left to ship"),
        ({2: D(1)}, "ship.above_open", "V: 1 is more than the 0"),
        ({1: D(0)}, "ship.empty", "at least one piece"),
        ({}, "ship.empty", "at least one piece"),
    ],
)
def test_refusals(asked, refused_as, says):
    order = make_order(Row("A"), Row("V", is_virtual=True))
    before = deepcopy(order)
    with pytest.raises(Refused, match=says) as refused:
        shipping.prepare(order, asked)
    assert refused.value.refusal.code == refused_as
    assert order == before


def test_virtual_rows_stay_at_home():
    order = make_order(Row("A"), Row("V", is_virtual=True))
    shipment = shipping.prepare(order, tracks=[Track("ups", "UPS", "1Z1")])
    assert [(row.order_item_id, row.qty) for row in shipment.lines] == [(1, D(3))]
    assert [track.track_number for track in shipment.tracks] == ["1Z1"]
    assert code(shipping.why_not(make_order(Row(is_virtual=True)))) == "ship.virtual"


def test_what_was_refunded_is_not_shipped_by_habit():
    order = invoice_all(make_order())
    shipping.register(order, shipping.prepare(order, qtys(order, A=2)))
    request = RefundRequest(qtys=qtys(order, A=1), shipping_amount=D(0))
    crediting.register(order, crediting.prepare(order, request))
    (line,) = order.lines
    assert (to_ship(line), offered_to_ship(line)) == (D(1), D(0))
    assert shipping.why_not(order) is None
    with pytest.raises(Refused, match="what is left was refunded before it shipped"):
        shipping.prepare(order)
    shipping.register(order, shipping.prepare(order, qtys(order, A=1)))
    assert code(shipping.why_not(order)) == "ship.nothing_open"
    assert bookkeeping.faults(order) == []


def test_history_tells_the_pieces():
    order = make_order()
    shipping.register(order, shipping.prepare(order, qtys(order, A=1)))
    assert [(row.comment, row.entity_name) for row in order.new_history] == [("Shipment of 1 piece.", "shipment")]


@pytest.mark.parametrize(
    "method, require_payment, refused_as",
    [
        ("checkmo", True, "ship.unpaid"),
        ("checkmo", False, None),
        ("cashondelivery", True, None),
        ("purchaseorder", True, None),
        ("companycredit", True, None),
    ],
)
def test_unpaid_goods_wait(method, require_payment, refused_as):
    order = make_order(payment_method=method)
    assert code(shipping.why_not_unpaid(order, require_payment)) == refused_as
    assert shipping.why_not_unpaid(invoice_all(order), require_payment) is None


def test_an_invoice_that_is_not_paid_pays_nothing():
    refusal = shipping.why_not_unpaid(invoice_all(make_order(), paid=False), True)
    assert refusal is not None
    assert "37.89 USD is due" in refusal.message


def test_money_that_a_cancellation_ended_is_not_owed():
    order = make_order()
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=True)
    canceling.cancel(order)
    assert order.money.total_due > 0
    assert shipping.why_not_unpaid(order, True) is None
