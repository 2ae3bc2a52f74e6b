"""What runs by the clock: each record is done once, whoever else runs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from sales_tui.payments.sandbox_tricks import TRICKS, Behaviour
from sales_tui.store.check import check_database
from sales_tui.store.tasks import TASKS, Run, last_runs, run_task
from tests.store.payment_desk import SECONDS, TOTAL, PaymentDesk

PENDING = timedelta(minutes=480)
WAITING: dict[str, Any] = {"state": "pending_payment", "status": "pending_payment"}
LOSES = next(trick.card for trick in TRICKS if trick.behaviour is Behaviour.LOSES_ANSWER)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


def run(desk: PaymentDesk, name: str) -> Run:
    *_, last = run_task(TASKS[name], desk.runner(), PENDING)
    assert isinstance(last, Run)
    assert list(check_database(desk.engine)) == []
    return last


def test_orders_not_paid_in_time(desk: PaymentDesk):
    number = desk.reserve(1, **WAITING)
    fresh = f"{desk.now - PENDING:%Y-%m-%d %H:%M:%S}"
    desk.reserve(2, **WAITING, created_at=fresh, updated_at=fresh)
    desk.reserve(3)
    assert run(desk, "expire-pending").message == "1 done."
    assert [desk.record(f"{one:09}")["state"] for one in (1, 2, 3)] == ["canceled", "pending_payment", "processing"]
    assert desk.family(number)[-1] == ("void", "authorization", True, TOTAL)
    assert desk.record(number)["status_histories"][-1]["comment"] == "not paid in time"
    assert run(desk, "expire-pending").message == "Nothing to do."
    assert desk.journal() == [("order.cancel", "ok"), ("task.expire-pending", "ok"), ("task.expire-pending", "ok")]
    assert last_runs(desk.engine)["expire-pending"].message == "Nothing to do."


def test_answers_that_are_owed(desk: PaymentDesk):
    number = desk.reserve(card=LOSES)
    assert desk.do("order.invoice", number).code == "payment.in_doubt"
    desk.later(2 * SECONDS + 1)
    assert run(desk, "settle-payments").message == "1 done."
    assert desk.record(number)["total_paid"] == TOTAL
    assert run(desk, "settle-payments").message == "Nothing to do."


def test_an_order_in_doubt_is_left_alone(desk: PaymentDesk):
    number = desk.reserve(card=LOSES, **WAITING)
    assert run(desk, "expire-pending").message == "0 done, 1 failed."
    assert run(desk, "expire-pending").message == "Nothing to do."
    assert desk.record(number)["state"] == "pending_payment"
    desk.later(2 * SECONDS + 1)
    run(desk, "settle-payments")
    assert desk.record(number)["state"] == "canceled"


def test_two_at_once(desk: PaymentDesk):
    count = 12
    for number in range(1, count + 1):
        desk.reserve(number, **WAITING)
    start, runs = Barrier(2), list[Run]()

    def work() -> None:
        start.wait()
        *_, last = run_task(TASKS["expire-pending"], desk.runner(), PENDING)
        assert isinstance(last, Run)
        runs.append(last)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.outcome for one in runs] == ["ok", "ok"], [one.outcomes for one in runs]
    assert sum(one.count("ok") for one in runs) == count
    assert len([entry for entry in desk.journal() if entry == ("order.cancel", "ok")]) == count
    assert desk.booked() == [("void", TOTAL, "open")] * count
    assert list(check_database(desk.engine)) == []
