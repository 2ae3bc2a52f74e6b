"""The demo's payments: what was reserved, charged, released and given back, as the books of its orders say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from sales_tui.demo import seeding
from sales_tui.demo.draft import Draft
from sales_tui.demo.generator import generate
from sales_tui.demo.shop import shop as goods
from sales_tui.model import BillingAgreement, BillingAgreementOrder, Meta, Order, OrderPayment, OrderSearch
from sales_tui.model import PaymentTransaction as Transaction
from sales_tui.payments.sandbox_tricks import TRICKS
from sales_tui.rules.paying import reserved
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE, REFUND, VOID
from sales_tui.rules.records import INVOICE_PAID
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.store.schema import upgrade
from tests.cli.robot import sales

NOW = datetime(2026, 5, 20, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop() -> list[Draft]:
    return list(generate(42, 1, 2_000, NOW))


@pytest.fixture(scope="module")
def by_card(shop: list[Draft]) -> list[Draft]:
    return [draft for draft in shop if draft.order.payment_method == "sandbox"]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(locate(database_url))
    upgrade(engine, locate(database_url))
    yield engine
    engine.dispose()


def moved(draft: Draft, txn_type: str) -> Decimal:
    return sum((one.amount or Decimal(0) for one in draft.order.transactions if one.txn_type == txn_type), Decimal(0))


def test_about_one_order_in_eight_is_paid_by_card(shop: list[Draft], by_card: list[Draft]) -> None:
    assert 0.09 < len(by_card) / len(shop) < 0.16
    assert {draft.payment_title for draft in by_card} == {"Card (test)"}
    kinds = Counter((one.txn_type, one.is_closed) for draft in by_card for one in draft.order.transactions)
    assert set(kinds) == {
        *((AUTHORIZATION, False), (AUTHORIZATION, True), (CAPTURE, False), (CAPTURE, True)),
        *((VOID, True), (REFUND, True)),
    }
    assert not any(draft.order.transactions for draft in shop if draft.order.payment_method != "sandbox")


def test_transactions_and_books_say_the_same(by_card: list[Draft]) -> None:
    for draft in by_card:
        order, known = draft.order, {one.txn_id: one for one in draft.order.transactions}
        assert len(known) == len(order.transactions)
        assert moved(draft, CAPTURE) == order.base.total_paid
        assert moved(draft, REFUND) == order.base.total_online_refunded == order.base.total_refunded
        assert {invoice.transaction_id in known for invoice in order.invoices if invoice.state == INVOICE_PAID} <= {
            True
        }
        assert {memo.transaction_id in known for memo in order.creditmemos} <= {True}
        for one in order.transactions:
            parents = {AUTHORIZATION: None, CAPTURE: AUTHORIZATION, VOID: AUTHORIZATION, REFUND: CAPTURE}
            assert (known[one.parent_txn_id].txn_type if one.parent_txn_id else None) == parents[one.txn_type]
            assert one.created_at is not None
            assert draft.created_at <= one.created_at <= draft.updated_at


def test_what_is_reserved_waits_for_work(by_card: list[Draft]) -> None:
    for draft in by_card:
        order = draft.order
        is_open = any(one.txn_type == AUTHORIZATION and not one.is_closed for one in order.transactions)
        if order.status in ("canceled", "pending_payment", "complete", "closed"):
            assert not is_open
        elif order.state == "payment_review" or not order.invoices:
            assert is_open
        if order.transactions:
            expected = order.base.grand_total if order.status != "fraud" else order.base.grand_total + 1
            assert order.amount_authorized == expected
            assert order.card


def test_the_card_never_plays_tricks(by_card: list[Draft]) -> None:
    cards, amounts = {trick.card for trick in TRICKS}, {trick.amount for trick in TRICKS}
    assert not cards & {last_four for _, last_four in goods().cards.things}
    assert not amounts & {one.amount for draft in by_card for one in draft.order.transactions}
    assert not amounts & {draft.order.base.grand_total for draft in by_card}


def test_two_demos_share_no_transaction() -> None:
    def ids(now: datetime) -> set[str]:
        return {one.txn_id for draft in generate(42, 1, 100, now) for one in draft.order.transactions}

    assert ids(NOW)
    assert ids(NOW) == ids(NOW)
    assert not ids(NOW) & ids(NOW.replace(second=1))


def test_the_database_holds_it_and_finds_it(engine: Engine) -> None:
    seeding.seed(engine, orders=300, seed=7, now=NOW, batch=160)
    assert list(check_database(engine)) == []
    with Session(engine) as session:
        assert session.get(Meta, "demo") is not None
        known = session.exec(select(Transaction, Order).join(Order)).all()
        assert {one.txn_type for one, _ in known} == {AUTHORIZATION, CAPTURE, VOID, REFUND}
        for one, order in known:
            assert order.id is not None
            found = session.get(OrderSearch, order.id)
            assert found is not None
            assert one.txn_id in found.transaction_id
            payment = session.exec(select(OrderPayment).where(OrderPayment.order_id == order.id)).one()
            assert payment.base_amount_paid_online == order.base_total_paid
            assert payment.base_amount_refunded_online == order.base_total_online_refunded
            assert payment.last_trans_id
            assert payment.base_amount_authorized


def test_agreements_are_numbered_on_and_on(engine: Engine) -> None:
    seeding.seed(engine, orders=300, seed=7, now=NOW, batch=160)
    seeding.seed(engine, orders=100, seed=8, now=NOW)
    with Session(engine) as session:
        agreements = session.exec(select(BillingAgreement).order_by(BillingAgreement.id)).all()  # type: ignore[arg-type]
        assert [one.increment_id for one in agreements] == [str(number) for number in range(1, len(agreements) + 1)]
        assert all(one.number_tail == one.increment_id[::-1] for one in agreements)
        links = session.exec(
            select(BillingAgreement, Order)
            .join(BillingAgreementOrder, BillingAgreementOrder.agreement_id == BillingAgreement.id)  # type: ignore[arg-type]
            .join(Order, BillingAgreementOrder.order_id == Order.id)  # type: ignore[arg-type]
        ).all()
        assert {one.id for one, _ in links} == {one.id for one in agreements}
        assert {order.customer_id == one.customer_id for one, order in links} == {True}
        assert {order.payment_method for _, order in links} == {"sandbox"}


def test_a_few_dozen_agreements_some_ended(shop: list[Draft]) -> None:
    made = [draft.consent for draft in shop if draft.consent]
    assert 20 < len(made) < 80
    assert {consent.ended_at is None for consent in made} == {True, False}
    assert all(consent.ended_at is None or consent.ended_at < NOW for consent in made)


def test_orders_among_others_make_no_demo(engine: Engine) -> None:
    seeding.seed(engine, orders=10, seed=1, now=NOW)
    with Session(engine) as session:
        session.delete(session.get(Meta, "demo"))
        session.commit()
    seeding.seed(engine, orders=10, seed=2, now=NOW)
    with Session(engine) as session:
        assert session.get(Meta, "demo") is None


@pytest.mark.parametrize(
    "action, state, after",
    [
        ("order.invoice", "processing", "processing"),
        ("order.accept_payment", "payment_review", "processing"),
        ("order.deny_payment", "payment_review", "canceled"),
    ],
)
def test_the_payment_system_does_the_rest(
    engine: Engine, home: Path, database_url: str, action: str, state: str, after: str
) -> None:
    seeding.seed(engine, orders=300, seed=7, now=NOW)
    drafts = [draft.order for draft in generate(7, 1, 300, NOW) if draft.order.state == state]
    waiting = next(order for order in drafts if reserved(order) and not order.invoices and not order.is_virtual)
    answer = sales(database_url, "do", action, waiting.increment_id, "--json")
    assert answer.status == 0, answer.err
    assert sales(database_url, "show", "orders", waiting.increment_id, "--json").json()["state"] == after
    assert list(check_database(engine)) == []
