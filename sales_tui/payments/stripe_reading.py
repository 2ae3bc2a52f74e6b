"""What Stripe's payments, charges and refunds say, as answers and reports. No question is asked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.payments.base import Report
from sales_tui.payments.stripe_amounts import from_minor
from sales_tui.payments.stripe_errors import UNCLEAR, NoAnswer, fit
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict, declined

Data = Mapping[str, Any]
"""A payment, a charge, a refund or a card as Stripe describes it."""

PAGE = 100
"""Entries that Stripe lists at a time, at most."""

NOT_PAID = {
    "requires_payment_method": "the card was declined",
    "requires_confirmation": "the payment wasn't confirmed",
    "requires_action": "the customer has to confirm the payment with the bank first",
    "canceled": "the payment was canceled",
}
"""Statuses of a payment that moved and reserved nothing, and what they mean."""

CANCELED, CAPTURED, PROCESSING, RESERVED = "canceled", "succeeded", "processing", "requires_capture"
"""Statuses of a payment that are decided by."""

OPEN = frozenset({PROCESSING, RESERVED, *NOT_PAID} - {CANCELED})
"""Statuses of a payment that can still be captured or canceled, now or later."""

NOTE = "sales_tui_key"
"""Note on payments and refunds: the idempotency key that they were made with."""

CAPTURE_NOTE = "sales_tui_capture_key"
"""Note on payments, written before they are captured: the key of the capture."""

ORDER_NOTE = "order"
"""Note on payments and refunds: the number of the order."""


def note(thing: Data, name: str) -> str:
    """A note on a payment, a charge or a refund; empty: none."""
    notes = thing.get("metadata")
    value = notes.get(name) if isinstance(notes, Mapping) else None
    return value if isinstance(value, str) else ""


def name_of(thing: Data, prefix: str) -> str:
    """Its id. Raises NoAnswer where it has none, or one of something else."""
    name = thing.get("id")
    if not isinstance(name, str) or not name.startswith(prefix) or not name.isidentifier():
        raise NoAnswer(UNCLEAR)
    return name


def charge_of(intent: Data) -> Data:
    """The charge of a payment; empty where it has none or only its id is told."""
    charge = intent.get("latest_charge")
    return charge if isinstance(charge, Mapping) else {}


def currency_of(thing: Data) -> str:
    """EUR; empty: not told."""
    currency = thing.get("currency")
    return currency.upper() if isinstance(currency, str) else ""


def paid_answer(intent: Data, call: Call, card: Data | None = None) -> Answer:
    """What became of an authorization or a sale. Raises NoAnswer where that can't be said."""
    name = name_of(intent, "pi_")
    status = intent.get("status")
    if note(intent, NOTE) != call.key:
        raise NoAnswer("it answered about another payment")
    if status in NOT_PAID:
        return declined(_why_not_paid(intent, str(status)))
    if status == (RESERVED if call.operation is Operation.AUTHORIZE else CAPTURED) or status == PROCESSING:
        txn_id = name if call.operation is Operation.AUTHORIZE else _capture_id(intent)
        amount = from_minor(intent.get("amount"), intent.get("currency"))
        return _done(txn_id, intent, amount, details_of(intent, card), is_pending=status == PROCESSING)
    raise NoAnswer(f"it says that the payment {name} is {fit(status) or 'in an unknown state'}")


def captured_answer(intent: Data, call: Call) -> Answer:
    """What became of a capture. Raises NoAnswer where the payment isn't captured, or not by this call."""
    name = name_of(intent, "pi_")
    if intent.get("status") not in {CAPTURED, PROCESSING}:
        raise NoAnswer(f"it says that the payment {name} is {fit(intent.get('status')) or 'in an unknown state'}")
    if note(intent, CAPTURE_NOTE) != call.key:
        raise NoAnswer(f"the payment {name} was captured, but perhaps not by this")
    taken = intent.get("amount_received") if intent["status"] == CAPTURED else None
    amount = from_minor(taken, intent.get("currency"))
    return _done(_capture_id(intent), intent, amount, details_of(intent))


def voided_answer(intent: Data) -> Answer:
    """What became of a void. Raises NoAnswer where the payment isn't canceled."""
    name = name_of(intent, "pi_")
    if intent.get("status") != CANCELED:
        raise NoAnswer(f"it says that the payment {name} is {fit(intent.get('status')) or 'in an unknown state'}")
    return Answer(Verdict.DONE, f"{name}-void", details=details_of(intent))


