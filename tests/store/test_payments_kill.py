"""Killed between the payment system's work and our commit: it is settled after a restart, and never done twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.kill_at_gateway import kill
from tests.store.payment_desk import SECONDS, PaymentDesk


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


def ready_for(desk: PaymentDesk, operation: str, number: str) -> tuple[str, dict[str, str]]:
    """The action on the order that asks for that operation; a refund needs a charge before."""
    if operation == "capture":
        return "order.invoice", {}
    if operation == "void":
        return "order.void", {}
    (invoice,) = desk.done("order.invoice", number).created["invoices"]
    return "order.refund", {"invoice": invoice, "to": "online"}


@pytest.mark.parametrize("operation", ["capture", "void", "refund"])
def test_killed_after_the_payment_system_did_it(desk: PaymentDesk, operation: str):
    number = desk.reserve()
    action, parameters = ready_for(desk, operation, number)
    before = desk.family(number)
    kill(desk, "after", action, number, **parameters)
    assert [kind for kind, _, _ in desk.booked()].count(operation) == 1
    assert desk.family(number) == before
    assert desk.code(action, number, **parameters) == "payment.under_way"
    desk.later(2 * SECONDS + 1)
    assert desk.code(action, number, **parameters) == "payment.in_doubt"
    settled = desk.done("order.settle", number)
    assert settled.message.startswith("The payment system had done it.")
    assert [kind for kind, _, _ in desk.booked()].count(operation) == 1
    assert desk.family(number)[-1][0] == operation
    assert len(desk.family(number)) == len(before) + 1
    assert desk.do(action, number, **parameters).outcome == "refused"
    assert [kind for kind, _, _ in desk.booked()].count(operation) == 1


@pytest.mark.parametrize("operation", ["capture", "void", "refund"])
def test_killed_before_the_payment_system_did_it(desk: PaymentDesk, operation: str):
    number = desk.reserve()
    action, parameters = ready_for(desk, operation, number)
    before = desk.family(number)
    kill(desk, "before", action, number, **parameters)
    desk.later(2 * SECONDS + 1)
    assert desk.done("order.settle", number).message.startswith("It was not done.")
    assert desk.family(number) == before
    desk.done(action, number, **parameters)
    assert [kind for kind, _, _ in desk.booked()].count(operation) == 1
