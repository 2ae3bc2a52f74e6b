"""Configurable products and bundles count once, and every row moves along (RULES.md §0.13)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, canceling, crediting, invoicing, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.quantities import to_invoice
from sales_tui.rules.records import Order
from tests.rules.orders import Row, configurable, dynamic_bundle, fixed_bundle, line_of, make_order, qtys, skus

D = Decimal


def invoiced(order: Order, **by_sku: int) -> dict[str, Decimal]:
    invoice = invoicing.prepare(order, qtys(order, **by_sku) if by_sku else None)
    invoicing.register(order, invoice, paid=True)
    assert bookkeeping.faults(order) == []
    return skus(order, invoice.lines)


def shipped(order: Order, **by_sku: int) -> dict[str, Decimal]:
    shipment = shipping.prepare(order, qtys(order, **by_sku) if by_sku else None)
    shipping.register(order, shipment)
    assert bookkeeping.faults(order) == []
    return skus(order, shipment.lines)


def test_a_configurable_counts_once():
    order = make_order(configurable(), Row("A"))
    invoice = invoicing.prepare(order, qtys(order, TEE=1, A=1))
    assert skus(order, invoice.lines) == {"TEE": 1, "TEE-M": 1, "A": 1}
    assert invoice.total_qty == 2
    assert invoice.money.subtotal == D("30.00")
    invoicing.register(order, invoice, paid=True)
    assert to_invoice(line_of(order, "TEE-M")) == 0
    assert line_of(order, "TEE-M").qty_invoiced == 1


def test_a_configurable_ships_as_its_parent():
    order = make_order(configurable())
    shipment = shipping.prepare(order)
    assert (shipment.total_qty, shipment.total_weight) == (D(2), D(1))
    assert skus(order, shipment.lines) == {"TEE": 2, "TEE-M": 2}


def test_a_fixed_bundle_that_ships_together():
    order = make_order(fixed_bundle())
    assert invoiced(order, SET=1) == {"SET": 1, "SET-CUP": 1, "SET-SAUCER": 2}
    assert shipped(order) == {"SET": 2, "SET-CUP": 2, "SET-SAUCER": 4}


def test_a_fixed_bundle_that_ships_in_parts():
    order = make_order(fixed_bundle(together=False))
    assert invoiced(order) == {"SET": 2, "SET-CUP": 2, "SET-SAUCER": 4}
    assert shipped(order, SET_CUP=2, SET_SAUCER=1) == {"SET-CUP": 2, "SET-SAUCER": 1}
    assert line_of(order, "SET").qty_shipped == 0, "no set is whole yet"
    assert shipped(order, SET_SAUCER=1) == {"SET-SAUCER": 1, "SET": 1}
    assert order.state == "processing"
    assert shipped(order) == {"SET-SAUCER": 2, "SET": 1}
    assert order.state == "complete"


def test_a_bundle_priced_by_its_children_follows_them():
    order = make_order(dynamic_bundle())
    assert invoiced(order, BOX_TEA=2, BOX_JAM=3) == {"BOX-TEA": 2, "BOX-JAM": 3, "BOX": 1}
    assert invoiced(order) == {"BOX-JAM": 3, "BOX": 1}
    assert shipped(order, BOX=1) == {"BOX": 1, "BOX-TEA": 1, "BOX-JAM": 3}
    memo = crediting.prepare(order, RefundRequest(qtys=qtys(order, BOX_TEA=1), back_to_stock=frozenset({2})))
    assert [(row.order_item_id, row.back_to_stock) for row in memo.lines] == [(2, True)]
    crediting.register(order, memo)
    assert bookkeeping.faults(order) == []


def test_a_refund_of_a_configurable_takes_its_variant_along():
    order = make_order(configurable())
    invoiced(order)
    memo = crediting.prepare(order, RefundRequest(qtys=qtys(order, TEE=1), back_to_stock=frozenset({1})))
    assert [(row.order_item_id, row.qty, row.back_to_stock) for row in memo.lines] == [(1, D(1), True), (2, D(1), True)]
    assert memo.base.subtotal == D("20.00")


def test_a_row_that_does_not_lead_is_refused():
    order = make_order(configurable())
    with pytest.raises(Refused, match="more than the 0 left to invoice"):
        invoicing.prepare(order, qtys(order, TEE_M=1))


def test_a_cancellation_takes_children_along_and_leaves_sets_that_began_to_ship():
    order = make_order(fixed_bundle(together=False), configurable())
    shipped(order, SET_CUP=1)
    cancellation = canceling.cancel(order)
    taken = {"SET": 1, "SET-CUP": 1, "SET-SAUCER": 2, "TEE": 2, "TEE-M": 2}
    assert skus(order, cancellation.lines) == taken
    assert bookkeeping.faults(order) == []


def test_invoice_and_ship_translates_between_rows_of_money_and_of_parcels():
    order = make_order(dynamic_bundle(), fixed_bundle(together=False), Row("V", is_virtual=True))
    invoice = invoicing.prepare(order, qtys(order, BOX_TEA=1, BOX_JAM=3, SET=1, V=1))
    invoicing.register(order, invoice, paid=True)
    assert shipping.qtys_of(order, invoice) == qtys(order, BOX=1, SET_CUP=1, SET_SAUCER=2)
