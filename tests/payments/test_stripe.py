"""Stripe end to end, by its official library, against the stateful server localstripe."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from itertools import count

import pytest
import requests

from sales_tui.payments.base import Gateway
from sales_tui.payments.stripe_gateway import connect
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict
from sales_tui.settings import PaymentSettings
from tests.payments.localstripe_server import SECRET, localstripe

pytest.importorskip("stripe")
pytest.importorskip("localstripe")

AUTHORIZE, SALE, CAPTURE = Operation.AUTHORIZE, Operation.SALE, Operation.CAPTURE
VOID, REFUND = Operation.VOID, Operation.REFUND
CARD_3DS = "4000002500003155"
SECONDS = 30.0

_keys = count(1)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with localstripe() as address:
        yield address


@pytest.fixture
def stripe(url: str, caplog: pytest.LogCaptureFixture) -> Iterator[Gateway]:
    caplog.set_level(logging.DEBUG)
    yield connect(PaymentSettings(stripe_url=url), {"STRIPE_API_KEY": SECRET})
    logged = "\n".join(record.getMessage() for record in caplog.get_records("call"))
    assert not [secret for secret in (SECRET, CARD_3DS, "_secret_") if secret in logged]


def call(operation: Operation, amount: str = "0", parent: str = "", source: str = "", currency: str = "EUR") -> Call:
    key = f"key-{next(_keys)}"
    return Call(operation, "stripe", Decimal(amount), currency, "000000012", parent, source=source, key=key)


def authorized(stripe: Gateway, amount: str = "37.89") -> str:
    answer = stripe.perform(call(AUTHORIZE, amount, source="pm_card_visa"), SECONDS)
    assert answer.verdict is Verdict.DONE, answer
    return answer.txn_id


def captured(stripe: Gateway, amount: str = "37.89") -> str:
    answer = stripe.perform(call(CAPTURE, amount, parent=authorized(stripe, amount)), SECONDS)
    assert answer.verdict is Verdict.DONE, answer
    return answer.txn_id


def moved(answer: Answer) -> tuple[Verdict, str, Decimal | None, str]:
    return answer.verdict, answer.txn_id[:3], answer.amount, answer.currency


def test_a_card_is_charged_in_two_steps(stripe: Gateway) -> None:
    asked = call(AUTHORIZE, "37.89", source="pm_card_visa")
    answer = stripe.perform(asked, SECONDS)

    assert moved(answer) == (Verdict.DONE, "pi_", Decimal("37.89"), "EUR")
    assert answer.checked(asked) is answer
    assert not answer.is_pending
    assert answer.details["status"] == "requires_capture"
    assert (answer.details["brand"], answer.details["last4"], answer.details["mode"]) == ("visa", "4242", "test")
    assert not any("secret" in text for pair in answer.details.items() for text in pair)

    taken = stripe.perform(call(CAPTURE, "37.89", parent=answer.txn_id), SECONDS)

    assert moved(taken)[:2] == (Verdict.DONE, "ch_")
    assert taken.details["status"] == "succeeded"
    report = stripe.inspect(answer.txn_id, SECONDS)
    assert report is not None
    assert (report.status, report.amount, report.currency, report.is_closed) == (
        "succeeded",
        Decimal("37.89"),
        "EUR",
        True,
    )


def test_a_sale_takes_the_money_at_once(stripe: Gateway) -> None:
    answer = stripe.perform(call(SALE, "12.50", source="pm_card_visa"), SECONDS)

    assert moved(answer) == (Verdict.DONE, "ch_", Decimal("12.50"), "EUR")
    report = stripe.inspect(answer.txn_id, SECONDS)
    assert report is not None
    assert (report.details["captured"], report.is_closed) == ("yes", False)


def test_yen_have_no_smaller_unit(stripe: Gateway) -> None:
    answer = stripe.perform(call(SALE, "1250", source="pm_card_visa", currency="JPY"), SECONDS)
    part = stripe.perform(call(SALE, "1250.5", source="pm_card_visa", currency="JPY"), SECONDS)

    assert moved(answer) == (Verdict.DONE, "ch_", Decimal(1250), "JPY")
    assert (part.verdict, part.reason) == (
        Verdict.DECLINED,
        "1250.5 JPY has more decimals than JPY can be charged in",
    )


def test_a_part_is_captured_and_the_rest_released(stripe: Gateway) -> None:
    authorization = authorized(stripe)

    part = stripe.perform(call(CAPTURE, "12.00", parent=authorization), SECONDS)
    again = stripe.perform(call(CAPTURE, "5.00", parent=authorization), SECONDS)

    assert part.verdict is Verdict.DONE
    assert (again.verdict, again.reason) == (
        Verdict.DECLINED,
        f"the payment {authorization} is captured already",
    )
    refund = stripe.perform(call(REFUND, "12.01", parent=part.txn_id), SECONDS)
    assert (refund.verdict, refund.reason) == (Verdict.DECLINED, "12.01 EUR is more than is left: 12.00")


def test_more_than_was_reserved_is_declined(stripe: Gateway) -> None:
    answer = stripe.perform(call(CAPTURE, "37.90", parent=authorized(stripe)), SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, "37.90 EUR is more than is left: 37.89")


def test_a_void_releases_what_was_reserved(stripe: Gateway) -> None:
    authorization = authorized(stripe)

    answer = stripe.perform(call(VOID, parent=authorization), SECONDS)
    late = stripe.perform(call(CAPTURE, "1.00", parent=authorization), SECONDS)

    assert (answer.verdict, answer.txn_id) == (Verdict.DONE, f"{authorization}-void")
    assert late.verdict is Verdict.DECLINED
    assert "canceled" in late.reason
    report = stripe.inspect(f"{authorization}-void", SECONDS)
    assert report is not None
    assert (report.txn_id, report.status, report.is_closed) == (f"{authorization}-void", "canceled", True)


def test_what_was_captured_is_not_voided(stripe: Gateway) -> None:
    authorization = authorized(stripe)
    stripe.perform(call(CAPTURE, "37.89", parent=authorization), SECONDS)

    answer = stripe.perform(call(VOID, parent=authorization), SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, f"the payment {authorization} is captured already")


def test_several_refunds_but_no_more_than_was_taken(stripe: Gateway) -> None:
    charge = captured(stripe)

    first = stripe.perform(call(REFUND, "10.00", parent=charge), SECONDS)
    second = stripe.perform(call(REFUND, "20.00", parent=charge), SECONDS)
    third = stripe.perform(call(REFUND, "7.90", parent=charge), SECONDS)
    rest = stripe.perform(call(REFUND, "7.89", parent=charge), SECONDS)

    assert moved(first) == (Verdict.DONE, "re_", Decimal("10.00"), "EUR")
    assert moved(second) == (Verdict.DONE, "re_", Decimal("20.00"), "EUR")
    assert (third.verdict, third.reason) == (Verdict.DECLINED, "7.90 EUR is more than is left: 7.89")
    assert rest.verdict is Verdict.DONE
    assert len({first.txn_id, second.txn_id, rest.txn_id}) == 3
    report, refund = stripe.inspect(charge, SECONDS), stripe.inspect(second.txn_id, SECONDS)
    assert report is not None
    assert refund is not None
    assert (report.details["refunded"], report.is_closed) == ("37.89", True)
    assert (refund.status, refund.amount, refund.is_closed) == ("succeeded", Decimal("20.00"), True)


def test_a_refund_is_found_by_the_payment_or_another_shops_name_of_its_capture(stripe: Gateway) -> None:
    for suffix in ("", "-capture"):
        authorization = authorized(stripe)
        stripe.perform(call(CAPTURE, "37.89", parent=authorization), SECONDS)
        assert stripe.perform(call(REFUND, "1.00", parent=authorization + suffix), SECONDS).verdict is Verdict.DONE


def test_an_authorization_is_found_by_its_charge(stripe: Gateway) -> None:
    authorization = authorized(stripe)
    report = stripe.inspect(authorization, SECONDS)
    assert report is not None

    answer = stripe.perform(call(CAPTURE, "37.89", parent=report.details["charge"]), SECONDS)

    assert (answer.verdict, answer.txn_id) == (Verdict.DONE, report.details["charge"])


def test_the_same_key_never_moves_money_twice(stripe: Gateway) -> None:
    authorization = authorized(stripe)
    capture = call(CAPTURE, "20.00", parent=authorization)
    taken = stripe.perform(capture, SECONDS)
    refund = call(REFUND, "5.00", parent=taken.txn_id)
    given = stripe.perform(refund, SECONDS)

    assert stripe.perform(capture, SECONDS) == taken
    assert stripe.perform(refund, SECONDS) == given
    report = stripe.inspect(taken.txn_id, SECONDS)
    assert report is not None
    # The 17.89 that weren't captured are a refund too at this server.
    assert report.details["refunded"] == "22.89"


def test_many_threads_ask_at_once(stripe: Gateway) -> None:
    with ThreadPoolExecutor(8) as threads:
        charges = list(threads.map(lambda _: captured(stripe, "1.00"), range(24)))

    assert len(set(charges)) == 24


def test_a_declined_card(stripe: Gateway) -> None:
    answer = stripe.perform(call(AUTHORIZE, "10.00", source="pm_card_chargeCustomerFail"), SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, "Your card was declined")


def test_a_card_that_needs_its_owner_is_declined(stripe: Gateway, url: str) -> None:
    card = {"number": CARD_3DS, "exp_month": "12", "exp_year": "2035", "cvc": "123"}
    made = requests.post(
        f"{url}/v1/payment_methods",
        data={"type": "card"} | {f"card[{name}]": value for name, value in card.items()},
        headers={"Authorization": f"Bearer {SECRET}"},
        timeout=SECONDS,
    )

    answer = stripe.perform(call(AUTHORIZE, "10.00", source=made.json()["id"]), SECONDS)

    assert (answer.verdict, answer.reason) == (
        Verdict.DECLINED,
        "the customer has to confirm the payment with the bank first",
    )


@pytest.mark.parametrize("source", ["", "tok_visa", "pm_unknown"])
def test_what_is_no_saved_card_is_declined(stripe: Gateway, source: str) -> None:
    assert stripe.perform(call(SALE, "10.00", source=source), SECONDS).verdict is Verdict.DECLINED


@pytest.mark.parametrize("parent", ["", "sbx-1", "pi_unknown", "ch_unknown"])
@pytest.mark.parametrize("operation", [CAPTURE, VOID, REFUND])
def test_what_stripe_does_not_know_is_declined(stripe: Gateway, operation: Operation, parent: str) -> None:
    assert stripe.perform(call(operation, "10.00", parent=parent), SECONDS).verdict is Verdict.DECLINED


def test_another_currency_than_was_paid_in_is_declined(stripe: Gateway) -> None:
    authorization = authorized(stripe)

    answer = stripe.perform(call(CAPTURE, "10.00", parent=authorization, currency="USD"), SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, f"{authorization} is in EUR, not in USD")


def test_a_wrong_key_is_declined_and_not_shown(url: str) -> None:
    stripe = connect(PaymentSettings(stripe_url=url), {"STRIPE_API_KEY": "wrong-key-123"})

    answer = stripe.perform(call(AUTHORIZE, "10.00", source="pm_card_visa"), SECONDS)

    assert (answer.verdict, answer.reason) == (
        Verdict.DECLINED,
        "it doesn't accept the key in STRIPE_API_KEY",
    )
    assert stripe.inspect("pi_1", SECONDS) is None
    # It says nothing of what was asked with another key.
    assert stripe.fetch(call(CAPTURE, "10.00", parent="pi_1"), SECONDS).verdict is Verdict.UNKNOWN


def test_what_became_of_each_call_is_found(stripe: Gateway) -> None:
    asked = call(AUTHORIZE, "37.89", source="pm_card_visa")
    authorization = stripe.perform(asked, SECONDS)
    assert fetched(stripe, asked) == (Verdict.DONE, authorization.txn_id, Decimal("37.89"))

    asked = call(CAPTURE, "30.00", parent=authorization.txn_id)
    capture = stripe.perform(asked, SECONDS)
    assert fetched(stripe, asked)[:2] == (Verdict.DONE, capture.txn_id)

    asked = call(REFUND, "4.00", parent=capture.txn_id)
    refund = stripe.perform(asked, SECONDS)
    assert fetched(stripe, asked) == (Verdict.DONE, refund.txn_id, Decimal("4.00"))

    asked = call(SALE, "9.99", source="pm_card_visa")
    sale = stripe.perform(asked, SECONDS)
    assert fetched(stripe, asked) == (Verdict.DONE, sale.txn_id, Decimal("9.99"))

    asked = call(VOID, parent=authorized(stripe))
    void = stripe.perform(asked, SECONDS)
    assert fetched(stripe, asked)[:2] == (Verdict.DONE, void.txn_id)

    asked = call(AUTHORIZE, "10.00", source="pm_card_chargeCustomerFail")
    stripe.perform(asked, SECONDS)
    assert fetched(stripe, asked)[0] is Verdict.DECLINED


def fetched(stripe: Gateway, asked: Call) -> tuple[Verdict, str, Decimal | None]:
    answer = stripe.fetch(asked, SECONDS)
    return answer.verdict, answer.txn_id, answer.amount


def test_what_never_arrived_is_certainly_not_done(stripe: Gateway) -> None:
    authorization, charge = authorized(stripe), captured(stripe)

    capture = stripe.fetch(call(CAPTURE, "37.89", parent=authorization), SECONDS)
    void = stripe.fetch(call(VOID, parent=authorization), SECONDS)
    refund = stripe.fetch(call(REFUND, "1.00", parent=charge), SECONDS)

    assert {(answer.verdict, answer.reason) for answer in (capture, void, refund)} == {
        (Verdict.DECLINED, "it never arrived")
    }
    # Nothing was moved by asking.
    assert stripe.perform(call(CAPTURE, "37.89", parent=authorization), SECONDS).verdict is Verdict.DONE
    assert stripe.perform(call(REFUND, "37.89", parent=charge), SECONDS).verdict is Verdict.DONE


def test_an_authorization_that_is_not_found_stays_unknown(stripe: Gateway) -> None:
    answer = stripe.fetch(call(AUTHORIZE, "37.89", source="pm_card_visa"), SECONDS)

    assert answer.verdict is Verdict.UNKNOWN
    assert "000000012" in answer.reason


def test_what_something_else_captured_is_not_taken_for_ours(stripe: Gateway) -> None:
    asked = call(CAPTURE, "37.89", parent=authorized(stripe))
    stripe.perform(asked, SECONDS)

    answer = stripe.fetch(replace(asked, key="another"), SECONDS)

    assert answer.verdict is Verdict.UNKNOWN


def test_ids_of_other_systems_are_not_inspected(stripe: Gateway) -> None:
    assert [stripe.inspect(txn_id, SECONDS) for txn_id in ("", "sbx-1", "pi_unknown", "ch_", "re_../x")] == [None] * 5
