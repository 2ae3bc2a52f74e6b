"""From SKUs and item ids to lines and quantities (INTERFACE §4, RULES.md §0.13)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules.quantities import to_invoice, to_ship
from sales_tui.rules.selection import select_lines
from tests.rules.orders import Row, configurable, dynamic_bundle, fixed_bundle, line_of, make_order, qtys

D = Decimal


def test_rows_of_one_sku_are_filled_in_item_order():
    order = make_order(Row("A", D(2)), Row("B"), Row("A", D(3)))
    assert select_lines(order, [{"sku": "A", "qty": D(4)}], to_invoice) == {1: D(2), 3: D(2)}
    assert select_lines(order, [{"sku": "A"}], to_invoice) == {1: D(2), 3: D(3)}
    assert select_lines(order, [{"sku": "A", "qty": D(1)}, {"sku": "A", "qty": D(2)}], to_invoice) == {1: D(2), 3: D(1)}


def test_an_item_id_is_exact():
    order = make_order(Row("A"), Row("A"))
    order.lines[0].item_id = 77
    assert select_lines(order, [{"item_id": 77, "qty": D(1)}], to_invoice) == {1: D(1)}
    assert select_lines(order, [{"item_id": 2, "qty": D(1)}], to_invoice) == {2: D(1)}
    assert select_lines(order, [{"item_id": "77", "sku": "A", "qty": D(1)}], to_invoice) == {1: D(1)}


def test_nothing_selects_nothing():
    order = make_order()
    assert select_lines(order, [], to_invoice) == {}
    assert select_lines(order, [{"sku": "A", "qty": D(0)}], to_invoice) == {}


@pytest.mark.parametrize(
    "item, code, says",
    [
        ({"sku": "Z", "qty": D(1)}, "item.unknown", "SKU Z"),
        ({"sku": "a", "qty": D(1)}, "item.unknown", "SKU a"),
        ({"item_id": 99, "qty": D(1)}, "item.unknown", "item 99"),
        ({"item_id": 1, "sku": "B", "qty": D(1)}, "item.mismatch", "item 1 is A, not B"),
        ({"qty": D(1)}, "item.unnamed", "sku"),
        ({"sku": "A", "qty": D(-1)}, "item.qty", "negative"),
        ({"sku": "A", "qty": D("NaN")}, "item.qty", "NaN"),
        ({"sku": "A", "qty": "1"}, "item.qty", "1"),
        ({"sku": "A", "qty": D("1.5")}, "item.fraction", "whole pieces"),
        ({"sku": "A", "qty": D(4)}, "item.above_open", "more than the 3"),
        ({"sku": "A", "qty": D(10) ** 14}, "item.above_open", "more than the 3"),
        ({"sku": "A", "qty": D("1e999999999")}, "item.qty", "is not a quantity"),
        ({"sku": "M", "qty": D("0.00001")}, "item.fraction", "four decimals"),
    ],
)
def test_refusals(item, code, says):
    order = make_order(Row("A"), Row("M", is_qty_decimal=True))
    with pytest.raises(Refused, match=says) as refused:
        select_lines(order, [item], to_invoice)
    assert refused.value.refusal.code == code


def test_fractions_of_lines_that_have_them():
    order = make_order(Row("M", D("2.5"), is_qty_decimal=True))
    assert select_lines(order, [{"sku": "M", "qty": D("1.25")}], to_invoice) == {1: D("1.25")}


def test_a_configurable_is_addressed_by_its_parent():
    order = make_order(configurable())
    assert select_lines(order, [{"sku": "TEE", "qty": D(1)}], to_invoice) == qtys(order, TEE=1)
    with pytest.raises(Refused, match="no line with the SKU TEE-M"):
        select_lines(order, [{"sku": "TEE-M", "qty": D(1)}], to_invoice)
    with pytest.raises(Refused, match="belongs to TEE"):
        select_lines(order, [{"item_id": line_of(order, "TEE-M").id, "qty": D(1)}], to_invoice)


def test_a_bundle_priced_by_its_children_is_addressed_whole():
    order = make_order(dynamic_bundle(), Row("A"))
    assert select_lines(order, [{"sku": "BOX", "qty": D(1)}], to_invoice) == qtys(order, BOX_TEA=1, BOX_JAM=3)
    assert select_lines(order, [{"sku": "BOX"}], to_invoice) == qtys(order, BOX_TEA=2, BOX_JAM=6)
    with pytest.raises(Refused, match="3 is more than the 2"):
        select_lines(order, [{"sku": "BOX", "qty": D(3)}], to_invoice)
    tea = line_of(order, "BOX-TEA").id
    assert select_lines(order, [{"item_id": tea, "qty": D(1)}], to_invoice) == {tea: D(1)}


def test_a_bundle_that_ships_in_parts_is_addressed_whole():
    order = make_order(fixed_bundle(together=False))
    assert select_lines(order, [{"sku": "SET", "qty": D(1)}], to_ship) == qtys(order, SET_CUP=1, SET_SAUCER=2)
