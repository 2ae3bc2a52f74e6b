"""What is asked of Stripe's official library, one method a question; answers are plain mappings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, TypedDict

import stripe

from sales_tui.payments.stripe_errors import UNCLEAR, KeyUsed, NoAnswer, Rejected, fit
from sales_tui.payments.stripe_http import TimedClient
from sales_tui.payments.stripe_reading import PAGE, Data

if TYPE_CHECKING:
    from stripe.params import (
        PaymentIntentCancelParams,
        PaymentIntentCaptureParams,
        PaymentIntentCreateParams,
        PaymentIntentListParams,
    )


class Payment(TypedDict):
    """A card payment to be made."""

    amount: int
    currency: str
    source: str
    customer: str
    capture: Literal["automatic", "manual"]
    metadata: dict[str, str]


class StripeApi:
    """Stripe's server, by the official library. All methods raise Rejected or NoAnswer, and nothing else."""

    def __init__(self, key: str, url: str) -> None:
        # The library logs whole answers, and what servers say of a refused key.
        logging.getLogger("stripe").setLevel(logging.WARNING)
        self._key = key
        self._http = TimedClient()
        self._v1 = stripe.StripeClient(
            key, base_addresses={"api": url} if url else {}, http_client=self._http, max_network_retries=0
        ).v1

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """What this thread asks inside has to be answered in so many seconds."""
        return self._http.within(seconds)

    def payment_method(self, name: str) -> Data:
        """A card by its `pm_`."""
        return self._ask(lambda: self._v1.payment_methods.retrieve(name))

    def intent(self, name: str) -> Data:
        """A payment by its `pi_`, with its charge."""
        return self._ask_about(name, lambda: self._v1.payment_intents.retrieve(name, {"expand": ["latest_charge"]}))

    def intents(self, pages: int) -> Iterator[Data]:
        """The newest payments, so many pages of them."""
        after = ""
        for _ in range(pages):
            page = self._page(after)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1]["id"]

    def intents_by_key(self, note: str, key: str) -> list[Data]:
        """Payments on which a note says the key; those of the last minute may be missing."""
        query = f'metadata["{note}"]:"{_quoted(key)}"'
        return self._ask_for_list(lambda: self._v1.payment_intents.search({"query": query}))

    def create_intent(self, payment: Payment, key: str) -> Data:
        """Reserve money, or take it."""
        params: PaymentIntentCreateParams = {
            "amount": payment["amount"],
            "currency": payment["currency"],
            "payment_method": payment["source"],
            "allowed_payment_method_types": ["card"],
            "capture_method": payment["capture"],
            "confirm": True,
            "off_session": True,
            "metadata": payment["metadata"],
            "expand": ["latest_charge"],
        }
        if payment["customer"]:
            params["customer"] = payment["customer"]
        return self._ask(lambda: self._v1.payment_intents.create(params, {"idempotency_key": key}))

    def note_on_intent(self, name: str, metadata: dict[str, str], key: str = "") -> Data:
        """Write notes on a payment, which moves nothing. Raises KeyUsed where the key was used for anything else."""
        options: stripe.RequestOptions = {"idempotency_key": key} if key else {}
        return self._ask_about(name, lambda: self._v1.payment_intents.update(name, {"metadata": metadata}, options))

    def capture(self, name: str, amount: int, key: str) -> Data:
        """Take reserved money; the rest is released."""
        params: PaymentIntentCaptureParams = {"amount_to_capture": amount, "expand": ["latest_charge"]}
        return self._ask_about(name, lambda: self._v1.payment_intents.capture(name, params, {"idempotency_key": key}))

    def cancel(self, name: str, key: str) -> Data:
        """Release reserved money."""
        params: PaymentIntentCancelParams = {"expand": ["latest_charge"]}
        return self._ask_about(name, lambda: self._v1.payment_intents.cancel(name, params, {"idempotency_key": key}))

    def charge(self, name: str) -> Data:
        """A charge by its `ch_`."""
        return self._ask_about(name, lambda: self._v1.charges.retrieve(name))

    def note_on_charge(self, name: str, metadata: dict[str, str], key: str) -> Data:
        """Write notes on a charge, which moves nothing. Raises KeyUsed where the key was used for anything else."""
        options: stripe.RequestOptions = {"idempotency_key": key}
        return self._ask_about(name, lambda: self._v1.charges.update(name, {"metadata": metadata}, options))

    def refunds(self, charge: str) -> list[Data]:
        """The newest refunds of a charge, PAGE at most."""
        return self._ask_for_list(lambda: self._v1.refunds.list({"charge": charge, "limit": PAGE}))

    def refund(self, name: str) -> Data:
        """A refund by its `re_`."""
        return self._ask_about(name, lambda: self._v1.refunds.retrieve(name))

    def create_refund(self, charge: str, amount: int, metadata: dict[str, str], key: str) -> Data:
        """Give taken money back."""
        return self._ask(
            lambda: self._v1.refunds.create(
                {"charge": charge, "amount": amount, "metadata": metadata}, {"idempotency_key": key}
            )
        )

    def _page(self, after: str) -> list[Data]:
        params: PaymentIntentListParams = {"limit": PAGE, "starting_after": after} if after else {"limit": PAGE}
        return self._ask_for_list(lambda: self._v1.payment_intents.list(params))

    def _ask_about(self, name: str, send: Callable[[], stripe.StripeObject]) -> Data:
        """The one that was asked about, and no other."""
        thing = self._ask(send)
        if thing.get("id") != name:
            raise NoAnswer(f"it was asked about {name} and answered about something else")
        return thing

    def _ask_for_list(self, send: Callable[[], stripe.StripeObject]) -> list[Data]:
        entries = self._ask(send).get("data")
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise NoAnswer(UNCLEAR)
        return list(entries)

    def _ask(self, send: Callable[[], stripe.StripeObject]) -> Data:
        try:
            return send().to_dict()
        except (Rejected, NoAnswer):
            raise
        except stripe.StripeError as error:
            judged = self._judged(error)
        except Exception:
            judged = NoAnswer(UNCLEAR)
        # Outside, so that no traceback holds the library's error, which holds the whole answer.
        raise judged

    def _judged(self, error: stripe.StripeError) -> Rejected | NoAnswer:
        """Rejected: what Stripe refuses before it does anything, and a card that was declined."""
        match error:
            case stripe.CardError():
                return Rejected(fit(error.user_message, self._key) or "the card was declined")
            case stripe.InvalidRequestError():
                return Rejected(fit(error.user_message, self._key) or "it refused the request")
            case stripe.AuthenticationError():
                return Rejected("it doesn't accept the key in STRIPE_API_KEY")
            case stripe.PermissionError():
                return Rejected("the key in STRIPE_API_KEY doesn't allow this")
            case stripe.RateLimitError():
                return Rejected("it was asked too much at once, try again in a minute")
            case stripe.IdempotencyError():
                return KeyUsed("it was asked something else with the same key before")
        return NoAnswer(f"no answer but an error (HTTP {error.http_status})" if error.http_status else "no answer")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
