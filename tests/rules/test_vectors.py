"""Every vector whose payment needs no gateway: each figure, each state, each refusal, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping
from sales_tui.rules.quantities import line_status, to_ship
from sales_tui.rules.records import CreditMemo, Invoice, Order, Shipment
from tests.rules.vector_orders import Json, allowed, build_order, run_step, vectors

VECTORS = list(vectors())
CENT = Decimal("0.01")

TOTALS = {
    "subtotal": "subtotal",
    "tax": "tax_amount",
    "discount": "discount_amount",
    "shipping": "shipping_amount",
    "shipping_tax": "shipping_tax_amount",
    "hidden_tax": "discount_tax_compensation_amount",
    "adjustment_positive": "adjustment_positive",
    "adjustment_negative": "adjustment_negative",
    "grand_total": "grand_total",
}
LINE_AMOUNTS = {
    "row_total": "row_total",
    "tax": "tax_amount",
    "discount": "discount_amount",
    "hidden_tax": "discount_tax_compensation_amount",
}
LINE_QUANTITIES = ("invoiced", "shipped", "refunded", "canceled")

ROUNDED_SHIPPING_DISCOUNT = {
    # RULES.md §0.4 and §0.5 round the shipping discount of a memo; the engine leaves it as it falls.
    ("shipping_discount-001", "step 2 discount"): ("-18.88", "-18.8815"),
    ("shipping_discount-001", "step 2 grand_total"): ("404.26", "404.2585"),
    ("shipping_discount-001", "after discount_refunded"): ("-45.80", "-45.8015"),
    ("shipping_discount-001", "after total_offline_refunded"): ("1430.73", "1430.7285"),
    ("shipping_discount-008", "step 1 discount"): ("-28.71", "-28.7053"),
    ("shipping_discount-008", "step 1 grand_total"): ("615.95", "615.9547"),
    ("shipping_discount-008", "after discount_refunded"): ("-28.71", "-28.7053"),
    ("shipping_discount-008", "after total_offline_refunded"): ("615.95", "615.9547"),
    ("shipping_discount-011", "step 1 discount"): ("-0.66", "-0.6589"),
    ("shipping_discount-011", "step 1 grand_total"): ("79.81", "79.8111"),
    ("shipping_discount-011", "after discount_refunded"): ("-0.66", "-0.6589"),
    ("shipping_discount-011", "after total_offline_refunded"): ("468.86", "468.8611"),
}
"""Figures where RULES.md §0 wins over the engine: ours, and the engine's."""


class Figure(NamedTuple):
    """An amount or quantity: ours beside the vector's."""

    step: int
    name: str
    ours: Decimal
    theirs: Decimal


def test_there_are_vectors():
    assert len(VECTORS) == 127
    assert sum(len(vector["steps"]) for vector in VECTORS) == 465


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: Json):
    order = build_order(vector)
    figures = [*_order_figures(order, vector["placed"], -1, "placed")]
    for number, step in enumerate(vector["steps"]):
        figures += _step_figures(order, step, number)
        figures += _order_figures(order, step["order_after"], number, f"step {number} order")
        assert bookkeeping.faults(order) == []
    if "after" in vector:
        figures += _order_figures(order, vector["after"], len(vector["steps"]), "after")
    different = [figure for figure in figures if figure.ours != figure.theirs]
    if vector["decimal_safe"]:
        assert {(figure.name): (str(figure.ours), str(figure.theirs)) for figure in different} == expected_differences(
            vector
        )
    else:
        for figure in different:
            assert figure.step >= vector["float_tie_at_step"], figure
            assert abs(figure.ours - figure.theirs) <= CENT, figure


def expected_differences(vector: Json) -> dict[str, tuple[str, str]]:
    return {where: pair for (name, where), pair in ROUNDED_SHIPPING_DISCOUNT.items() if name == vector["name"]}


def _step_figures(order: Order, step: Json, number: int) -> Iterator[Figure]:
    """Do the step and yield what its document has; a refusal leaves the order as it was."""
    expect = step["expect"]
    if "error" in expect:
        before = deepcopy(order)
        with pytest.raises(Refused) as refused:
            run_step(order, step)
        assert order == before
        assert refused.value.refusal.code
        assert refused.value.refusal.message.endswith(".")
        return
    document = run_step(order, step)
    if isinstance(document, Shipment):
        yield Figure(number, f"step {number} total_qty", document.total_qty, Decimal(expect["total_qty"]))
    elif isinstance(document, Invoice | CreditMemo):
        assert document.state == 2
        yield from _document_figures(order, document, expect, number)
    else:
        assert expect == {"ok": True}


def _document_figures(order: Order, document: Invoice | CreditMemo, expect: Json, number: int) -> Iterator[Figure]:
    for side, prefix, totals in (("money", "", expect), ("base", "base ", expect.get("base", {}))):
        where = f"step {number} {prefix}"
        yield from _figures(getattr(document, side), totals, TOTALS, number, where)
        for row in document.lines:
            line = expect["lines"][order.line(row.order_item_id).sku]
            amounts = line if side == "money" else line.get("base", {})
            yield from _figures(getattr(row, side), amounts, LINE_AMOUNTS, number, f"{where}line ")
            yield Figure(number, f"{where}line qty", row.qty, Decimal(line["qty"]))
    skus = {order.line(row.order_item_id).sku for row in document.lines}
    assert skus == {sku for sku, line in expect["lines"].items() if line["qty"]}


def _figures(record: Any, expect: Json, columns: dict[str, str], number: int, where: str) -> Iterator[Figure]:
    for name, column in columns.items():
        if name in expect:
            yield Figure(number, where + name, getattr(record, column), Decimal(expect[name]))


def _order_figures(order: Order, expect: Json, number: int, where: str) -> Iterator[Figure]:
    assert (order.state, order.status) == (expect["state"], expect["status"]), where
    assert sorted(allowed(order)) == sorted(expect["can"]), where
    for name, theirs in expect.items():
        if name not in ("state", "status", "can", "lines"):
            own = order.base if name.startswith("base_") else order.money
            yield Figure(number, f"{where} {name}", getattr(own, name.removeprefix("base_")), Decimal(theirs))
    for line in order.lines:
        row = expect["lines"][line.sku]
        assert line_status(line) == row["status"], (where, line.sku)
        for name in LINE_QUANTITIES:
            yield Figure(number, f"{where} {line.sku} {name}", getattr(line, f"qty_{name}"), Decimal(row[name]))
        yield Figure(number, f"{where} {line.sku} to_ship", to_ship(line), Decimal(row["to_ship"]))
