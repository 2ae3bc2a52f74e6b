"""Money that a payment system moves, as the order's books have it afterwards: charges, releases, money given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_tui.store.requests import Request
from tests.store.payment_desk import TOTAL, PaymentDesk, reserved_order
from tests.store.payment_imports import agreement, transaction

ONE = {"items": [{"sku": "A", "qty": 1}]}
"""One of the three pieces; with the shipping it comes to 16.24, the other two to 21.65."""

REVIEWED = "9235"
"""A card whose payments the sandbox looks at first."""


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


def test_charged_in_full(desk: PaymentDesk):
    number = desk.reserve()
    (invoice,) = desk.done("order.invoice", number).created["invoices"]
    assert desk.family(number) == [
        ("authorization", None, True, TOTAL),
        ("capture", "authorization", False, TOTAL),
    ]
    assert desk.figures(number) == (TOTAL, TOTAL, "0.00", "0.00")
    record = desk.record(number)
    assert (record["state"], record["total_paid"], record["total_due"]) == ("processing", TOTAL, "0.00")
    told = desk.record(invoice, "invoice")
    assert (told["state"], told["transaction_id"]) == (2, desk.names(number, "capture")[0])
    assert desk.booked() == [("capture", TOTAL, "open")]
    assert desk.journal() == [("order.invoice", "ok")]


def test_nothing_is_charged_for_what_cant_be_recorded_then(desk: PaymentDesk):
    number = desk.reserve()
    outcome = desk.do("order.invoice", number, ship=True, tracks=[{"carrier_code": "ups", "track_number": ""}])
    assert (outcome.outcome, outcome.code) == ("refused", "track.number")
    assert desk.booked() == []
    assert desk.figures(number) == ("0.00", "0.00", "0.00", "0.00")
    assert desk.done("order.invoice", number, ship=True).created["shipments"]
    assert desk.booked() == [("capture", TOTAL, "open")]


def test_charged_in_two_parts(desk: PaymentDesk):
    number = desk.reserve()
    desk.done("order.invoice", number, capture="online", **ONE)
    assert desk.family(number)[0] == ("authorization", None, False, TOTAL)
    assert desk.record(number)["total_due"] == "21.65"
    desk.done("order.invoice", number, capture="online")
    assert desk.family(number) == [
        ("authorization", None, True, TOTAL),
        ("capture", "authorization", False, "16.24"),
        ("capture", "authorization", False, "21.65"),
    ]
    assert desk.figures(number) == (TOTAL, TOTAL, "0.00", "0.00")
    assert desk.booked() == [("capture", "16.24", "open"), ("capture", "21.65", "open")]


def test_parts_of_one_order_in_one_script(desk: PaymentDesk):
    number = desk.reserve()
    requests = [Request("order.invoice", number, ONE) for _ in range(3)] + [Request("order.ship", number)]
    assert [one.outcome for one in desk.runner().run(requests)] == ["ok"] * 4
    assert [amount for _, amount, _ in desk.booked()] == ["16.24", "10.83", "10.82"]
    assert [kind for kind, _, is_closed, _ in desk.family(number) if is_closed] == ["authorization"]
    assert desk.record(number)["state"] == "complete"


def test_never_more_than_is_reserved(desk: PaymentDesk):
    record, _ = reserved_order()
    said = {"raw_details_info": {"amount": "20.00"}}
    desk.bring(record, transaction(1, payment_id=7, txn_id="A1", additional_information=[said]))
    number = record["increment_id"]
    assert desk.code("order.invoice", number) == "payment.above_reserved"
    desk.done("order.invoice", number, **ONE)
    assert desk.code("order.invoice", number) == "payment.above_reserved"
    desk.done("order.void", number)
    assert [(kind, amount) for kind, amount, _ in desk.booked()] == [("capture", "16.24"), ("void", "3.76")]


def test_recorded_as_already_paid(desk: PaymentDesk):
    number = desk.reserve()
    desk.done("order.invoice", number, capture="offline")
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    assert desk.figures(number) == (TOTAL, "0.00", "0.00", "0.00")
    assert desk.booked() == []


def test_charged_later(desk: PaymentDesk):
    number = desk.reserve()
    (invoice,) = desk.done("order.invoice", number, capture="none").created["invoices"]
    assert desk.record(invoice, "invoice")["state"] == 1
    assert desk.figures(number) == ("0.00", "0.00", "0.00", "0.00")
    desk.done("invoice.capture", invoice)
    assert desk.record(invoice, "invoice")["state"] == 2
    assert desk.family(number)[1:] == [("capture", "authorization", False, TOTAL)]
    assert desk.figures(number) == (TOTAL, TOTAL, "0.00", "0.00")
    assert desk.code("invoice.capture", invoice) == "invoice.paid"
    assert desk.journal() == [("order.invoice", "ok"), ("invoice.capture", "ok"), ("invoice.capture", "refused")]


def test_released_money_cant_be_charged(desk: PaymentDesk):
    number = desk.reserve()
    desk.done("order.void", number, comment="she pays by cheque")
    assert desk.family(number) == [("authorization", None, True, TOTAL), ("void", "authorization", True, TOTAL)]
    assert desk.record(number)["state"] == "processing"
    assert desk.code("order.void", number) == "void.nothing_reserved"
    assert desk.code("order.invoice", number, capture="online") == "payment.nothing_reserved"
    desk.done("order.invoice", number, capture="offline")
    assert desk.figures(number) == (TOTAL, "0.00", "0.00", "0.00")
    assert desk.booked() == [("void", TOTAL, "open")]


def test_what_is_left_is_released(desk: PaymentDesk):
    number = desk.reserve()
    desk.done("order.invoice", number, **ONE)
    desk.done("order.void", number)
    assert desk.family(number) == [
        ("authorization", None, True, TOTAL),
        ("capture", "authorization", False, "16.24"),
        ("void", "authorization", True, "21.65"),
    ]
    assert desk.booked() == [("capture", "16.24", "open"), ("void", "21.65", "open")]


def test_cancelling_releases(desk: PaymentDesk):
    number = desk.reserve()
    outcome = desk.done("order.cancel", number)
    assert outcome.message.endswith(f"Released the reserved {TOTAL} USD.")
    assert desk.record(number)["state"] == "canceled"
    assert desk.family(number)[1:] == [("void", "authorization", True, TOTAL)]
    assert desk.booked() == [("void", TOTAL, "open")]


def test_cancelling_the_rest_releases_what_is_left(desk: PaymentDesk):
    number = desk.reserve()
    desk.done("order.invoice", number, **ONE)
    desk.done("order.cancel", number)
    assert desk.family(number)[2:] == [("void", "authorization", True, "21.65")]
    assert desk.record(number)["total_canceled"] == "21.65"
    assert desk.code("order.cancel", number) == "cancel.invoiced"


def test_given_back_part_by_part(desk: PaymentDesk):
    number = desk.reserve()
    (invoice,) = desk.done("order.invoice", number).created["invoices"]
    refund = {"invoice": invoice, "to": "online", **ONE}
    desk.done("order.refund", number, **refund)
    assert desk.family(number)[1:] == [
        ("capture", "authorization", True, TOTAL),
        ("refund", "capture", True, "16.24"),
    ]
    (memo,) = desk.done("order.refund", number, **refund).created["creditmemos"]
    assert desk.record(memo, "creditmemo")["transaction_id"] == desk.names(number, "refund")[1]
    desk.done("order.refund", number, invoice=invoice, to="online")
    assert [(kind, amount) for kind, _, _, amount in desk.family(number)[2:]] == [
        ("refund", "16.24"),
        ("refund", "10.83"),
        ("refund", "10.82"),
    ]
    assert desk.figures(number) == (TOTAL, TOTAL, TOTAL, TOTAL)
    record = desk.record(number)
    assert (record["state"], record["total_online_refunded"]) == ("closed", TOTAL)


def test_never_more_than_the_charge(desk: PaymentDesk):
    number = desk.reserve()
    (first,) = desk.done("order.invoice", number, **ONE).created["invoices"]
    desk.done("order.invoice", number)
    more = {"invoice": first, "to": "online", "adjustment_positive": "1.00"}
    assert desk.code("order.refund", number, **more) == "refund.above_charge"
    assert desk.code("order.refund", number, to="online") == "refund.online_needs_invoice"


def test_what_wasnt_charged_online_isnt_given_back_online(desk: PaymentDesk):
    number = desk.reserve()
    (invoice,) = desk.done("order.invoice", number, capture="offline").created["invoices"]
    assert desk.code("order.refund", number, invoice=invoice, to="online") == "refund.charged_offline"
    (memo,) = desk.done("order.refund", number, invoice=invoice).created["creditmemos"]
    assert desk.figures(number) == (TOTAL, "0.00", TOTAL, "0.00")
    desk.done("creditmemo.pay_out", memo, comment="SEPA 77")
    assert desk.code("creditmemo.pay_out", memo) == "payout.done"


def test_a_charge_is_taken_back(desk: PaymentDesk):
    number = desk.reserve()
    (invoice,) = desk.done("order.invoice", number, **ONE).created["invoices"]
    desk.done("invoice.void", invoice)
    assert desk.family(number) == [
        ("authorization", None, False, TOTAL),
        ("capture", "authorization", True, "16.24"),
        ("void", "capture", True, "16.24"),
    ]
    assert desk.record(invoice, "invoice")["state"] == 3
    record = desk.record(number)
    assert (record["state"], record["total_paid"], record["total_due"]) == ("processing", "0.00", TOTAL)
    assert desk.figures(number)[0] == "0.00"
    assert desk.booked() == [("capture", "16.24", "taken back"), ("void", "16.24", "open")]
    assert desk.code("invoice.void", invoice) == "void.not_charged"


def test_a_refunded_charge_isnt_taken_back(desk: PaymentDesk):
    number = desk.reserve()
    (invoice,) = desk.done("order.invoice", number).created["invoices"]
    desk.done("order.refund", number, invoice=invoice, to="online", **ONE)
    assert desk.code("invoice.void", invoice) == "void.refunded"
    (second,) = desk.done("order.invoice", desk.reserve(2), capture="offline").created["invoices"]
    assert desk.code("invoice.void", second) == "void.not_charged"


def test_a_payment_under_review_is_accepted(desk: PaymentDesk):
    number = desk.reserve(state="payment_review", status="payment_review")
    assert desk.code("order.invoice", number) == "order.in_review"
    desk.done("order.accept_payment", number)
    assert desk.record(number)["state"] == "processing"
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    desk.done("order.invoice", number)
    assert desk.code("order.accept_payment", number) == "review.none"


def test_a_payment_under_review_is_denied(desk: PaymentDesk):
    number = desk.reserve(state="payment_review", status="fraud")
    desk.done("order.deny_payment", number, comment="stolen card")
    assert desk.record(number)["state"] == "canceled"
    assert desk.family(number) == [("authorization", None, True, TOTAL)]
    assert desk.journal() == [("order.deny_payment", "ok")]


def noted_order(desk: PaymentDesk, card: str) -> tuple[str, str]:
    """An order that the payment system only took note of, invoiced: the numbers of both."""
    record, _ = reserved_order(1, card=card, state="new", status="pending")
    desk.bring(record, transaction(1, order_id=1, payment_id=7, txn_id="O1", txn_type="order"))
    (invoice,) = desk.done("order.invoice", record["increment_id"]).created["invoices"]
    return record["increment_id"], invoice


def test_an_order_that_was_only_noted_is_charged_with_the_invoice(desk: PaymentDesk):
    number, _ = noted_order(desk, "4242")
    assert desk.family(number)[1:] == [("capture", "order", False, TOTAL)]
    assert desk.record(number)["state"] == "processing"
    assert desk.figures(number) == (TOTAL, TOTAL, "0.00", "0.00")
    assert desk.booked() == [("capture", TOTAL, "open")]


@pytest.mark.parametrize("decision", ["accept", "deny"])
def test_a_charge_that_the_payment_system_looks_at_first(desk: PaymentDesk, decision: str):
    number, invoice = noted_order(desk, REVIEWED)
    assert desk.record(number)["state"] == "payment_review"
    assert desk.record(invoice, "invoice")["state"] == 1
    assert desk.figures(number)[0] == "0.00"
    assert desk.booked() == [("capture", TOTAL, "under review")]
    assert desk.code("invoice.capture", invoice) == "order.in_review"
    desk.done(f"order.{decision}_payment", number)
    order, told = desk.record(number), desk.record(invoice, "invoice")
    if decision == "accept":
        assert (order["state"], told["state"], desk.figures(number)[0]) == ("processing", 2, TOTAL)
        assert desk.booked() == [("capture", TOTAL, "open")]
        desk.done("order.refund", number, invoice=invoice, to="online")
        assert desk.record(number)["state"] == "closed"
    else:
        assert (order["state"], told["state"], desk.figures(number)[0]) == ("canceled", 3, "0.00")
        assert desk.booked() == [("capture", TOTAL, "denied")]


def test_asking_about_a_transaction(desk: PaymentDesk):
    number = desk.reserve()
    assert desk.do("transaction.fetch", "A1").code == "payment.declined"
    desk.done("order.invoice", number, **ONE)
    outcome = desk.done("transaction.fetch", "A1")
    assert outcome.message == "Transaction A1: the payment system says partly captured."
    told = desk.record("A1", "transaction")
    assert (told["details"]["captured"], told["details"]["left"]) == ("16.24", "21.65")
    assert told["fetched_at"]


def test_ending_a_billing_agreement(desk: PaymentDesk):
    desk.bring(agreement(7, customer_id=None, method_code="sandbox", store_id=1))
    assert desk.do("agreement.delete", "7").code == "agreement.active"
    desk.done("agreement.cancel", "7")
    assert desk.record("7", "agreement")["status"] == "canceled"
    assert desk.do("agreement.cancel", "7").code == "agreement.canceled"
    desk.done("agreement.delete", "7")
    assert desk.do("agreement.delete", "7").code == "agreement.unknown"
    assert desk.journal() == [
        ("agreement.delete", "refused"),
        ("agreement.cancel", "ok"),
        ("agreement.cancel", "refused"),
        ("agreement.delete", "ok"),
        ("agreement.delete", "refused"),
    ]
