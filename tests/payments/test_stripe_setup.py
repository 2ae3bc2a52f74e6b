"""What Stripe needs before it can be used, its amounts, and what of its messages may be shown."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sales_tui.payments.base import NotSetUp
from sales_tui.payments.stripe_amounts import from_minor, to_minor
from sales_tui.payments.stripe_errors import LONGEST, fit
from sales_tui.payments.stripe_gateway import connect
from sales_tui.rules.payment_methods import PaymentAction
from sales_tui.settings import PaymentSettings

KEY = "sk_test_setup0123456789"


@pytest.mark.parametrize("environment", [{}, {"STRIPE_API_KEY": ""}, {"STRIPE_API_KEY": "  "}])
def test_without_its_key_it_is_not_set_up(environment: dict[str, str]) -> None:
    with pytest.raises(NotSetUp, match="needs its secret key in the environment variable STRIPE_API_KEY"):
        connect(PaymentSettings(), environment)


@pytest.mark.parametrize("key", ["sk_test_1\r\nHost: evil", "sk test", "sk_tést"])
def test_what_is_no_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(NotSetUp) as caught:
        connect(PaymentSettings(), {"STRIPE_API_KEY": key})

    assert str(caught.value) == "What is in the environment variable STRIPE_API_KEY isn't a key of Stripe."


@pytest.mark.parametrize("url", ["http://stripe.example", "stripe.example", "ftp://127.0.0.1", "//127.0.0.1"])
def test_the_key_is_not_sent_in_the_clear(url: str) -> None:
    with pytest.raises(NotSetUp, match=r"payments\.stripe_url has to begin with https://"):
        connect(PaymentSettings(stripe_url=url), {"STRIPE_API_KEY": KEY})


def test_without_its_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sales_tui.payments.stripe_api", "sales_tui.payments.stripe_http"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "stripe", None)

    with pytest.raises(NotSetUp, match=r"install it with pip install 'sales-tui\[stripe\]'"):
        connect(PaymentSettings(), {"STRIPE_API_KEY": KEY})


def test_its_library_is_loaded_only_when_it_is_used() -> None:
    program = "import sys, sales_tui.payments.stripe_gateway; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_setting_says_when_money_is_taken() -> None:
    pytest.importorskip("stripe")
    methods = {
        way: connect(PaymentSettings(stripe_capture=way), {"STRIPE_API_KEY": KEY}).method
        for way in ("authorize", "sale")
    }

    assert methods["authorize"].action is PaymentAction.AUTHORIZE
    assert methods["sale"].action is PaymentAction.SALE
    assert {method.code for method in methods.values()} == {"stripe"}


def test_the_key_is_not_part_of_how_it_shows() -> None:
    pytest.importorskip("stripe")
    assert KEY not in repr(connect(PaymentSettings(), {"STRIPE_API_KEY": KEY}))


@pytest.mark.parametrize(
    "amount, currency, units",
    [
        ("12.34", "EUR", 1234),
        ("0.01", "usd", 1),
        ("12.3400", "EUR", 1234),
        ("500", "JPY", 500),
        ("1.234", "KWD", 1234),
        # Stripe's own way of writing them.
        ("5", "UGX", 500),
        ("5", "ISK", 500),
        ("500", "MGA", 500),
        ("899999999999999.99", "EUR", 89999999999999999),
    ],
)
def test_amounts_are_whole_numbers_of_the_smallest_unit(amount: str, currency: str, units: int) -> None:
    assert to_minor(Decimal(amount), currency) == units
    assert from_minor(units, currency.lower()) == Decimal(amount)


@pytest.mark.parametrize(
    "amount, currency", [("0", "EUR"), ("-1", "EUR"), ("1.005", "EUR"), ("1.5", "JPY"), ("1.5", "UGX"), ("1.5", "MGA")]
)
def test_other_amounts_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=currency):
        to_minor(Decimal(amount), currency)


@pytest.mark.parametrize("units, currency", [(None, "eur"), ("1", "eur"), (True, "eur"), (1.5, "eur"), (1, None)])
def test_what_is_no_amount_is_none(units: object, currency: object) -> None:
    assert from_minor(units, currency) is None


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Your card was declined.", "Your card was declined"),
        ("No such customer: 'cus_12345678901234'", "No such customer: 'cus_[number]'"),
        ("4242-4242-4242-4242 is 4242424242424242", "[number] is [number]"),
        ("rk_live_1 and pi_1_secret_2 and whsec_3", "[key] and [key] and [key]"),
        ("a\x1b[31m\nb\u202ec\x00", "a [31m b c"),
        (None, ""),
        (12, ""),
    ],
)
def test_messages_are_made_fit_to_be_shown(text: object, shown: str) -> None:
    assert fit(text) == shown


@given(some.text(max_size=3 * LONGEST), some.text(max_size=20))
def test_no_message_shows_the_key_or_breaks_the_line(before: str, after: str) -> None:
    shown = fit(before + KEY + after, KEY)

    assert KEY not in shown
    assert len(shown) <= LONGEST
    assert not any(ord(sign) < 32 for sign in shown)
