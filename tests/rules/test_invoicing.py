"""Invoices: refusals, shipping on the first one, paying, calling back, the unexplained rest (RULES.md §3.2)."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, crediting, holding, invoicing
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import INVOICE_CANCELED, INVOICE_OPEN, INVOICE_PAID
from tests.rules.orders import Money, Row, code, make_order, qtys

D = Decimal


@pytest.mark.parametrize(
    "asked, refused_as, says",
    [
        ({1: D(4)}, "invoice.above_open", "A: 4 is more than the 3 left to invoice"),
        ({1: D(-1)}, "item.qty", "negative"),
        ({1: D("0.5")}, "item.fraction", "whole pieces"),
        ({9: D(1)}, "item.unknown", "no line 9"),
        ({1: D(0)}, "invoice.empty", "at least one piece"),
        ({}, "invoice.empty", "at least one piece"),
    ],
)
def test_refusals(asked, refused_as, says):
    order = make_order()
    before = deepcopy(order)
    with pytest.raises(Refused, match=says) as refused:
        invoicing.prepare(order, asked)
    assert refused.value.refusal.code == refused_as
    assert order == before


def test_an_order_invoiced_in_full_says_so():
    order = make_order(Row(is_virtual=False))
    invoicing.register(order, invoicing.prepare(order), paid=True)
    assert code(invoicing.why_not(order)) == "invoice.nothing_open"


def test_history_tells_the_document_and_promises_no_mail():
    order = make_order()
    invoice = invoicing.prepare(order)
    invoice.increment_id = "000000007"
    invoicing.register(order, invoice, paid=False)
    (row,) = order.new_history
    assert (row.comment, row.entity_name) == ("Invoice 000000007 of 37.89 USD, not paid yet.", "invoice")
    assert (row.status, row.is_customer_notified) == ("processing", None)


def test_paying_an_open_invoice():
    order = make_order()
    invoice = invoicing.prepare(order)
    invoicing.register(order, invoice, paid=False)
    assert (invoice.state, order.money.total_paid, order.money.total_invoiced) == (INVOICE_OPEN, D(0), D("37.89"))
    invoicing.pay(order, invoice)
    assert (invoice.state, order.money.total_paid, order.money.total_due) == (INVOICE_PAID, D("37.89"), D(0))
    assert code(invoicing.why_not_pay(order, invoice)) == "invoice.paid"
    assert code(invoicing.why_not_cancel(order, invoice)) == "invoice.not_open"


def test_a_canceled_invoice_gives_back_what_it_held():
    order = make_order(money=Money(shipping_discount=D("1.00")))
    first = invoicing.prepare(order, qtys(order, A=1))
    invoicing.register(order, first, paid=False)
    invoicing.cancel(order, first)
    assert (first.state, order.state, order.money.total_paid) == (INVOICE_CANCELED, "processing", D(0))
    assert order.money.total_invoiced == order.money.shipping_invoiced == order.money.discount_invoiced == 0
    again = invoicing.prepare(order)
    assert (again.money.shipping_amount, again.money.discount_amount) == (D("5.00"), D("-1.00"))
    assert again.money.grand_total == order.money.grand_total
    assert code(invoicing.why_not_pay(order, first)) == "invoice.canceled"
    assert code(invoicing.why_not_cancel(order, first)) == "invoice.not_open"


def test_an_invoice_that_refunds_need_stays():
    order = make_order()
    paid, unpaid = (invoicing.prepare(order, qtys(order, A=2)), None)
    invoicing.register(order, paid, paid=True)
    unpaid = invoicing.prepare(order)
    invoicing.register(order, unpaid, paid=False)
    request = RefundRequest(qtys=qtys(order, A=3), shipping_amount=D(0), adjustment_negative=D("10.83"))
    crediting.register(order, crediting.prepare(order, request))
    assert code(invoicing.why_not_cancel(order, unpaid)) == "invoice.refunded"
    with pytest.raises(Refused, match="A was refunded"):
        invoicing.cancel(order, unpaid)
    assert bookkeeping.faults(order) == []


def test_an_invoice_of_an_order_on_hold_stays():
    order = make_order()
    invoice = invoicing.prepare(order)
    invoicing.register(order, invoice, paid=False)
    holding.hold(order)
    assert code(invoicing.why_not_cancel(order, invoice)) == "order.held"
    invoicing.pay(order, invoice)
    assert (order.state, order.money.total_due) == ("holded", D(0))
    assert bookkeeping.faults(order) == []


@pytest.mark.parametrize(
    "currency, rate, first, second",
    [
        ("JPY", "149.37", ("498", "83", "996"), ("996", "166", "0")),
        ("KWD", "0.30710", ("1.024", "0.170", "2.048"), ("2.047", "0.342", "0")),
    ],
)
def test_amounts_have_their_currencys_digits(currency, rate, first, second):
    row = Row("A", D(3), D("3.333"), D("16.667"))
    money = Money(currency, rate=D(rate), shipping=D("6.67"), shipping_tax=D(0))
    order = make_order(row, money=money)
    for asked, (subtotal, tax, shipping) in ((qtys(order, A=1), first), (None, second)):
        invoice = invoicing.prepare(order, asked)
        invoicing.register(order, invoice, paid=True)
        assert (str(invoice.money.subtotal), str(invoice.money.tax_amount)) == (subtotal, tax)
        assert invoice.money.shipping_amount == D(shipping)
    assert order.money.total_due == order.base.total_due == 0


def test_an_extra_that_no_rule_explains_goes_on_the_first_invoice_in_force():
    order = make_order(money=Money(other=D("2.50")))
    first = invoicing.prepare(order, qtys(order, A=1))
    invoicing.register(order, first, paid=False)
    assert (first.money.other_amount, first.money.grand_total) == (D("2.50"), D("18.74"))
    assert invoicing.prepare(order).money.other_amount == 0
    invoicing.cancel(order, first)
    assert invoicing.prepare(order, qtys(order, A=1)).money.other_amount == D("2.50")


def test_a_deduction_that_no_rule_explains_goes_as_far_as_each_invoice_bears_it():
    order = make_order(money=Money(shipping=D(0), shipping_tax=D(0), other=D("-15.00")))
    amounts = []
    while invoicing.why_not(order) is None:
        invoice = invoicing.prepare(order, qtys(order, A=1))
        invoicing.register(order, invoice, paid=True)
        amounts.append((str(invoice.money.other_amount), str(invoice.money.grand_total)))
    assert amounts == [("-10.83", "0.00"), ("-4.17", "6.66"), ("0.00", "10.82")]
    crediting.register(order, crediting.prepare(order, RefundRequest()))
    assert order.money.other_refunded == D("-15.00")
    assert (order.state, bookkeeping.faults(order)) == ("closed", [])


def test_totals_that_the_lines_do_not_explain_are_taken_as_given():
    order = make_order(Row(discount=D("3.00")))
    for own in (order.money, order.base):
        own.discount_amount, own.subtotal, own.grand_total = D("-4.00"), D("31.00"), D("34.89")
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=True)
    last = invoicing.prepare(order)
    assert (last.money.subtotal, last.money.discount_amount) == (D("21.00"), D("-3.00"))
    invoicing.register(order, last, paid=True)
    assert (order.money.total_paid, order.money.total_due) == (D("34.89"), D(0))
    assert bookkeeping.faults(order) == []


def test_row_totals_with_tax_are_shares_of_the_row():
    order = make_order(Row(price=D("3.333")))
    order.lines[0].money.row_total_incl_tax = D("10.81")
    parts = []
    while invoicing.why_not(order) is None:
        invoice = invoicing.prepare(order, qtys(order, A=1))
        invoicing.register(order, invoice, paid=True)
        parts.append(invoice.lines[0].money.row_total_incl_tax)
    assert parts == [D("3.60"), D("3.61"), D("3.60")]
