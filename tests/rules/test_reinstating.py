"""A cancelled invoice comes back with its own figures, as long as they fit."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from sales_tui.rules import bookkeeping, canceling, holding, invoicing, reinstating, shipping
from sales_tui.rules.records import INVOICE_OPEN, Invoice, Order
from tests.rules.orders import Row, code, dynamic_bundle, make_order, qtys

D = Decimal


def invoiced(order: Order, paid: bool = False, **pieces: int) -> Invoice:
    invoice = invoicing.prepare(order, qtys(order, **pieces) if pieces else None)
    invoice.id = len(order.invoices) + 1
    invoice.increment_id = f"{invoice.id:09}"
    invoicing.register(order, invoice, paid=paid)
    return invoice


def figures(order: Order) -> Order:
    """The order without what tells how it came there."""
    plain = deepcopy(order)
    plain.new_history.clear()
    return plain


@pytest.mark.parametrize("rows", [(Row(),), (Row("A"), Row("B", D(7), D("3.33"))), (dynamic_bundle(),)])
def test_everything_is_as_before(rows: tuple[Row, ...]):
    order = make_order(*rows)
    invoice = invoiced(order)
    before = figures(order)
    assert code(reinstating.why_not(order, invoice)) == "invoice.not_canceled"
    invoicing.cancel(order, invoice)
    reinstating.reinstate(order, invoice)
    assert figures(order) == before
    assert invoice.state == INVOICE_OPEN
    assert bookkeeping.faults(order) == []
    invoicing.pay(order, invoice)
    assert order.money.total_due == 0


@pytest.mark.parametrize("ships, state", [(True, "complete"), (False, "processing")])
def test_complete_again_where_nothing_can_ship(ships: bool, state: str):
    order = make_order(Row("A"), Row("B"))
    invoice = invoiced(order, A=1)
    if ships:
        shipping.register(order, shipping.prepare(order, qtys(order, A=1)))
    canceling.cancel(order)
    before = figures(order)
    assert order.state == state
    invoicing.cancel(order, invoice)
    reinstating.reinstate(order, invoice, complete=True)
    assert figures(order) == before


def test_pieces_that_were_invoiced_meanwhile():
    order = make_order()
    invoice = invoiced(order, A=2)
    invoicing.cancel(order, invoice)
    other = invoiced(order, A=2)
    assert code(reinstating.why_not(order, invoice)) == "invoice.pieces_taken"
    invoicing.cancel(order, other)
    assert reinstating.why_not(order, invoice) is None


def test_shipping_that_another_invoice_took():
    order = make_order(Row("A"), Row("B"))
    invoice = invoiced(order, A=3)
    invoicing.cancel(order, invoice)
    invoiced(order, B=3)
    refusal = reinstating.why_not(order, invoice)
    assert refusal is not None
    assert "an amount on it" in refusal.message


def test_what_stops_it():
    order = make_order(Row("A"), Row("B"))
    invoice = invoiced(order, A=3)
    invoicing.cancel(order, invoice)
    holding.hold(order)
    assert code(reinstating.why_not(order, invoice)) == "order.held"
    holding.unhold(order)
    charged = deepcopy(invoice)
    charged.transaction_id = "ch_1"
    assert code(reinstating.why_not(order, charged)) == "invoice.was_paid"
    imported = deepcopy(invoice)
    imported.made_here = False
    assert code(reinstating.why_not(order, imported)) == "invoice.came_canceled"
    canceling.cancel(order)
    assert code(reinstating.why_not(order, invoice)) == "order.canceled"
