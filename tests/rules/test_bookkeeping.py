"""The books of INTERFACE §6: every figure that doesn't follow is named, and imported figures are an opening balance."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from sales_tui.rules import bookkeeping, canceling, crediting, invoicing, openings, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import Line, LineMoney, Opening, Order, OrderMoney
from tests.rules.orders import Row, make_order, qtys

D = Decimal


def busy_order() -> Order:
    """An order to which everything was done."""
    order = make_order(Row("A", discount=D("1.00"), hidden_tax=D("0.10")), Row("B"), Row("C"))
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=2, B=3)), paid=True)
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=False)
    shipping.register(order, shipping.prepare(order, qtys(order, A=1, B=1)))
    request = RefundRequest(qtys=qtys(order, A=1), invoice=order.invoices[0], adjustment_positive=D("0.50"))
    crediting.register(order, crediting.prepare(order, request))
    canceling.cancel(order)
    return order


FIGURES = (
    [
        (f"{side}.{name}", f"{prefix}{name}")
        for side, prefix in (("money", ""), ("base", "base_"))
        for name in (
            *("subtotal_invoiced", "discount_invoiced", "tax_invoiced", "shipping_invoiced", "total_invoiced"),
            *("discount_tax_compensation_invoiced", "discount_tax_compensation_refunded", "other_invoiced"),
            *("subtotal_refunded", "discount_refunded", "tax_refunded", "shipping_refunded", "total_refunded"),
            *("shipping_tax_refunded", "other_refunded", "adjustment_positive", "adjustment_negative"),
            *("subtotal_canceled", "discount_canceled", "tax_canceled", "shipping_canceled", "total_canceled"),
            *("total_paid", "total_due", "total_offline_refunded", "total_online_refunded"),
        )
    ]
    + [
        (f"lines.0.{path}", f"A {name}")
        for path, name in (
            *((name, name) for name in ("qty_invoiced", "qty_shipped", "qty_refunded", "qty_canceled")),
            *(
                (f"money.{name}", name)
                for name in ("row_invoiced", "amount_refunded", "tax_invoiced", "discount_refunded")
            ),
            *((f"base.{name}", f"base_{name}") for name in ("row_invoiced", "tax_refunded", "discount_invoiced")),
        )
    ]
    + [
        ("lines.2.money.tax_canceled", "C tax_canceled"),
        ("invoices.0.money.grand_total", "grand_total"),
        ("invoices.0.base.subtotal", "base_subtotal"),
        ("invoices.0.total_qty", "total_qty"),
        ("invoices.0.base.total_refunded", "base_total_refunded"),
        ("creditmemos.0.money.grand_total", "grand_total"),
        ("shipments.0.total_qty", "total_qty"),
        ("shipments.0.lines.0.qty", "A qty_shipped"),
    ]
)


def change(record: Any, path: str, by: Decimal) -> None:
    *steps, name = path.split(".")
    for step in steps:
        record = record[int(step)] if step.isdigit() else getattr(record, step)
    setattr(record, name, getattr(record, name) + by)


def test_the_books_of_a_busy_order_balance():
    assert bookkeeping.faults(busy_order()) == []


@pytest.mark.parametrize("by", [D("0.01"), D("-0.01")])
@pytest.mark.parametrize("path, named", FIGURES)
def test_a_figure_that_does_not_follow_is_named(path, named, by):
    order = busy_order()
    change(order, path, by)
    faults = bookkeeping.faults(order)
    assert any(named in fault for fault in faults), faults
    assert all(fault.startswith("Order 000000001: ") and fault.endswith(".") for fault in faults)


def test_a_fault_names_both_figures():
    order = busy_order()
    order.money.total_paid += 1
    first = bookkeeping.faults(order)[0]
    assert first == "Order 000000001: total_paid is 59.94, but 58.94 follows from its documents."


@pytest.mark.parametrize(
    "state, wrong",
    [("new", True), ("complete", False), ("closed", True), ("processing", False), ("holded", False)],
)
def test_the_state_follows_where_something_was_done(state, wrong):
    order = make_order()
    invoicing.register(order, invoicing.prepare(order), paid=True)
    if state == "complete":
        shipping.register(order, shipping.prepare(order))
    order.state = state
    assert any("state is" in fault for fault in bookkeeping.faults(order)) == wrong
    order.touched = False
    assert bookkeeping.faults(order) == []


def imported_order() -> Order:
    """Two of three pieces came in as invoiced and paid, one as refunded and one as shipped, without documents."""
    order = make_order()
    (line,) = order.lines
    line.qty_invoiced, line.qty_shipped, line.qty_refunded = D(2), D(1), D(1)
    for side in ("money", "base"):
        own, row = getattr(order, side), getattr(line, side)
        row.row_invoiced, row.tax_invoiced, row.amount_refunded, row.tax_refunded = D(20), D("1.65"), D(10), D("0.83")
        own.subtotal_invoiced, own.tax_invoiced, own.shipping_invoiced = D(20), D("2.06"), D(5)
        own.subtotal_refunded, own.tax_refunded = D(10), D("0.83")
        own.total_invoiced = own.total_paid = D("27.06")
        own.total_refunded = own.total_offline_refunded = D("10.83")
        own.total_due = D("10.83")
    order.state = order.status = "complete"
    order.opening = Opening(deepcopy(order.money), deepcopy(order.base), {line.id: deepcopy(line)})
    return order


def test_imported_figures_are_an_opening_balance():
    order = imported_order()
    assert bookkeeping.faults(order) == []
    order.money.total_refunded += 1
    assert any("total_refunded is 11.83, but 10.83" in fault for fault in bookkeeping.faults(order))


def test_documents_made_here_add_to_the_opening_balance():
    order = imported_order()
    order.state = order.status = "processing"
    invoice = invoicing.prepare(order)
    assert (invoice.money.shipping_amount, invoice.money.grand_total) == (D(0), D("10.83"))
    invoicing.register(order, invoice, paid=True)
    crediting.register(order, crediting.prepare(order, RefundRequest()))
    assert bookkeeping.faults(order) == []
    assert order.money.total_refunded == order.money.total_paid == D("37.89")
    assert order.money.shipping_tax_refunded == D("0.41")


@pytest.mark.parametrize("act", [invoicing.pay, invoicing.cancel])
def test_an_imported_invoice_may_be_paid_or_canceled_here(act):
    order = make_order()
    invoice = invoicing.prepare(order)
    invoicing.register(order, invoice, paid=False)
    invoice.made_here, order.touched = False, False
    (line,) = order.lines
    order.opening = Opening(deepcopy(order.money), deepcopy(order.base), {line.id: deepcopy(line)})
    assert bookkeeping.faults(order) == []
    act(order, invoice)
    assert (invoice.opening_state, bookkeeping.faults(order)) == (1, [])


def test_an_imported_figure_beyond_its_limit_is_no_fault_of_ours():
    order = make_order()
    (line,) = order.lines
    line.qty_shipped, order.money.total_refunded = D(5), D(9)
    came = Line(id=line.id, sku=line.sku, qty_shipped=D(5), money=LineMoney(), base=LineMoney())
    order.opening = Opening(OrderMoney(total_refunded=D(9)), OrderMoney(), {line.id: came})
    assert bookkeeping.faults(order) == []
    line.qty_canceled = D(1)
    faults = bookkeeping.faults(order)
    assert any("qty_shipped and qty_canceled are 6 together" in fault for fault in faults)


@pytest.mark.parametrize(
    "grand_total, invoiced, refunded, other_invoiced, other_refunded",
    [
        ("40", "40", "40", "4", "4"),
        ("40", "40", "10", "4", "0"),
        ("40", "0", "0", "0", "0"),
        ("30", "30", "30", "-6", "-6"),
        ("36", "50", "50", "0", "0"),
    ],
)
def test_the_unexplained_rest_of_an_imported_total(grand_total, invoiced, refunded, other_invoiced, other_refunded):
    own = OrderMoney(subtotal=D(36), grand_total=D(grand_total), total_invoiced=D(invoiced), total_refunded=D(refunded))
    own.subtotal_invoiced = D(36) if own.total_invoiced else D(0)
    own.subtotal_refunded = D(10) if own.total_refunded == 10 else D(36) if own.total_refunded else D(0)
    openings.explain_other(own)
    assert (own.other_invoiced, own.other_refunded) == (D(other_invoiced), D(other_refunded))
