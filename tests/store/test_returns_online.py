"""Returns settled by giving money back to the card: to the invoice that has the pieces, once, and told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_tui.payments.sandbox import Sandbox
from sales_tui.rules.gateway import Answer, Call, unknown
from tests.store.payment_desk import PaymentDesk, sandbox_at

WANTED = [{"sku": "A", "qty": 2, "reason": "wrong_size", "resolution": "refund"}]
RMA = "000000001"


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


def returned(desk: PaymentDesk, *quantities: int) -> None:
    """An order charged in parts, of which two pieces came back."""
    number = desk.reserve(1)
    for qty in quantities:
        desk.done("order.invoice", number, items=[{"sku": "A", "qty": qty}])
    desk.done("order.ship", number, unpaid=True)
    desk.done("return.create", number, items=WANTED)
    desk.done("return.parcel", RMA)


def test_the_invoice_that_has_the_pieces_is_found(desk: PaymentDesk):
    returned(desk, 1, 2)
    made = desk.done("return.settle", RMA, to="online")
    (memo,) = (desk.record(number, "creditmemo") for number in made.created["creditmemos"])
    assert memo["invoice_increment_id"] == "000000002"
    assert ("refund", "capture") in [(kind, parent) for kind, parent, *_ in desk.family("000000001")]
    assert desk.record(RMA, "return")["items"][0]["creditmemo_increment_id"] == memo["increment_id"]
    assert desk.code("return.settle", RMA, to="online") == "return.settled"


def test_pieces_of_several_invoices_are_settled_one_by_one(desk: PaymentDesk):
    returned(desk, 1, 1)
    assert desk.code("return.settle", RMA, to="online") == "refund.online_needs_invoice"
    for invoice in ("000000001", "000000002"):
        desk.done("return.settle", RMA, to="online", invoice=invoice, items=[{"sku": "A", "qty": 1}])
    assert desk.code("return.settle", RMA) == "return.settled"


class Silent(Sandbox):
    """Does what it is asked, and says nothing."""

    def perform(self, call: Call, seconds: float) -> Answer:
        super().perform(call, seconds)
        return unknown("no answer")


def test_without_an_answer_nothing_is_settled_until_it_is_known(desk: PaymentDesk):
    returned(desk, 2)
    desk.sandbox = Silent(desk.folder / "sandbox.sqlite")
    assert desk.do("return.settle", RMA, to="online").code == "payment.in_doubt"
    assert desk.record(RMA, "return")["items"][0]["creditmemo_increment_id"] is None
    desk.sandbox = sandbox_at(desk.folder)
    desk.later(120)
    settled = desk.done("order.settle", "000000001")
    assert settled.created["creditmemos"] == [desk.record(RMA, "return")["items"][0]["creditmemo_increment_id"]]
    assert desk.code("return.settle", RMA, to="online") == "return.settled"
