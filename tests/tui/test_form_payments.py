"""Forms for money that moves: what they offer, what they say will happen, and what the payment system did then."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlmodel import Session
from textual import events

from sales_tui import model
from sales_tui.payments.sandbox import Sandbox
from sales_tui.rules.gateway import Answer, Call
from sales_tui.settings import PaymentSettings
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from tests.store.import_records import bring_in, lines_of
from tests.store.payment_imports import agreement, paid_order, transaction
from tests.tui.robot import NOW, Robot, at_the_desk

ORDER = "000000001"
TOTAL = "35.98 EUR"


def add_order(database: Path, number: int = 1, *, card: str = "", **changes: Any) -> None:
    """An order of 35.98 EUR that the sandbox holds the money of."""
    engine = make_engine(locate(str(database)))
    record = paid_order(number, items=[thing()], subtotal=30.98, tax_amount=0, discount_amount=0, **changes)
    record["payment"] |= {"method": "sandbox", "cc_last4": card}
    bring_in(engine, lines_of(record, transaction(1, order_id=number, payment_id=number * 7)))
    engine.dispose()


def thing() -> dict[str, Any]:
    return {
        "item_id": 10, "sku": "A", "name": "Mug", "product_type": "simple", "qty_ordered": 1,
        "price": 30.98, "base_price": 30.98, "row_total": 30.98, "base_row_total": 30.98,
    }  # fmt: skip


def leave_in_doubt(database: Path) -> None:
    """Somebody charged the order ten minutes ago, and no answer came."""
    engine = make_engine(locate(str(database)))
    with Session(engine) as session:
        session.add(
            model.PaymentAttempt(
                key="k1", subject_kind="order", subject_id=1, order_id=1, operation="capture", method="sandbox",
                amount=Decimal("35.98"), currency="EUR", verdict="unknown", reason="connection lost",
                call='{"operation": "capture", "method": "sandbox", "amount": "35.98", "currency": "EUR"}',
                action="order.invoice", target=ORDER, parameters="{}", operator="grace",
                asked_at=NOW - timedelta(minutes=10), patience=30,
            )
        )  # fmt: skip
        session.commit()
    engine.dispose()


@asynccontextmanager
async def desk(database: Path) -> AsyncIterator[Robot]:
    async with at_the_desk(database, payments=PaymentSettings(sandbox=True)) as robot:
        yield robot


@pytest.fixture
def reserved(empty: Path) -> Path:
    """One order whose money is reserved."""
    add_order(empty)
    return empty


async def test_an_invoice_is_charged_now(reserved: Path) -> None:
    async with desk(reserved) as robot:
        await robot.press("i")
        robot.expect("(•) charge now", "( ) already paid, only record", "( ) charge later")
        robot.expect(f"{TOTAL} will be charged now.")
        await robot.press("f2")
        robot.expect("charged")
        ((txn_id,),) = robot.query("SELECT transaction_id FROM invoice WHERE state = 2")
        assert robot.count("payment_transaction", f"txn_type = 'capture' AND txn_id = '{txn_id}'") == 1


async def test_only_recorded_and_charged_later_are_told_apart(reserved: Path) -> None:
    async with desk(reserved) as robot:
        await robot.press("i", "tab")
        while "charge now" not in robot.cursor_line:
            await robot.press("tab")
        await robot.press("down")
        robot.expect(f"{TOTAL} will only be recorded as paid; nothing is charged.")
        await robot.press("down")
        robot.expect("Nothing is charged now.", f"{TOTAL} stays due.")
        await robot.press("f2")
        assert robot.query("SELECT state FROM invoice") == [(1,)]
        assert robot.count("payment_transaction", "txn_type = 'capture'") == 0


async def test_where_nothing_is_reserved_a_person_has_to_choose(empty: Path) -> None:
    add_order(empty)
    async with desk(empty) as robot:
        await robot.press("z", "f2", "i", "f2")
        robot.expect("No money is reserved for the order any more: choose")
        robot.expect_not("charge now")
        assert robot.count("invoice") == 0


async def test_while_the_payment_system_is_asked_it_is_said(reserved: Path) -> None:
    async with desk(reserved) as robot:
        runner, may_answer = robot.app.runtime.runner, Event()
        find = runner.gateways

        class Slow(Sandbox):
            def perform(self, call: Call, seconds: float) -> Answer:
                assert may_answer.wait(20)
                return find(call.method).perform(call, seconds)

        runner.gateways = lambda code: Slow(reserved.parent / "unused.sqlite")
        await robot.press("i")
        robot.app.post_message(events.Key("f2", None))
        await robot.until("Asking the payment system…", "being done")
        may_answer.set()
        await robot.settle()
        assert robot.count("invoice", "state = 2") == 1


async def test_before_several_are_invoiced_the_sums_are_said(shop: Path) -> None:
    add_order(shop, 901)
    async with desk(shop) as robot:
        await robot.press("space", "space", "space", "space", "*", "i")
        robot.expect("will be done")
        assert re.search(r"35\.98 EUR +charged now", robot.text), robot.text
        assert re.search(r"[\d,.]+ USD.* only recorded as paid", robot.text), robot.text


async def test_what_is_charged_goes_back_to_the_card(reserved: Path) -> None:
    async with desk(reserved) as robot:
        await robot.press("i", "f2", "r")
        robot.expect("· invoice ", "(•) back to the card", "( ) only record, pay it yourself")
        robot.expect(f"{TOTAL} will go back to the card.")
        await robot.press("f2")
        assert robot.query("SELECT refund_to FROM creditmemo") == [("online",)]
        assert robot.count("payment_transaction", "txn_type = 'refund'") == 1


async def test_reserved_money_is_released(reserved: Path) -> None:
    async with desk(reserved) as robot:
        await robot.press("z")
        robot.expect(f"{TOTAL}, by transaction T1", "can't be charged any more", f"F2  release money {TOTAL}")
        await robot.press(*"wrong", "f2")
        robot.expect(f"Released the {TOTAL}")
        assert robot.count("payment_transaction", "txn_type = 'void'") == 1


async def test_a_payment_that_is_declined_leaves_the_form_as_it_is(empty: Path) -> None:
    add_order(empty, card="0002")
    async with desk(empty) as robot:
        await robot.press("i", "f2")
        robot.expect("The payment system declined", "(•) charge now")
        assert robot.count("invoice") == 0


async def test_what_brought_no_answer_is_asked_again(reserved: Path) -> None:
    leave_in_doubt(reserved)
    async with desk(reserved) as robot:
        await robot.press("l")
        robot.expect(f"capture of {TOTAL}, 2026-11-23 10:32 UTC, by grace", "connection lost")
        robot.expect("(•) ask the payment system", "It is asked what became of it.")
        await robot.press("down", "f2")
        robot.expect("Type the id of the transaction that you found")
        await robot.press(*"cap-9")
        robot.expect("It is recorded here as done, with that transaction")


async def test_a_transaction_is_asked_about(reserved: Path) -> None:
    async with desk(reserved) as robot:
        robot.app.navigation.open("transaction", key=1)
        await robot.settle()
        await robot.press("a")
        robot.expect(f"authorization of {TOTAL}, T1, open", "never asked since it is here", "No money moves.")


async def test_an_agreement_is_cancelled_only_after_its_form(reserved: Path) -> None:
    engine = make_engine(locate(str(reserved)))
    bring_in(engine, lines_of(agreement(7, method_code="sandbox")))
    engine.dispose()
    async with desk(reserved) as robot:
        robot.app.navigation.open("agreement", key=1)
        await robot.settle()
        await robot.press("x")
        robot.expect("Cancel   billing agreement", "B-7, of sandbox", "there is no way back")
        await robot.press("escape")
        assert robot.query("SELECT status FROM billing_agreement") == [("active",)]
