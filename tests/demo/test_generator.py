"""The generated shop: the same for the same seed, with every status, and with books that balance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sales_tui.demo.draft import Draft
from sales_tui.demo.generator import generate
from sales_tui.rules.bookkeeping import faults
from sales_tui.rules.states import STATES

NOW = datetime(2026, 5, 20, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop() -> list[Draft]:
    return list(generate(42, 1, 200, NOW))


def test_the_same_seed_makes_the_same_shop(shop: list[Draft]) -> None:
    assert repr(list(generate(42, 1, 200, NOW))) == repr(shop)
    assert repr(list(generate(43, 1, 20, NOW))) != repr(shop[:20])


def test_an_order_does_not_depend_on_its_neighbours(shop: list[Draft]) -> None:
    assert repr(list(generate(42, 120, 5, NOW, total=200))) == repr(shop[119:124])


def test_every_status_occurs(shop: list[Draft]) -> None:
    orders = [draft.order for draft in shop]
    assert {order.state for order in orders} == set(STATES)
    assert {order.status for order in orders} == {
        *("pending", "pending_payment", "processing", "complete", "closed"),
        *("canceled", "holded", "payment_review", "fraud"),
    }
    assert {invoice.state for order in orders for invoice in order.invoices} == {1, 2, 3}
    assert {memo.state for order in orders for memo in order.creditmemos} == {2}
    assert any(order.shipments for order in orders)


@pytest.mark.parametrize("seed", [42, 1789])
def test_the_books_balance(seed: int) -> None:
    assert [fault for draft in generate(seed, 1, 400, NOW) for fault in faults(draft.order)] == []


def test_totals_are_explained_in_both_currencies(shop: list[Draft]) -> None:
    for order in (draft.order for draft in shop):
        assert order.money.other_amount == order.base.other_amount == 0
        if order.order_currency_code == order.base_currency_code:
            assert order.money == order.base


def test_time_runs_forward(shop: list[Draft]) -> None:
    placed = [draft.created_at for draft in shop]
    assert placed == sorted(placed)
    assert NOW - timedelta(days=401) < placed[0]
    for draft in shop:
        order = draft.order
        made: list[Any] = [*order.invoices, *order.shipments, *order.creditmemos, *order.cancellations]
        made += order.returns
        assert all(doc.created_at and draft.created_at < doc.created_at < NOW for doc in made)
        events = [at for at, _ in draft.history]
        assert events == sorted(events)
        assert events[0] == draft.created_at
        assert max([events[-1], *(told.at for told in draft.told)]) == draft.updated_at < NOW


def test_it_is_a_believable_mix() -> None:
    drafts = list(generate(7, 1, 600, NOW))
    lines = [line for draft in drafts for line in draft.order.lines]
    assert {line.product_type for line in lines} == {"simple", "virtual", "configurable", "bundle"}
    assert any(line.is_dummy and line.product_type == "bundle" for line in lines)
    assert any(line.is_qty_decimal for line in lines)
    assert {draft.order.payment_method for draft in drafts} == {
        *("checkmo", "banktransfer", "cashondelivery", "purchaseorder", "free", "sandbox")
    }
    assert {draft.buyer.purchase.currency for draft in drafts} == {"USD", "EUR", "PLN", "JPY", "GBP", "KWD"}
    assert any(draft.order.money.discount_tax_compensation_amount for draft in drafts)
    assert any(draft.order.money.shipping_discount_amount for draft in drafts)
    assert any(draft.order.is_virtual for draft in drafts)
    assert any(draft.gifts for draft in drafts)
    assert any(draft.note for draft in drafts)
    assert any(draft.billing.vat_id for draft in drafts)
    assert any(len(draft.order.shipments) > 1 for draft in drafts)
    assert any(memo.money.adjustment_negative for draft in drafts for memo in draft.order.creditmemos)
    assert any(memo.invoice for draft in drafts for memo in draft.order.creditmemos)


def test_a_shop_of_one_order() -> None:
    assert len(list(generate(1, 1, 1, NOW))) == 1
    assert list(generate(1, 1, 0, NOW)) == []
