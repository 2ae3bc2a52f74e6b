"""What became of something that Stripe was asked. Nothing is moved; at most a note is written on a payment.

That it was never done is sure only when it can't be done any more. So the call's idempotency key is spent on a note:
Stripe takes a key once, for one thing, and forgets it after a day. Where it takes the note, what was asked never
arrived, and is refused if it still does. Where it says that the key was used, what was asked arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sales_tui.payments.stripe_errors import KeyUsed, NoAnswer, Rejected
from sales_tui.payments.stripe_reading import (
    CANCELED,
    CAPTURE_NOTE,
    CAPTURED,
    NOTE,
    OPEN,
    PAGE,
    Data,
    captured_answer,
    name_of,
    note,
    paid_answer,
    refund_by,
    refunded_answer,
    voided_answer,
)
from sales_tui.rules.gateway import Answer, Call, Operation, declined

if TYPE_CHECKING:
    from sales_tui.payments.stripe_api import StripeApi

PAGES = 5
"""How many pages of the newest payments are looked through for an authorization or a sale."""

SPENT_NOTE = "sales_tui_not_done"
"""Note on payments and charges: the key of something that was asked, never arrived, and is refused from now on."""


def fetched(api: StripeApi, call: Call) -> Answer:
    """What became of a call. Raises Rejected or NoAnswer where Stripe doesn't tell."""
    match call.operation:
        case Operation.AUTHORIZE | Operation.SALE:
            return _fetched_payment(api, call)
        case Operation.CAPTURE:
            return _fetched_until_sure(api, call, lambda intent: _capture(intent, call))
        case Operation.VOID:
            return _fetched_until_sure(api, call, _void)
        case Operation.REFUND:
            return _fetched_refund(api, call)
    raise NoAnswer(f"it can't {call.operation}")


def intent_name(api: StripeApi, parent: str) -> str:
    """The payment that a transaction belongs to. Raises Rejected where it belongs to none."""
    root = root_of(parent)
    if root.startswith("ch_"):
        root = str(api.charge(root).get("payment_intent") or "")
    if not root.startswith("pi_"):
        raise Rejected(f"it knows payments (pi_…) and their charges (ch_…), not {parent or 'a call without one'}")
    return root


def root_of(txn_id: str) -> str:
    """pi_1-void -> pi_1: Stripe's own id at the beginning of ours."""
    return txn_id.partition("-")[0]


def _fetched_payment(api: StripeApi, call: Call) -> Answer:
    found = next((intent for intent in api.intents(PAGES) if note(intent, NOTE) == call.key), None)
    if found is None:
        found = next((intent for intent in _searched(api, call.key) if note(intent, NOTE) == call.key), None)
    if found is None:
        raise NoAnswer(
            f"it shows no payment with the note {NOTE} {call.key}; look there for the order {call.order or 'itself'}"
        )
    return paid_answer(api.intent(name_of(found, "pi_")), call)


def _searched(api: StripeApi, key: str) -> list[Data]:
    """Older payments. Not every account can be searched."""
    try:
        return api.intents_by_key(NOTE, key)
    except Rejected:
        return []


def _fetched_until_sure(api: StripeApi, call: Call, settled: Callable[[Data], Answer | None]) -> Answer:
    """Look; where the payment is still open, see to it that it can't be done any more, and look again."""
    name = intent_name(api, call.parent)
    answer = settled(api.intent(name))
    if answer is not None:
        return answer
    never_arrived = _spent(lambda: api.note_on_intent(name, {SPENT_NOTE: call.key}, call.key))
    return settled(api.intent(name)) or _not_done(never_arrived)


def _capture(intent: Data, call: Call) -> Answer | None:
    """None: it isn't captured, but could be."""
    if intent.get("status") == CANCELED:
        return declined("the payment was canceled before")
    if intent.get("status") in OPEN:
        return None
    if intent.get("status") == CAPTURED and not note(intent, CAPTURE_NOTE):
        return declined("it never arrived; the payment was captured by something else")
    return captured_answer(intent, call)


def _void(intent: Data) -> Answer | None:
    """None: it isn't canceled, but could be."""
    if intent.get("status") == CAPTURED:
        return declined("the payment was captured before")
    return None if intent.get("status") in OPEN else voided_answer(intent)


def _fetched_refund(api: StripeApi, call: Call) -> Answer:
    charge = charge_name(api, call.parent)
    found = found_refund(api, charge, call.key)
    if found is None:
        never_arrived = _spent(lambda: api.note_on_charge(charge, {SPENT_NOTE: call.key}, call.key))
        found = found_refund(api, charge, call.key)
        if found is None:
            return _not_done(never_arrived)
    return refunded_answer(found, call)


def charge_name(api: StripeApi, parent: str) -> str:
    """The charge that a transaction belongs to. Raises Rejected where it belongs to none."""
    root = root_of(parent)
    if root.startswith("pi_"):
        charge = api.intent(root).get("latest_charge")
        root = str(charge.get("id") if isinstance(charge, dict) else charge or "")
    if not root.startswith("ch_"):
        raise Rejected(f"nothing was captured of {parent or 'a call without a transaction'}")
    return root


def found_refund(api: StripeApi, charge: str, key: str) -> Data | None:
    """The refund of a charge that was made with a key. Raises NoAnswer where there are too many to be sure."""
    listed = api.refunds(charge)
    found = refund_by(listed, key)
    if found is None and len(listed) >= PAGE:
        raise NoAnswer(f"the charge {charge} has too many refunds to look through")
    return found


def _spent(write: Callable[[], Data]) -> bool:
    """Whether the key was still unused."""
    try:
        write()
    except KeyUsed:
        return False
    return True


def _not_done(never_arrived: bool) -> Answer:
    if never_arrived:
        return declined("it never arrived")
    raise NoAnswer("it arrived and wasn't done; whether it still will be is sure a day after it was asked")