def refunded_answer(refund: Data, call: Call) -> Answer:
    """What became of a refund. Raises NoAnswer where that can't be said."""
    name = name_of(refund, "re_")
    status = refund.get("status")
    if note(refund, NOTE) != call.key:
        raise NoAnswer("it answered about another refund")
    if status in {"failed", "canceled"}:
        return declined(fit(refund.get("failure_reason")) or f"the refund {status}")
    if status not in {"succeeded", "pending", "requires_action"}:
        raise NoAnswer(f"it says that the refund {name} is {fit(status) or 'in an unknown state'}")
    amount = from_minor(refund.get("amount"), refund.get("currency"))
    return _done(name, refund, amount, _texts({"status": status, "charge": refund.get("charge")}))


def refund_by(refunds: Iterable[Data], key: str) -> Data | None:
    """The refund that was made with a key."""
    return next((refund for refund in refunds if note(refund, NOTE) == key), None)


def left_of(charge: Data) -> Decimal | None:
    """What can still be given back of a charge; None: not told."""
    amount = from_minor(charge.get("amount"), charge.get("currency"))
    refunded = from_minor(charge.get("amount_refunded"), charge.get("currency"))
    return None if amount is None or refunded is None else amount - refunded


def details_of(intent: Data, card: Data | None = None) -> dict[str, str]:
    """What is kept of a payment: no number of a card, no key, no secret of the customer."""
    charge = charge_of(intent)
    outcome = charge.get("outcome")
    return _texts(
        {
            "status": intent.get("status"),
            "payment": intent.get("id"),
            "charge": charge.get("id") or intent.get("latest_charge"),
            "outcome": outcome.get("seller_message") if isinstance(outcome, Mapping) else None,
            **_card_details(charge, card),
            "mode": "test" if intent.get("livemode") is False else None,
        }
    )


def intent_report(txn_id: str, intent: Data) -> Report:
    """A payment as it is now. Whether it is closed tells of the authorization."""
    amount = from_minor(intent.get("amount"), intent.get("currency"))
    status = fit(intent.get("status"))
    is_closed = status in {CANCELED, CAPTURED}
    return Report(txn_id, status, amount, currency_of(intent), is_closed, details_of(intent))


def charge_report(txn_id: str, charge: Data) -> Report:
    """A charge as it is now: closed when all of it was given back."""
    currency = charge.get("currency")
    taken = charge.get("amount_captured", charge.get("amount"))
    refunded = from_minor(charge.get("amount_refunded"), currency)
    details = {
        "payment": charge.get("payment_intent"),
        "captured": "yes" if charge.get("captured") else "no",
        "refunded": f"{refunded:f}" if refunded else None,
        **_card_details(charge, None),
    }
    status, left = fit(charge.get("status")), left_of(charge)
    is_closed = status == "failed" or (None if left is None else not left)
    return Report(txn_id, status, from_minor(taken, currency), currency_of(charge), is_closed, _texts(details))


def refund_report(txn_id: str, refund: Data) -> Report:
    """A refund as it is now."""
    status = fit(refund.get("status"))
    amount = from_minor(refund.get("amount"), refund.get("currency"))
    details = _texts({"charge": refund.get("charge"), "reason": refund.get("reason")})
    return Report(txn_id, status, amount, currency_of(refund), status not in {"pending", "requires_action"}, details)


def _done(
    txn_id: str, thing: Data, amount: Decimal | None, details: dict[str, str], is_pending: bool = False
) -> Answer:
    currency = currency_of(thing)
    return Answer(Verdict.DONE, txn_id, is_pending=is_pending, amount=amount, currency=currency, details=details)


def _why_not_paid(intent: Data, status: str) -> str:
    error = intent.get("last_payment_error")
    return (fit(error.get("message")) if isinstance(error, Mapping) else "") or NOT_PAID[status]


def _capture_id(intent: Data) -> str:
    """The charge, which is what Stripe's balance reports name."""
    charge = charge_of(intent).get("id") or intent.get("latest_charge")
    return charge if isinstance(charge, str) and charge.isidentifier() else f"{intent['id']}-capture"


def _card_details(charge: Data, card: Data | None) -> dict[str, object]:
    paid_with = charge.get("payment_method_details")
    told = paid_with.get("card") if isinstance(paid_with, Mapping) else card
    if not isinstance(told, Mapping):
        return {}
    return {"brand": told.get("brand"), "last4": str(told.get("last4") or "")[-4:]}


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: text for name, value in values.items() if (text := fit(value))}
