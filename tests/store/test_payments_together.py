"""Several people and processes at once: one charge, and nobody waits for a payment system that doesn't answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from sales_tui.payments.base import Gateway
from sales_tui.rules.gateway import Answer, Call
from sales_tui.store.requests import Outcome, Request
from tests.store.payment_desk import TOTAL, PaymentDesk

PATIENCE = 60
"""Seconds after which a test gives up; none gets near it."""


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


class Hanging(Gateway):
    """Another payment system, whose answer comes when it is let go."""

    def __init__(self, other: Gateway) -> None:
        self.method = other.method
        self.other = other
        self.arrived, self.let_go = Event(), Event()

    def perform(self, call: Call, seconds: float) -> Answer:
        self.arrived.set()
        assert self.let_go.wait(PATIENCE)
        return self.other.perform(call, seconds)


def at_once(desk: PaymentDesk, requests: list[Request]) -> list[Outcome]:
    """Each request by an operator of its own, with a connection of its own, all at the same moment."""
    barrier = Barrier(len(requests))
    other = PaymentDesk(desk.url, desk.folder)

    def work(place: int, request: Request) -> Outcome:
        runner = (desk, other)[place % 2].runner()
        barrier.wait(PATIENCE)
        (outcome,) = runner.run([request])
        return outcome

    with ThreadPoolExecutor(len(requests)) as pool:
        outcomes = list(pool.map(work, range(len(requests)), requests))
    other.engine.dispose()
    return outcomes


def test_two_who_charge_the_same_order(desk: PaymentDesk):
    numbers = [desk.reserve(place) for place in range(1, 7)]
    for number in numbers:
        outcomes = at_once(desk, [Request("order.invoice", number)] * 2)
        assert sorted(one.outcome for one in outcomes) == ["ok", "refused"], outcomes
        (refused,) = (one for one in outcomes if not one.ok)
        assert refused.code in ("payment.under_way", "invoice.nothing_open")
        assert desk.family(number)[1:] == [("capture", "authorization", False, TOTAL)]
    assert desk.booked() == [("capture", TOTAL, "open")] * len(numbers)


def test_two_with_the_same_key(desk: PaymentDesk):
    number = desk.reserve()
    outcomes = at_once(desk, [Request("order.invoice", number, key="k")] * 2)
    assert any(one.ok for one in outcomes), outcomes
    assert all(one.ok or one.code == "payment.under_way" for one in outcomes), outcomes
    assert desk.do("order.invoice", number, "k").repeated
    assert desk.booked() == [("capture", TOTAL, "open")]


def test_one_charges_and_one_cancels(desk: PaymentDesk):
    number = desk.reserve()
    outcomes = at_once(desk, [Request("order.invoice", number), Request("order.cancel", number)])
    assert sorted(one.outcome for one in outcomes) == ["ok", "refused"], outcomes
    assert len(desk.booked()) == 1
    assert len(desk.family(number)) == 2


def test_two_who_settle_the_same(desk: PaymentDesk):
    number = desk.reserve(card="0341")
    assert desk.do("order.invoice", number).code == "payment.in_doubt"
    outcomes = at_once(desk, [Request("order.settle", number)] * 2)
    assert sorted(one.outcome for one in outcomes) == ["ok", "refused"], outcomes
    (refused,) = (one for one in outcomes if not one.ok)
    assert refused.code in ("payment.settled", "settle.nothing")
    assert desk.family(number)[1:] == [("capture", "authorization", False, TOTAL)]
    assert desk.booked() == [("capture", TOTAL, "open")]
    assert desk.do("order.settle", number).code == "settle.nothing"


def test_two_settle_while_the_payment_system_is_asked(desk: PaymentDesk):
    """The second begins before the first is through, and has nothing left to record."""
    number = desk.reserve(card="0341")
    assert desk.do("order.invoice", number, items=[{"sku": "A", "qty": 1}]).code == "payment.in_doubt"
    both_ask, fetch = Barrier(2), desk.sandbox.fetch

    class Together(Gateway):
        method = desk.sandbox.method

        def fetch(self, call: Call, seconds: float) -> Answer:
            both_ask.wait(PATIENCE)
            return fetch(call, seconds)

    def settle(_: int) -> Outcome:
        (outcome,) = desk.runner(lambda _: Together()).run([Request("order.settle", number)])
        return outcome

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(settle, range(2)))
    assert sorted((one.outcome, one.code) for one in outcomes if not one.ok) == [("refused", "payment.settled")]
    assert desk.family(number)[1:] == [("capture", "authorization", False, "16.24")]


def test_one_key_for_two_orders(desk: PaymentDesk):
    """Both are charged before either is recorded: what was done is recorded all the same."""
    first, second = desk.reserve(1), desk.reserve(2)
    both_ask, perform = Barrier(2), desk.sandbox.perform

    class Together(Gateway):
        method = desk.sandbox.method

        def perform(self, call: Call, seconds: float) -> Answer:
            both_ask.wait(PATIENCE)
            return perform(call, seconds)

    def charge(number: str) -> Outcome:
        (outcome,) = desk.runner(lambda _: Together()).run([Request("order.invoice", number, key="k")])
        return outcome

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(charge, (first, second)))
    assert [one.outcome for one in outcomes] == ["ok", "ok"], outcomes
    assert desk.family(first)[1:] == desk.family(second)[1:] == [("capture", "authorization", False, TOTAL)]


def test_who_never_comes_back_is_left_alone(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    """Others in the same script aren't kept from their answers, and what comes too late changes nothing."""
    monkeypatch.setattr("sales_tui.store.asking.GRACE", 0)
    stuck, quick = desk.reserve(1), desk.reserve(2)
    sandbox, hanging = desk.sandbox, Hanging(desk.sandbox)
    came_back = Event()

    class Stuck(Gateway):
        method = sandbox.method

        def perform(self, call: Call, seconds: float) -> Answer:
            answer = (hanging if call.order == stuck else sandbox).perform(call, seconds)
            if call.order == stuck:
                came_back.set()
            return answer

    runner = desk.runner(lambda _: Stuck())
    runner.timeout = 2
    outcomes = runner.run([Request("order.invoice", number) for number in (stuck, quick)])
    assert [(one.outcome, one.code) for one in outcomes] == [("failed", "payment.in_doubt"), ("ok", None)]
    assert "no answer in time" in outcomes[0].message
    hanging.let_go.set()
    assert came_back.wait(PATIENCE)
    assert desk.family(stuck) == [("authorization", None, False, TOTAL)]
    desk.done("order.settle", stuck)
    assert desk.booked() == [("capture", TOTAL, "open")] * 2


def test_another_process_writes_while_a_call_hangs(desk: PaymentDesk):
    charged, other = desk.reserve(1), desk.reserve(2)
    desk.sandbox = hanging = Hanging(desk.sandbox)
    with ThreadPoolExecutor(1) as pool:
        try:
            charge = pool.submit(desk.do, "order.invoice", charged)
            assert hanging.arrived.wait(PATIENCE)
            command = [sys.executable, "-m", "sales_tui", "--db", desk.url, "do", "order.hold", other]
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
            assert done.returncode == 0, done.stdout + done.stderr
            assert not charge.done()
            assert desk.journal() == [("order.hold", "ok")]
            assert desk.do("order.cancel", charged).code == "payment.under_way"
            assert desk.do("order.comment", charged, comment="she calls again").ok
        finally:
            hanging.let_go.set()
        assert charge.result(PATIENCE).ok
    assert desk.booked() == [("capture", TOTAL, "open")]
    assert desk.family(charged)[1:] == [("capture", "authorization", False, TOTAL)]
