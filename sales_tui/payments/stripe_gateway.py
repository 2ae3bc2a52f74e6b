"""Cards by Stripe: reserved and captured, or taken at once; one capture an authorization."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from sales_tui.core.money import amount_text, currency_digits
from sales_tui.payments import stripe_reading as reading
from sales_tui.payments.base import Gateway, NotSetUp, Report
from sales_tui.payments.declared import stripe_method
from sales_tui.payments.stripe_amounts import from_minor, to_minor
from sales_tui.payments.stripe_errors import UNCLEAR, NoAnswer, Rejected
from sales_tui.payments.stripe_fetch import charge_name, fetched, found_refund, intent_name, root_of
from sales_tui.payments.stripe_reading import Data
from sales_tui.rules.gateway import Answer, Call, Operation, declined, unknown
from sales_tui.rules.payment_methods import Method
from sales_tui.settings import PaymentSettings

if TYPE_CHECKING:
    from sales_tui.payments.stripe_api import Payment, StripeApi

KEY_VARIABLE = "STRIPE_API_KEY"
"""Environment variable with the secret key; it is kept nowhere else."""

ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Seen = TypeVar("Seen")


def connect(settings: PaymentSettings, environment: Mapping[str, str]) -> Gateway:
    """Stripe, with the key from the environment. Raises NotSetUp where something is missing or wrong."""
    key = environment.get(KEY_VARIABLE, "").strip()
    if not key:
        raise NotSetUp(f"Stripe needs its secret key in the environment variable {KEY_VARIABLE}.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NotSetUp(f"What is in the environment variable {KEY_VARIABLE} isn't a key of Stripe.")
    url = _checked_url(settings.stripe_url)
    try:
        from sales_tui.payments.stripe_api import StripeApi
    except ImportError:
        raise NotSetUp("Stripe needs its library: install it with pip install 'sales-tui[stripe]'.") from None
    return StripeGateway(StripeApi(key, url), stripe_method(settings))


def _checked_url(url: str) -> str:
    """The key travels in the clear only inside this machine."""
    parts = urlsplit(url)
    if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ON_THIS_MACHINE):
        raise NotSetUp(
            "payments.stripe_url has to begin with https:// (http:// only for 127.0.0.1); or leave it empty."
        )
    return url.rstrip("/")


class StripeGateway(Gateway):
    """Asks Stripe by its official library.

    Before money is moved, what it is moved from is looked at. A failure until then is a decline: nothing was moved.
    """

    def __init__(self, api: StripeApi, method: Method) -> None:
        self._api = api
        self.method = method

    def authorize(self, call: Call, seconds: float) -> Answer:
        """Reserve `amount` on the card `source` (pm_…)."""
        return self._answered(seconds, lambda: self._pay(call))

    def sale(self, call: Call, seconds: float) -> Answer:
        """Take `amount` from the card `source` (pm_…)."""
        return self._answered(seconds, lambda: self._pay(call))

    def capture(self, call: Call, seconds: float) -> Answer:
        """Take `amount` of the payment `parent`; the rest is released."""
        return self._answered(seconds, lambda: self._capture(call))

    def void(self, call: Call, seconds: float) -> Answer:
        """Release what the payment `parent` reserved."""
        return self._answered(seconds, lambda: self._void(call))

    def refund(self, call: Call, seconds: float) -> Answer:
        """Give back `amount` of the payment or charge `parent`."""
        return self._answered(seconds, lambda: self._refund(call))

    def fetch(self, call: Call, seconds: float) -> Answer:
        """What became of a call that brought no answer. Moves nothing."""

        def look() -> Answer:
            try:
                return fetched(self._api, call)
            except Rejected as error:
                # It won't tell, which says nothing of what was asked before.
                raise NoAnswer(str(error)) from None

        return self._answered(seconds, look)

    def inspect(self, txn_id: str, seconds: float) -> Report | None:
        """What Stripe says of a payment, a charge or a refund now."""
        with self._api.within(seconds):
            try:
                return self._report(txn_id)
            except Exception:  # a report is only shown: whatever is wrong, there is none
                return None

    def _report(self, txn_id: str) -> Report | None:
        root = root_of(txn_id)
        match root[:3]:
            case "pi_":
                return reading.intent_report(txn_id, self._api.intent(root))
            case "ch_":
                return reading.charge_report(txn_id, self._api.charge(root))
            case "re_":
                return reading.refund_report(txn_id, self._api.refund(root))
        return None

    def _answered(self, seconds: float, work: Callable[[], Answer]) -> Answer:
        with self._api.within(seconds):
            try:
                return work()
            except Rejected as error:
                return declined(str(error))
            except NoAnswer as error:
                return unknown(str(error))
            except Exception:  # whatever it sent, nothing is guessed from it
                return unknown(UNCLEAR)

    def _pay(self, call: Call) -> Answer:
        units = _units(call)
        card = self._seen(lambda: self._card(call.source))
        customer = card.get("customer")
        payment: Payment = {
            "amount": units,
            "currency": call.currency.lower(),
            "source": call.source,
            "customer": customer if isinstance(customer, str) else "",
            "capture": "manual" if call.operation is Operation.AUTHORIZE else "automatic",
            "metadata": {reading.NOTE: call.key, reading.ORDER_NOTE: call.order},
        }
        return reading.paid_answer(self._api.create_intent(payment, call.key), call, card.get("card"))

    def _card(self, source: str) -> Data:
        if not source.startswith("pm_"):
            raise Rejected(f"it charges saved cards (pm_…), not {source or 'nothing'}")
        return self._api.payment_method(source)

    def _capture(self, call: Call) -> Answer:
        units = _units(call)
        intent = self._seen(lambda: self._intent(call))
        name, status = reading.name_of(intent, "pi_"), intent.get("status")
        if status == reading.CAPTURED and reading.note(intent, reading.CAPTURE_NOTE) == call.key:
            return reading.captured_answer(intent, call)
        if status != reading.RESERVED:
            raise Rejected(f"the payment {name} is {_STATES.get(str(status), 'not reserved')}")
        reserved = from_minor(intent.get("amount_capturable", intent.get("amount")), call.currency)
        _check_left(call, reserved)
        self._seen(lambda: self._api.note_on_intent(name, {reading.CAPTURE_NOTE: call.key}))
        return reading.captured_answer(self._api.capture(name, units, call.key), call)

    def _void(self, call: Call) -> Answer:
        intent = self._seen(lambda: self._intent(call))
        name, status = reading.name_of(intent, "pi_"), intent.get("status")
        if status == reading.CANCELED:
            return reading.voided_answer(intent)
        if status == reading.CAPTURED:
            raise Rejected(f"the payment {name} is {_STATES[reading.CAPTURED]}")
        return reading.voided_answer(self._api.cancel(name, call.key))

    def _refund(self, call: Call) -> Answer:
        units = _units(call)
        name = self._seen(lambda: charge_name(self._api, call.parent))
        charge = self._seen(lambda: self._api.charge(name))
        done_before = self._seen(lambda: found_refund(self._api, name, call.key))
        if done_before is not None:
            return reading.refunded_answer(done_before, call)
        _check_currency(charge, call)
        if not charge.get("captured"):
            raise Rejected(f"nothing was captured of {call.parent}")
        _check_left(call, reading.left_of(charge))
        notes = {reading.NOTE: call.key, reading.ORDER_NOTE: call.order}
        return reading.refunded_answer(self._api.create_refund(name, units, notes, call.key), call)

    def _intent(self, call: Call) -> Data:
        intent = self._api.intent(intent_name(self._api, call.parent))
        _check_currency(intent, call)
        return intent

    def _seen(self, look: Callable[[], Seen]) -> Seen:
        """What is seen before money is moved: without it, none is."""
        try:
            return look()
        except NoAnswer as error:
            raise Rejected(f"{error}; nothing was moved") from None


_STATES = {
    reading.CAPTURED: "captured already",
    reading.CANCELED: "canceled; a card's reservation ends by itself after some days",
    reading.PROCESSING: "not reserved yet",
}


def _units(call: Call) -> int:
    try:
        return to_minor(call.amount, call.currency)
    except ValueError as error:
        raise Rejected(str(error)) from None


def _check_currency(thing: Data, call: Call) -> None:
    currency = reading.currency_of(thing)
    if currency != call.currency.upper():
        raise Rejected(f"{call.parent} is in {currency or 'an unknown currency'}, not in {call.currency}")


def _check_left(call: Call, left: Decimal | None) -> None:
    if left is not None and call.amount > left:
        digits = currency_digits(call.currency)
        asked, possible = amount_text(call.amount, digits), amount_text(left, digits)
        raise Rejected(f"{asked} {call.currency} is more than is left: {possible}")
