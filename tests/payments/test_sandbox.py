"""The sandbox keeps books: what is reserved, taken, given back and released, and what it declines."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from sales_tui.payments.sandbox import Sandbox
from sales_tui.payments.sandbox_work import txn_id_of
from sales_tui.rules.gateway import Verdict
from tests.payments.calls import SECONDS, Desk, call


def test_an_authorization_is_taken_in_parts(desk: Desk):
    auth = desk.done(call("authorize", "37.89", key="a", card="4242"))
    assert auth == txn_id_of("a") == "sbx-ca978112ca1bbdca"
    assert desk.status(auth) == "authorized (37.89)"
    first = desk.done(call("capture", "25.89", key="b", parent=auth))
    assert desk.status(auth) == "partly captured (12.00)"
    assert desk.declined(call("capture", "12.01", key="c", parent=auth)) == "12.01 is more than is left: 12.00 of 37.89"
    second = desk.done(call("capture", "12", key="d", parent=auth))
    assert desk.status(auth) == "captured (0.00)"
    assert (desk.status(first), desk.status(second)) == ("captured (25.89)", "captured (12.00)")


def test_an_answer_says_what_was_done(desk: Desk):
    asked = call("authorize", "37.89", key="a", card="4242")
    answer = desk.ask(asked)
    assert (answer.amount, answer.currency, answer.is_pending) == (Decimal("37.89"), "USD", False)
    assert answer.details == {"status": "authorized", "card": "4242"}
    assert answer.checked(asked) == answer


def test_void_releases_what_is_left(desk: Desk):
    auth = desk.done(call("authorize", "50", key="a"))
    desk.done(call("capture", "20", key="b", parent=auth))
    answer = desk.ask(call("void", key="c", parent=auth))
    assert (answer.verdict, answer.details["released"]) == (Verdict.DONE, "30.00")
    assert desk.status(auth) == "released (0.00)"
    assert desk.status(answer.txn_id) == "released (0.00)"
    assert desk.declined(call("void", key="d", parent=auth)) == "nothing of the authorization is open"
    assert desk.declined(call("capture", "1", key="e", parent=auth)) == "the authorization is released"


def test_a_charge_is_taken_back_whole(desk: Desk):
    auth = desk.done(call("authorize", "50", key="a"))
    charge = desk.done(call("capture", "20", key="b", parent=auth))
    answer = desk.ask(call("void", "20", key="c", parent=charge))
    assert answer.details == {"status": "taken back", "released": "20.00"}
    assert desk.status(charge) == "taken back (0.00)"
    assert desk.status(auth) == "partly captured (30.00)"
    assert desk.declined(call("void", "20", key="d", parent=charge)) == "the capture is taken back"
    assert desk.declined(call("refund", "1", key="e", parent=charge)) == "the capture is taken back"


def test_a_charge_of_which_something_went_back_stays(desk: Desk):
    sale = desk.done(call("sale", "10", key="a"))
    desk.done(call("refund", "4", key="b", parent=sale))
    reason = desk.declined(call("void", "10", key="c", parent=sale))
    assert reason == "4.00 of the capture was refunded, so it can't be taken back"
    assert desk.status(sale) == "partly refunded (6.00)"


def test_a_sale_is_given_back_in_parts(desk: Desk):
    sale = desk.done(call("sale", "10", key="a"))
    assert desk.status(sale) == "captured (10.00)"
    refund = desk.done(call("refund", "4", key="b", parent=sale))
    assert desk.status(sale) == "partly refunded (6.00)"
    assert desk.declined(call("refund", "6.01", key="c", parent=sale)) == "6.01 is more than is left: 6.00 of 10.00"
    desk.done(call("refund", "6", key="d", parent=sale))
    assert desk.status(sale) == "refunded (0.00)"
    assert desk.status(refund) == "refunded (0.00)"


def test_another_currency_is_declined(desk: Desk):
    auth = desk.done(call("authorize", "10", key="a"))
    reason = desk.declined(call("capture", "10", key="b", parent=auth, currency="EUR"))
    assert reason == "EUR was asked for, the authorization is in USD"
    assert desk.status(auth) == "authorized (10.00)"


@pytest.mark.parametrize("amount", ["0", "-1", "0.00001", "NaN", "Infinity", "1E+30"])
def test_what_is_no_amount_is_declined(desk: Desk, amount: str):
    assert "is no amount that it can move" in desk.declined(call("authorize", amount, key="a"))


def test_what_a_transaction_isnt_for(desk: Desk):
    auth = desk.done(call("authorize", "10", key="a"))
    sale = desk.done(call("sale", "10", key="b"))
    assert desk.declined(call("refund", "1", key="c", parent=auth)) == f"{auth} is an authorization, not a capture"
    refund = desk.done(call("refund", "1", key="g", parent=sale))
    assert desk.declined(call("void", key="d", parent=refund)) == f"{refund} is a refund, not an authorization"
    assert desk.declined(call("accept", key="e", parent=auth)) == "the payment isn't under review"
    assert desk.declined(call("capture", "1", key="f")) == "it wasn't told which authorization this is about"


def test_imported_transactions_are_taken_over(desk: Desk):
    old = {"parent": "imported-1", "parent_amount": "30"}
    desk.done(call("capture", "20", key="a", **old))
    assert desk.status("imported-1") == "partly captured (10.00)"
    assert "more than is left: 10.00 of 30.00" in desk.declined(call("capture", "11", key="b", **old))
    desk.done(call("refund", "5", key="c", parent="imported-2", parent_amount="5"))
    assert desk.status("imported-2") == "refunded (0.00)"
    desk.done(call("void", key="d", parent="imported-3", parent_amount="7"))
    assert desk.status("imported-3") == "released (0.00)"


def test_an_imported_one_of_unknown_amount_is_declined(desk: Desk):
    reason = desk.declined(call("capture", "20", key="a", parent="imported"))
    assert reason == "it doesn't know imported, nor what it is over"
    assert "more than is left" in desk.declined(call("capture", "20", key="b", parent="imported", parent_amount="19"))
    assert desk.sandbox.inspect("imported", SECONDS) is None


def test_billing_agreements_are_charged_until_revoked(desk: Desk):
    desk.done(call("authorize", "10", key="a", source="B-1"))
    desk.done(call("revoke", key="b", source="B-1"))
    assert desk.declined(call("sale", "10", key="c", source="B-1")) == "the billing agreement was revoked"
    desk.done(call("sale", "10", key="d", source="B-2"))
    assert desk.ask(call("revoke", key="e", source="B-1")).verdict is Verdict.DONE
    assert desk.declined(call("revoke", key="f")) == "it wasn't told which billing agreement to end"


def test_the_same_key_moves_money_once(desk: Desk):
    auth = desk.done(call("authorize", "10", key="a"))
    take = call("capture", "6", key="b", parent=auth)
    assert desk.ask(take) == desk.ask(take)
    assert desk.status(auth) == "partly captured (4.00)"
    again = call("capture", "6.00", key="b", parent=auth, parent_amount="10")
    assert desk.ask(again) == desk.ask(take)


def test_a_declined_call_stays_declined(desk: Desk):
    auth = desk.done(call("authorize", "10", key="a"))
    too_much = call("capture", "11", key="b", parent=auth)
    first = desk.declined(too_much)
    desk.done(call("capture", "10", key="c", parent=auth))
    assert desk.declined(too_much) == first


def test_a_key_is_for_one_thing(desk: Desk):
    auth = desk.done(call("authorize", "10", key="a"))
    reason = "its idempotency key was already used for something else"
    assert desk.declined(call("authorize", "11", key="a")) == reason
    assert desk.declined(call("void", key="a", parent=auth)) == reason
    assert desk.declined(call("sale", "10", key="")) == "it has no idempotency key"


def test_the_books_outlive_the_program(tmp_path: Path):
    before, after = Desk(tmp_path / "s.sqlite"), Desk(tmp_path / "s.sqlite")
    auth = before.done(call("authorize", "10", key="a"))
    assert after.status(auth) == "authorized (10.00)"
    assert after.ask(call("authorize", "10", key="a")) == before.ask(call("authorize", "10", key="a"))


def test_currencies_have_their_own_decimals(desk: Desk):
    yen = desk.done(call("authorize", "500", key="a", currency="JPY"))
    dinar = desk.done(call("authorize", "1.5", key="b", currency="KWD"))
    assert (desk.status(yen), desk.status(dinar)) == ("authorized (500)", "authorized (1.500)")


def test_a_file_that_cant_be_used_gives_no_answer(tmp_path: Path):
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"this is no database " * 100)
    for file in (spoilt, tmp_path, spoilt / "below"):
        sandbox = Sandbox(file)
        answer = sandbox.perform(call("authorize", "10", key="a"), SECONDS)
        assert answer.verdict is Verdict.UNKNOWN
        assert str(file) in answer.reason
        assert sandbox.fetch(call("authorize", "10", key="a"), SECONDS).verdict is Verdict.UNKNOWN
        assert sandbox.inspect("sbx-1", SECONDS) is None
