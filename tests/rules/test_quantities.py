"""What of a line is open, and its status in a word (RULES.md §2)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.rules.quantities import line_status, offered_to_ship, to_cancel, to_invoice, to_refund, to_ship
from sales_tui.rules.records import Line

D = Decimal


def make_line(ordered: int, invoiced: int = 0, shipped: int = 0, refunded: int = 0, canceled: int = 0, **more) -> Line:
    return Line(
        id=1,
        sku="A",
        qty_ordered=D(ordered),
        qty_invoiced=D(invoiced),
        qty_shipped=D(shipped),
        qty_refunded=D(refunded),
        qty_canceled=D(canceled),
        **more,
    )


@pytest.mark.parametrize(
    "quantities, invoice, refund, ship, offered, cancel",
    [
        ((3,), 3, 0, 3, 3, 3),
        ((3, 1), 2, 1, 3, 3, 2),
        ((3, 3, 2, 1), 0, 2, 1, 0, 0),
        ((3, 0, 3), 3, 0, 0, 0, 0),
        ((3, 0, 1), 3, 0, 2, 2, 2),
        ((3, 1, 1, 0, 2), 0, 1, 0, 0, 0),
        ((3, 3, 0, 3), 0, 0, 0, 0, 0),
        ((5, 5, 1, 2), 0, 3, 3, 2, 0),
    ],
)
def test_open_quantities(quantities, invoice, refund, ship, offered, cancel):
    line = make_line(*quantities)
    assert (to_invoice(line), to_refund(line)) == (invoice, refund)
    assert (to_ship(line), offered_to_ship(line), to_cancel(line)) == (ship, offered, cancel)


@pytest.mark.parametrize(
    "flags, money_open, ship_open",
    [
        ({}, 3, 3),
        ({"is_virtual": True}, 3, 0),
        ({"is_dummy": True}, 0, 3),
        ({"ships_with_parent": True}, 3, 0),
        ({"ships_in_parts": True}, 3, 0),
    ],
)
def test_rows_that_do_not_lead_have_nothing_open(flags, money_open, ship_open):
    line = make_line(3, **flags)
    assert (to_invoice(line), to_ship(line), offered_to_ship(line)) == (money_open, ship_open, ship_open)


@pytest.mark.parametrize(
    "quantities, status",
    [
        ((3,), "Ordered"),
        ((3, 0, 3), "Mixed"),
        ((3, 3, 3), "Shipped"),
        ((3, 3, 2, 1), "Shipped"),
        ((3, 3), "Invoiced"),
        ((3, 3, 0, 1), "Mixed"),
        ((3, 3, 3, 3), "Refunded"),
        ((3, 0, 0, 0, 3), "Canceled"),
        ((3, 1), "Partial"),
        ((3, 0, 1), "Partial"),
        ((3, 1, 1, 1, 2), "Mixed"),
    ],
)
def test_line_status(quantities, status):
    assert line_status(make_line(*quantities)) == status


def test_backordered():
    line = make_line(3)
    line.qty_backordered = D(3)
    assert line_status(line) == "Backordered"
    line.qty_backordered = D(1)
    assert line_status(line) == "Partial"
