"""Cards and amounts that make the sandbox misbehave, and what becomes of such calls."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.payments.sandbox_tricks import TRICKS, Behaviour, Trick
from sales_tui.payments.sandbox_work import txn_id_of
from sales_tui.rules.gateway import Answer, Call, Verdict
from tests.payments.calls import SECONDS, Desk, call

WAYS = [(trick, way) for trick in TRICKS for way in ("card", "amount") if way == "card" or trick.amount]


def tricky(trick: Trick, way: str, operation: str, **others: str) -> Call:
    """A call that asks for the trick by card or by amount."""
    if way == "card":
        return call(operation, "10", card=trick.card, **others)
    return call(operation, str(trick.amount), **others)


def ways(behaviour: Behaviour) -> pytest.MarkDecorator:
    chosen = [pair for pair in WAYS if pair[0].behaviour is behaviour]
    assert chosen
    return pytest.mark.parametrize("trick,way", chosen, ids=[way for _, way in chosen])


def fetch(desk: Desk, asked: Call) -> Answer:
    return desk.sandbox.fetch(asked, SECONDS)


@ways(Behaviour.DECLINES)
def test_it_declines(desk: Desk, trick: Trick, way: str):
    for number, operation in enumerate(("authorize", "sale")):
        asked = tricky(trick, way, operation, key=f"a{number}")
        assert desk.declined(asked) == fetch(desk, asked).reason == "insufficient funds"
        assert desk.sandbox.inspect(txn_id_of(asked.key), SECONDS) is None


@ways(Behaviour.HANGS)
def test_it_hangs_and_does_nothing(desk: Desk, trick: Trick, way: str):
    asked = tricky(trick, way, "capture", key="a", parent="old", parent_amount="2000")
    assert desk.unknown(asked) == "no answer within 20 s"
    assert desk.waited == [SECONDS]
    assert desk.sandbox.inspect("old", SECONDS) is None
    assert (fetch(desk, asked).verdict, fetch(desk, asked).reason) == (Verdict.DECLINED, "it never arrived")


@ways(Behaviour.LOSES_ANSWER)
def test_it_does_it_and_loses_the_answer(desk: Desk, trick: Trick, way: str):
    asked = tricky(trick, way, "sale", key="a")
    assert desk.unknown(asked) == "no answer within 20 s"
    assert desk.waited == [SECONDS]
    assert desk.status(txn_id_of("a")).startswith("captured")
    found = fetch(desk, asked)
    assert (found.verdict, found.txn_id, found.amount) == (Verdict.DONE, txn_id_of("a"), asked.amount)
    assert desk.ask(asked) == found


def test_answers_of_everything_can_be_lost(desk: Desk):
    lost = "0341"
    auth = desk.done(call("authorize", "30", key="a"))
    for asked in (
        call("capture", "20", key="b", parent=auth, card=lost),
        call("refund", "5", key="c", parent=txn_id_of("b"), card=lost),
        call("void", key="d", parent=auth, card=lost),
        call("revoke", key="e", source="B-1", card=lost),
    ):
        desk.unknown(asked)
        assert fetch(desk, asked).verdict is Verdict.DONE
    assert desk.status(auth) == "released (0.00)"
    assert desk.status(txn_id_of("b")) == "partly refunded (15.00)"


def test_a_call_that_was_given_up_is_not_done_later(desk: Desk):
    late = call("sale", "10", key="a")
    assert fetch(desk, late).reason == "it never arrived"
    assert desk.declined(late) == "it never arrived"
    assert desk.sandbox.inspect(txn_id_of("a"), SECONDS) is None


@ways(Behaviour.REVIEWS)
def test_it_wants_to_review(desk: Desk, trick: Trick, way: str):
    asked = tricky(trick, way, "authorize", key="a")
    answer = desk.ask(asked)
    assert (answer.verdict, answer.is_pending) == (Verdict.DONE, True)
    assert fetch(desk, asked) == answer
    assert desk.status(answer.txn_id).startswith("under review")
    take = {"parent": answer.txn_id, "card": asked.card}
    assert desk.declined(call("capture", "1", key="b", **take)) == "the authorization is under review"
    desk.ask(call("accept", key="c", **take))
    desk.done(call("capture", "1", key="d", **take))
    assert desk.status(answer.txn_id).startswith("partly captured")


@ways(Behaviour.REVIEWS)
def test_a_review_can_end_badly(desk: Desk, trick: Trick, way: str):
    sale = desk.done(tricky(trick, way, "sale", key="a"))
    answer = desk.ask(call("deny", key="b", parent=sale))
    assert answer.verdict is Verdict.DONE
    assert desk.status(sale) == "denied (0.00)"
    assert desk.declined(call("refund", "1", key="c", parent=sale)) == "the capture is denied"
    assert desk.declined(call("accept", key="d", parent=sale)) == "the payment isn't under review"


def test_an_imported_payment_is_reviewed_too(desk: Desk):
    assert desk.ask(call("accept", key="a", parent="old-1", parent_amount="10")).verdict is Verdict.DONE
    assert desk.status("old-1") == "authorized (10.00)"
    assert desk.ask(call("deny", key="b", parent="old-2", parent_amount="10")).verdict is Verdict.DONE
    assert desk.status("old-2") == "denied (0.00)"


@ways(Behaviour.OTHER_AMOUNT)
def test_it_does_another_amount(desk: Desk, trick: Trick, way: str):
    asked = tricky(trick, way, "authorize", key="a")
    answer = desk.ask(asked)
    assert answer.amount == asked.amount - Decimal("0.01")
    checked = answer.checked(asked)
    assert (checked.verdict, checked.is_pending, checked.is_suspect) == (Verdict.DONE, True, True)
    assert answer.checked(tricky(trick, way, "sale", key="a")).verdict is Verdict.UNKNOWN
    assert desk.status(answer.txn_id) == f"authorized ({answer.amount})"


@ways(Behaviour.OTHER_CURRENCY)
def test_it_does_another_currency(desk: Desk, trick: Trick, way: str):
    asked = tricky(trick, way, "capture", key="a", parent="old", parent_amount="2000")
    answer = desk.ask(asked)
    assert (answer.amount, answer.currency) == (asked.amount, "EUR")
    assert answer.checked(asked).verdict is Verdict.UNKNOWN


def test_authorizations_expire(desk: Desk):
    auth = desk.done(call("authorize", "10", key="a", card="0069"))
    assert desk.declined(call("capture", "10", key="b", parent=auth, card="0069")) == "the authorization expired"
    old = {"parent": "imported-expired-7", "parent_amount": "10"}
    assert desk.declined(call("capture", "10", key="c", **old)) == "the authorization expired"
    desk.done(call("void", key="d", parent=auth, card="0069"))


def test_every_trick_has_a_card_and_an_amount_of_its_own():
    assert {trick.behaviour for trick in TRICKS} == set(Behaviour)
    amounts = [trick.amount for trick in TRICKS if trick.amount is not None]
    assert len({trick.card for trick in TRICKS}) == len({trick.behaviour for trick in TRICKS}) == len(TRICKS)
    assert len(set(amounts)) == len(amounts)
    assert all(trick.help for trick in TRICKS)
