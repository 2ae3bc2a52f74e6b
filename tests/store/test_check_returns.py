"""What `db check` says of returns whose figures don't go together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sales_tui.core.money import ZERO
from sales_tui.rules import crediting, invoicing, returning, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import Order
from sales_tui.rules.return_records import ReturnItem
from sales_tui.rules.returning import Asked, ReturnTerms
from sales_tui.store.check_returns import return_faults
from tests.rules.orders import make_order

D = Decimal
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def settled_order() -> Order:
    """An order of three pieces that came back and were refunded."""
    order = make_order()
    invoicing.register(order, invoicing.prepare(order), paid=True)
    shipping.register(order, shipping.prepare(order, None, []))
    wanted = [Asked({"sku": "A"}, "wrong_size", resolution="refund")]
    rma = returning.create(order, wanted, ReturnTerms(), NOW)
    returning.receive_parcel(order, rma, [], "", NOW)
    memo = crediting.prepare(order, RefundRequest(shipping_amount=ZERO))
    crediting.register(order, memo)
    memo.id, rma.lines[0].creditmemo_id = 1, 1
    return order


def item(order: Order) -> ReturnItem:
    return order.returns[0].lines[0]


def test_what_was_done_by_the_rules_is_in_order():
    assert list(return_faults(settled_order())) == []


@pytest.mark.parametrize(
    "change, fault",
    [
        (lambda order: setattr(item(order), "qty_returned", D(5)), "none of which may be more than the one before"),
        (lambda order: setattr(item(order), "qty_approved", ZERO), "is approved, but 0 of it are accepted"),
        (lambda order: setattr(order.returns[0], "status", "pending"), "but processed_closed follows from its items"),
        (lambda order: setattr(order.returns[0], "closed_at", None), "doesn't go with the time it was closed at"),
        (lambda order: setattr(order.lines[0], "qty_returned", ZERO), "qty_returned is 0, but 3 were accepted"),
        (lambda order: setattr(order.lines[0], "qty_shipped", D(2)), "3 are on returns, but only 2 left the house"),
        (lambda order: setattr(item(order), "status", "rejected"), "an item is settled that is rejected"),
        (lambda order: setattr(item(order), "creditmemo_id", 9), "by a credit memo that isn't of its order"),
        (lambda order: setattr(order.creditmemos[0].lines[0], "qty", D(1)), "refunds 1 of A, but settles 3"),
        (lambda order: order.returns[0].lines.clear(), "but closed follows from its items"),
    ],
)
def test_what_does_not_go_together_is_named(change: Callable[[Order], None], fault: str):
    order = settled_order()
    change(order)
    assert [one for one in return_faults(order) if fault in one]
