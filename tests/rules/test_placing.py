"""Orders made of earlier ones: the same again to the cent, and replacements that cost nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refused
from sales_tui.rules import invoicing, placing, shipping
from sales_tui.rules.bookkeeping import faults
from sales_tui.rules.records import Order
from tests.rules.orders import DOLLARS, Money, Row, configurable, dynamic_bundle, fixed_bundle, line_of, make_order

D = Decimal
YEN = Money("JPY", "USD", D("151.3"))
ROWS = st.lists(
    st.sampled_from(
        [Row(), Row("B", D(2), D("3.33"), discount=D("0.5")), configurable(), fixed_bundle(), dynamic_bundle()]
    ),
    min_size=1,
    max_size=4,
)


def finished(order: Order) -> Order:
    """Invoiced and, what ships, shipped, whole."""
    order.id, order.increment_id = 9, "000000009"
    invoicing.register(order, invoicing.prepare(order), paid=True)
    if shipping.why_not(order) is None:
        shipping.register(order, shipping.prepare(order))
    return order


@given(ROWS, st.sampled_from([DOLLARS, YEN, Money(other=D("1.50")), Money(shipping_discount=D("2"))]))
def test_the_same_again_comes_to_the_same(rows: list[Row], money: Money):
    order = make_order(*rows, money=money)
    new = placing.again(finished(order))
    assert (new.money.grand_total, new.base.grand_total) == (order.money.grand_total, order.base.grand_total)
    assert (new.money.total_due, new.money.total_paid) == (new.money.grand_total, ZERO)
    assert [(one.sku, one.qty_ordered, one.qty_invoiced) for one in new.lines] == [
        (one.sku, one.qty_ordered, ZERO) for one in order.lines
    ]
    assert list(faults(finished(new))) == []


def test_a_gift_card_was_spent():
    order = make_order(money=Money(other=D("-10")))
    new = placing.again(order)
    assert new.base.grand_total == order.base.grand_total + 10
    assert new.base.other_amount == 0


def test_parents_are_those_of_the_new_order():
    new = placing.again(make_order(configurable(), fixed_bundle()))
    ids = {line.id for line in new.lines}
    assert len(ids) == len(new.lines)
    assert {line.parent_id for line in new.lines} <= ids | {None}
    assert [line.sku for line in new.lines if line.parent_id is None] == ["TEE", "SET"]


@given(ROWS, st.sampled_from([DOLLARS, YEN]), st.integers(1, 2))
def test_an_exchange_costs_nothing(rows: list[Row], money: Money, qty: int):
    order = finished(make_order(*rows, money=money))
    new = placing.exchange(order, {order.lines[0].id: D(qty)})
    assert (new.money.grand_total, new.base.grand_total, new.payment_method) == (ZERO, ZERO, "free")
    assert new.money.subtotal == -new.money.discount_amount
    assert new.lines[0].qty_ordered == qty
    assert list(faults(finished(new))) == []
    assert new.state == "complete"


def test_a_variant_goes_out_without_its_set():
    order = make_order(configurable())
    child = next(line for line in order.lines if line.parent_id is not None)
    new = placing.exchange(finished(order), {child.id: D(1)})
    (line,) = new.lines
    assert (line.parent_id, line.is_dummy, line.ships_with_parent) == (None, False, False)
    assert shipping.why_not(new) is None


@pytest.mark.parametrize("qtys", [{}, {1: D(0)}, {1: D(-1)}])
def test_nothing_to_exchange(qtys: dict[int, Decimal]):
    with pytest.raises(Refused) as refused:
        placing.exchange(make_order(), qtys)
    assert refused.value.refusal.code == "exchange.empty"


@pytest.mark.parametrize("state", ["holded", "payment_review"])
def test_what_is_stopped_waits(state: str):
    order = replace(make_order(), state=state)
    assert placing.why_not_again(order) is not None
    assert placing.why_not_again(replace(order, state="canceled")) is None
    assert line_of(order, "A").qty_ordered == 3


def test_what_was_given_in_exchange_is_not_placed_again():
    refusal = placing.why_not_again(placing.exchange(finished(make_order()), {1: D(1)}))
    assert refusal is not None
    assert refusal.code == "reorder.free"
    assert placing.why_not_again(make_order(money=Money(other=D("-37.89")))) is None
