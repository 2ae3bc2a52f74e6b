"""Payment systems that decline or give no answer: nothing is guessed, nothing is done twice, it is settled later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_tui import model
from sales_tui.payments.base import Gateway
from sales_tui.payments.sandbox_tricks import TRICKS, Behaviour
from sales_tui.rules.gateway import Answer, Call
from sales_tui.store.requests import Request
from tests.store.import_records import everything
from tests.store.payment_desk import SECONDS, TERMS, TOTAL, PaymentDesk
from tests.store.payment_imports import agreement

CARDS = {trick.behaviour: trick.card for trick in TRICKS}
"""The card that makes the sandbox misbehave so."""

IN_DOUBT, UNDER_WAY, DECLINED = "payment.in_doubt", "payment.under_way", "payment.declined"

CHARGED = ("capture", "authorization", False, TOTAL)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[PaymentDesk]:
    desk = PaymentDesk(database_url, tmp_path)
    yield desk
    desk.engine.dispose()


class Stopping(Gateway):
    """Does what it is asked by way of another, and then the program is stopped; or before, where `before` is set."""

    def __init__(self, other: Gateway, *, before: bool = False) -> None:
        self.method = other.method
        self.other = other
        self.before = before

    def perform(self, call: Call, seconds: float) -> Answer:
        if not self.before:
            self.other.perform(call, seconds)
        raise SystemExit("stopped")


def stop_during(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch, request: Request, *, before: bool = False) -> None:
    """Run a request, and stop the program while the payment system is asked."""
    gateway = Stopping(desk.sandbox, before=before)

    def ask(_: object, calls: list[Call], seconds: float) -> list[Answer]:
        return [gateway.perform(call, seconds) for call in calls]

    with monkeypatch.context() as patch:
        patch.setattr("sales_tui.store.runner.perform_all", ask)
        with pytest.raises(SystemExit):
            desk.runner().run([request])


@pytest.mark.parametrize("trick", [Behaviour.DECLINES, Behaviour.EXPIRED])
def test_declined(desk: PaymentDesk, trick: Behaviour):
    number = desk.reserve(card=CARDS[trick])
    assert desk.code("order.invoice", number, capture="online") == DECLINED
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    assert desk.journal() == [("order.invoice", "refused")]
    assert desk.do("order.settle", number).code == "settle.nothing"
    desk.done("order.invoice", number, capture="offline")


def test_no_answer_to_what_never_arrived(desk: PaymentDesk):
    number = desk.reserve(card=CARDS[Behaviour.HANGS])
    outcome = desk.do("order.invoice", number)
    assert (outcome.outcome, outcome.code, outcome.created) == ("failed", IN_DOUBT, {})
    early = desk.do("order.settle", number)
    assert (early.outcome, early.code) == ("failed", IN_DOUBT)
    assert "it may still arrive until 10:43:00 UTC" in early.message
    desk.later(2 * SECONDS)
    settled = desk.do("order.settle", number)
    assert settled.ok
    assert settled.message.startswith("It was not done.")
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    assert desk.figures(number) == ("0.00",) * 4
    desk.done("order.hold", number)


def test_the_answer_got_lost(desk: PaymentDesk):
    number = desk.reserve(card=CARDS[Behaviour.LOSES_ANSWER])
    assert desk.do("order.invoice", number, items=[{"sku": "A", "qty": 1}]).code == IN_DOUBT
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    settled = desk.do("order.settle", number)
    assert settled.ok
    assert settled.message.startswith("The payment system had done it. Invoice 000000001 made")
    assert desk.family(number)[1:] == [("capture", "authorization", False, "16.24")]
    assert desk.booked() == [("capture", "16.24", "open")]
    assert desk.journal() == [("order.invoice", "failed"), ("order.invoice", "ok")]
    assert desk.do("order.settle", number).code == "settle.nothing"


def test_lost_answers_to_all_that_can_be_asked(desk: PaymentDesk):
    number = desk.reserve(card=CARDS[Behaviour.LOSES_ANSWER])

    def settled(action: str, target: str, /, **parameters: object) -> dict[str, list[str]]:
        assert desk.do(action, target, **parameters).code == IN_DOUBT
        return dict(desk.done("order.settle", number).created)

    one = [{"sku": "A", "qty": 1}]
    (first,) = settled("order.invoice", number, items=one)["invoices"]
    (second,) = settled("order.invoice", number, items=one)["invoices"]
    settled("order.refund", number, invoice=first, to="online")
    settled("invoice.void", second)
    settled("order.cancel", number)
    assert [(kind, amount) for kind, _, _, amount in desk.family(number)[1:]] == [
        ("capture", "16.24"),
        ("capture", "10.83"),
        ("refund", "16.24"),
        ("void", "10.83"),
        ("void", "10.82"),
    ]
    assert [(kind, amount) for kind, amount, _ in desk.booked()] == [
        ("capture", "16.24"),
        ("capture", "10.83"),
        ("refund", "16.24"),
        ("void", "10.83"),
        ("void", "10.82"),
    ]


@pytest.mark.parametrize(
    "trick, said",
    [
        (Behaviour.OTHER_AMOUNT, "it did 37.88 USD where 37.89 USD was asked for"),
        (Behaviour.OTHER_CURRENCY, "it did 37.89 EUR where 37.89 USD was asked for"),
    ],
)
def test_it_did_something_else(desk: PaymentDesk, trick: Behaviour, said: str):
    number = desk.reserve(card=CARDS[trick])
    outcome = desk.do("order.invoice", number)
    assert outcome.code == IN_DOUBT
    assert said in outcome.message
    desk.later(2 * SECONDS)
    assert desk.do("order.settle", number).code == IN_DOUBT
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    assert desk.do("order.settle", number, found="done").code == "settle.txn_id"
    desk.done("order.settle", number, found="done", txn_id="by-hand-1")
    assert desk.family(number)[1:] == [CHARGED]
    assert desk.names(number, "capture") == ["by-hand-1"]


def test_a_person_found_that_it_was_not_done(desk: PaymentDesk):
    number = desk.reserve(card=CARDS[Behaviour.HANGS])
    assert desk.do("order.invoice", number).code == IN_DOUBT
    desk.done("order.settle", number, found="not_done")
    assert desk.family(number) == [("authorization", None, False, TOTAL)]
    desk.done("order.invoice", number, capture="offline")


def test_while_in_doubt_money_and_pieces_stay_where_they_are(desk: PaymentDesk):
    number = desk.reserve(card=CARDS[Behaviour.HANGS])
    (open_invoice,) = desk.done("order.invoice", number, capture="none", items=[{"sku": "A", "qty": 1}]).created[
        "invoices"
    ]
    assert desk.do("order.invoice", number).code == IN_DOUBT
    for action in ("order.invoice", "order.cancel", "order.void", "order.hold", "order.ship", "order.refund"):
        assert desk.code(action, number) == IN_DOUBT, action
    assert desk.code("invoice.capture", open_invoice) == IN_DOUBT
    assert desk.code("transaction.fetch", "A1") == IN_DOUBT
    desk.done("order.comment", number, comment="asked the bank")
    allowed = desk.record(number)["allowed_actions"]
    assert set(allowed) == {
        *("order.comment", "order.uncomment", "order.status", "order.tag", "order.print", "order.settle"),
    }


def test_while_it_is_asked_only_comments_are_possible(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    number = desk.reserve()
    stop_during(desk, monkeypatch, Request("order.invoice", number))
    for action in ("order.invoice", "order.cancel", "order.settle"):
        assert desk.code(action, number) == UNDER_WAY, action
    desk.done("order.comment", number, comment="asked the bank")
    desk.later(2 * SECONDS + 1)
    assert desk.code("order.cancel", number) == IN_DOUBT
    desk.done("order.settle", number)
    assert desk.booked() == [("capture", TOTAL, "open")]


def test_the_same_script_again_finishes_what_was_stopped(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    number = desk.reserve()
    stop_during(desk, monkeypatch, Request("order.invoice", number, key="line-1"))
    assert desk.do("order.invoice", number, "line-1").code == UNDER_WAY
    desk.later(2 * SECONDS + 1)
    finished = desk.do("order.invoice", number, "line-1")
    assert (finished.outcome, finished.created) == ("ok", {"invoices": ["000000001"]})
    again = desk.do("order.invoice", number, "line-1")
    assert again.repeated
    assert again.created == finished.created
    assert desk.booked() == [("capture", TOTAL, "open")]


def test_the_same_script_again_where_nothing_had_arrived(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    number = desk.reserve()
    stop_during(desk, monkeypatch, Request("order.invoice", number, key="line-1"), before=True)
    desk.later(2 * SECONDS + 1)
    outcome = desk.do("order.invoice", number, "line-1")
    assert (outcome.outcome, outcome.code) == ("refused", DECLINED)
    assert desk.do("order.invoice", number, "line-1").ok
    assert desk.booked() == [("capture", TOTAL, "open")]


def test_the_same_script_again_after_somebody_settled_it(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    number = desk.reserve()
    stop_during(desk, monkeypatch, Request("order.invoice", number, key="line-1"))
    desk.later(2 * SECONDS + 1)
    settled = desk.done("order.settle", number)
    again = desk.do("order.invoice", number, "line-1")
    assert (again.ok, again.repeated, again.created) == (True, True, settled.created)
    assert (settled.do, again.do) == ("order.settle", "order.invoice")
    assert desk.booked() == [("capture", TOTAL, "open")]


def test_an_agreement_in_doubt(desk: PaymentDesk, monkeypatch: pytest.MonkeyPatch):
    desk.bring(agreement(7, customer_id=None, method_code="sandbox", store_id=1))
    stop_during(desk, monkeypatch, Request("agreement.cancel", "7"))
    assert desk.do("agreement.cancel", "7").code == UNDER_WAY
    desk.later(2 * SECONDS + 1)
    desk.done("agreement.settle", "7")
    assert desk.record("7", "agreement")["status"] == "canceled"


def test_a_batch_goes_on_beside_what_is_in_doubt(desk: PaymentDesk):
    good, bad, other = (
        desk.reserve(1),
        desk.reserve(2, card=CARDS[Behaviour.LOSES_ANSWER]),
        desk.reserve(3, card=CARDS[Behaviour.DECLINES]),
    )
    requests = [Request("order.invoice", one) for one in (good, bad, other)] + [Request("order.ship", good)]
    outcomes = desk.runner().run(requests)
    assert [(one.outcome, one.code) for one in outcomes] == [
        ("ok", None),
        ("failed", IN_DOUBT),
        ("refused", DECLINED),
        ("ok", None),
    ]
    desk.done("order.settle", bad)
    assert desk.figures(bad) == (TOTAL, TOTAL, "0.00", "0.00")


def test_trying_asks_nobody(desk: PaymentDesk):
    number = desk.reserve(card=CARDS[Behaviour.HANGS])
    (outcome,) = desk.runner().run([Request("order.invoice", number)], dry_run=True)
    assert outcome.ok
    assert desk.booked() == []
    assert desk.stored(model.PaymentAttempt) == []


def test_a_payment_system_that_breaks(desk: PaymentDesk):
    class Broken(Gateway):
        method = TERMS.methods["sandbox"]

        def perform(self, call: Call, seconds: float) -> Answer:
            raise ConnectionResetError("secret=sk_live_1")

    number = desk.reserve()
    desk.sandbox = Broken()
    outcome = desk.do("order.invoice", number)
    assert outcome.code == IN_DOUBT
    assert "sk_live" not in outcome.message
    assert desk.do("order.settle", number).code == IN_DOUBT


def test_no_card_number_and_no_key_is_kept_of_it(desk: PaymentDesk, caplog: pytest.LogCaptureFixture):
    card = "4000000000000341"
    number = desk.reserve(card=card)
    (invoice,) = desk.done("order.invoice", number, capture="none").created["invoices"]
    assert desk.do("invoice.capture", invoice).code == IN_DOUBT
    attempt = desk.stored(model.PaymentAttempt)[-1]
    desk.done("order.settle", number)
    desk.done("transaction.fetch", desk.names(number, "capture")[0])
    assert [outcome for _, outcome in desk.journal()] == ["ok", "failed", "ok", "ok"]
    kept = everything(desk.engine)
    said = str((kept["journal"], kept["payment_transaction"], kept["order_status_history"])) + caplog.text
    assert attempt.key not in said
    assert not [place for place, rows in kept.items() if card[:12] in str(rows)]
    assert card[:12] not in caplog.text
