"""Credit memos: refusals, limits in both currencies, the closing memo (RULES.md §3.3, §0.4 to 0.12)."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, crediting, invoicing
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.payment_records import Account
from sales_tui.rules.records import CreditMemo, Order
from tests.rules.orders import DOLLARS, Money, Row, code, make_order, qtys

D = Decimal


def paid_order(*rows: Row, money: Money = DOLLARS, **more: Any) -> Order:
    order = make_order(*rows, money=money, **more)
    invoicing.register(order, invoicing.prepare(order), paid=True)
    return order


def refunded(order: Order, **request: Any) -> CreditMemo:
    memo = crediting.prepare(order, RefundRequest(**request))
    crediting.register(order, memo)
    assert bookkeeping.faults(order) == []
    return memo


@pytest.mark.parametrize(
    "request_, refused_as, says",
    [
        ({"qtys": {1: D(4)}}, "refund.above_open", "A: 4 is more than the 3 left to refund"),
        ({"qtys": {1: D("0.5")}}, "item.fraction", "whole pieces"),
        ({"qtys": {}, "shipping_amount": D(0)}, "refund.empty", "name pieces, shipping or an amount that is left"),
        ({"qtys": {1: D(0)}, "shipping_amount": D(0)}, "refund.empty", "name pieces"),
        ({"shipping_amount": D("5.01")}, "refund.shipping_over", "at most 5.00 USD of shipping"),
        ({"shipping_amount": D(-1)}, "refund.shipping", "-1 is not a shipping amount"),
        ({"shipping_amount": D("1e90")}, "refund.shipping", "1E.90 is not"),
        ({"shipping_amount": D("NaN")}, "refund.shipping", "NaN is not"),
        ({"adjustment_positive": D("0.01")}, "refund.over_paid", "37.90 USD is more than the 37.89 USD"),
        ({"adjustment_positive": D(-1)}, "refund.adjustment", "can't be negative"),
        ({"adjustment_negative": "-5%"}, "refund.adjustment", "can't be negative"),
        ({"adjustment_negative": "ten"}, "refund.adjustment", "'ten' is not a number"),
        ({"adjustment_negative": "9" * 40}, "refund.adjustment", "larger"),
        ({"adjustment_negative": D("37.90")}, "refund.negative", "Lower the fee"),
        ({"adjustment_negative": D("37.89"), "allow_zero_total": False}, "refund.zero", "switched off"),
        ({"refund_to": "mars"}, "refund.destination", "'mars'"),
        ({"refund_to": "online"}, "refund.online_needs_invoice", "name the invoice"),
    ],
)
def test_refusals(request_, refused_as, says):
    order = paid_order()
    before = deepcopy(order)
    with pytest.raises(Refused, match=says) as refused:
        crediting.prepare(order, RefundRequest(**request_))
    assert refused.value.refusal.code == refused_as
    assert order == before


def test_an_order_refunded_in_full_says_so():
    order = paid_order()
    refunded(order)
    assert (order.state, code(crediting.why_not(order))) == ("closed", "order.closed")
    order.state = "complete"
    assert code(crediting.why_not(order)) == "refund.nothing_left"


def test_the_fee_that_was_kept_is_not_refunded():
    order = paid_order()
    refunded(order, adjustment_negative=D("5.00"))
    order.state = "complete"
    assert code(crediting.why_not(order)) == "refund.only_fee_left"


def test_a_memo_of_nothing_but_a_fee_waived_may_be_zero():
    order = paid_order()
    memo = refunded(order, adjustment_negative=D("37.89"))
    assert memo.money.grand_total == 0
    assert order.lines[0].qty_refunded == 3


def test_shipping_alone_and_adjustment_alone():
    order = paid_order()
    assert refunded(order, qtys={}).money.grand_total == D("5.41")
    assert refunded(order, qtys={}, adjustment_positive=D("1.00")).money.grand_total == D("1.00")
    assert crediting.maximum(order) == (D("31.48"), D("31.48"))


def test_a_percentage_is_of_the_orders_base_grand_total():
    order = paid_order(money=Money("EUR", rate=D("0.9")))
    memo = refunded(order, qtys=qtys(order, A=1), shipping_amount=D(0), adjustment_negative="10%")
    assert (memo.base.adjustment_negative, memo.money.adjustment_negative) == (D("3.79"), D("3.41"))


def test_shipping_discount_is_deducted_when_shipping_is_left_unsaid():
    order = paid_order(money=Money(shipping=D("8.00"), shipping_tax=D(0), shipping_discount=D("3.00")))
    half = refunded(order, qtys=qtys(order, A=1), shipping_amount=D("4.01"))
    assert half.money.discount_amount == D("-1.50")
    rest = refunded(order)
    assert (rest.money.shipping_amount, rest.money.discount_amount) == (D("3.99"), D("-1.50"))
    assert order.money.total_refunded == order.money.grand_total


def test_no_shipping_left_is_no_tax_on_it():
    order = paid_order(Row("A"), Row("B"))
    assert refunded(order, qtys={}).money.tax_amount == D("0.41")
    memo = refunded(order, qtys=qtys(order, A=1))
    assert (memo.money.shipping_amount, memo.money.shipping_tax_amount) == (D(0), D(0))


def test_an_invoice_limits_pieces_tax_and_shipping():
    order = make_order()
    for asked in (qtys(order, A=1), None):
        invoicing.register(order, invoicing.prepare(order, asked), paid=True)
    first, second = order.invoices
    assert crediting.shipping_left(order, second) == 0
    first.increment_id = "000000008"
    with pytest.raises(Refused, match="2 is more than the 1 left to refund on invoice 000000008"):
        crediting.prepare(order, RefundRequest(qtys=qtys(order, A=2), invoice=first))
    memo = refunded(order, invoice=second)
    assert (memo.money.subtotal, memo.money.shipping_amount) == (D("20.00"), D(0))
    assert (second.money.total_refunded, first.money.total_refunded) == (D("21.65"), D(0))
    with pytest.raises(Refused, match="more than the 0 left"):
        crediting.prepare(order, RefundRequest(qtys=qtys(order, A=1), invoice=second))


def test_only_a_paid_invoice_is_refunded():
    order = make_order()
    paid, unpaid = invoicing.prepare(order, qtys(order, A=1)), None
    invoicing.register(order, paid, paid=True)
    unpaid = invoicing.prepare(order, qtys(order, A=1))
    invoicing.register(order, unpaid, paid=False)
    assert code(crediting.why_not_invoice(order, unpaid)) == "refund.invoice_not_paid"
    assert crediting.why_not_invoice(order, paid) is None
    invoicing.cancel(order, unpaid)
    refusal = crediting.why_not_invoice(order, unpaid)
    assert refusal is not None
    assert "is canceled" in refusal.message


def test_more_than_was_paid_is_refused_while_an_invoice_is_open():
    order = make_order()
    invoicing.register(order, invoicing.prepare(order, qtys(order, A=1)), paid=True)
    invoicing.register(order, invoicing.prepare(order), paid=False)
    with pytest.raises(Refused, match=r"37.89 USD is more than the 16.24 USD"):
        crediting.prepare(order, RefundRequest())


@pytest.mark.parametrize("fee", [D("10.02"), D("10.03")])
def test_cents_of_the_rate_exceed_no_payment_and_block_no_refund(fee):
    """Six extra refunds of 1.67 are 9.24 euros, and a fee of their sum is 9.22: two cents more than are left."""
    row = Row(qty=D(4), price=D("25.00"), tax_percent=D(0))
    order = paid_order(row, money=Money("EUR", rate=D("0.92"), shipping=D(0), shipping_tax=D(0)))
    for _ in range(6):
        refunded(order, qtys={}, adjustment_positive=D("1.67"))
    memo = refunded(order, adjustment_negative=fee)
    assert memo.base.grand_total == D("100.00") - fee
    assert order.money.total_refunded == order.money.total_paid == D("92.00")


def test_an_extra_refund_is_cut_to_what_the_orders_currency_has_left():
    row = Row(qty=D(4), price=D("25.00"), tax_percent=D(0))
    order = paid_order(row, money=Money("EUR", rate=D("0.92"), shipping=D(0), shipping_tax=D(0)))
    for amount in ("49.99", "49.99", "0.02"):
        memo = refunded(order, qtys={}, adjustment_positive=D(amount))
    assert (memo.base.adjustment_positive, memo.money.adjustment_positive) == (D("0.02"), D("0.02"))
    assert order.money.total_refunded == order.money.total_paid


def test_the_closing_memo_takes_what_is_left_in_both_currencies():
    rows = (Row("A", D(3), D("3.35"), discount=D("1.00"), hidden_tax=D("0.07")), Row("B", D(7), D("1.43")))
    money = Money("JPY", rate=D("149.37"), shipping_discount=D("0.50"), shipping_hidden_tax=D("0.03"), other=D("1.10"))
    order = make_order(*rows, money=money)
    for asked in (qtys(order, A=1, B=3), qtys(order, B=2), None):
        invoicing.register(order, invoicing.prepare(order, asked), paid=True)
    refunded(order, invoice=order.invoices[0], qtys=qtys(order, B=1), shipping_amount=D("1.99"))
    refunded(order, qtys=qtys(order, A=2, B=1), shipping_amount=D(0))
    refunded(order)
    for own in (order.money, order.base):
        assert own.total_refunded == own.total_paid == own.grand_total
        assert own.tax_refunded == own.tax_amount
        assert own.shipping_tax_refunded == own.shipping_tax_amount
        assert own.discount_refunded == own.discount_amount
        assert own.other_refunded == own.other_amount
    assert order.state == "closed"


def test_where_refunds_go():
    order = paid_order()
    order.customer_id, order.accounts = 7, [Account(None, "", "store_credit", "Ana Silva", "USD")]
    refunded(order, qtys=qtys(order, A=1), refund_to="store_credit")
    refunded(order, qtys=qtys(order, A=1), refund_to="online", invoice=order.invoices[0])
    assert (order.money.total_offline_refunded, order.money.total_online_refunded) == (D("16.24"), D("10.83"))


def test_a_free_order_is_refunded_once():
    order = paid_order(Row(price=D(0)), money=Money(shipping=D(0), shipping_tax=D(0)), payment_method="free")
    with pytest.raises(Refused, match="switched off"):
        crediting.prepare(order, RefundRequest(allow_zero_total=False))
    refunded(order)
    assert (order.state, order.lines[0].qty_refunded) == ("closed", D(3))
