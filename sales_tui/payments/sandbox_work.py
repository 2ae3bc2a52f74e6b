"""What the sandbox does with its books for each operation, and why it declines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from hashlib import sha256

from sales_tui.core.money import LIMIT, STORED_DIGITS, amount_text, currency_digits
from sales_tui.payments.sandbox_store import (
    AUTHORIZATION,
    CAPTURE,
    DENIED,
    OPEN,
    REFUND,
    RELEASED,
    REVIEW,
    TAKEN_BACK,
    VOID,
    Books,
    Payment,
)
from sales_tui.payments.sandbox_tricks import Behaviour, trick_of
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict, declined


class Declined(Exception):
    """The sandbox won't; the message is the reason."""


def txn_id_of(key: str) -> str:
    """The id of the transaction that a call with this key makes."""
    return "sbx-" + sha256(key.encode()).hexdigest()[:16]


def work(books: Books, call: Call) -> Answer:
    """Do what a call says, and answer: done or declined. Declined calls leave the books alone."""
    try:
        return _WORK[call.operation](books, call)
    except Declined as reason:
        return declined(str(reason))


def text_of(amount: Decimal, currency: str) -> str:
    """An amount with the decimals of its currency."""
    return amount_text(amount, currency_digits(currency))


def _reserve(books: Books, call: Call) -> Answer:
    _check_amount(call)
    if call.source and books.is_revoked(call.source):
        raise Declined("the billing agreement was revoked")
    kind = AUTHORIZATION if call.operation is Operation.AUTHORIZE else CAPTURE
    return _answer(_booked(books, call, kind))


def _capture(books: Books, call: Call) -> Answer:
    return _use(books, call, AUTHORIZATION, CAPTURE)


def _refund(books: Books, call: Call) -> Answer:
    return _use(books, call, CAPTURE, REFUND)


def _use(books: Books, call: Call, kind: str, makes: str) -> Answer:
    """Take a part of what is left of the call's parent."""
    _check_amount(call)
    parent = _parent(books, call, kind)
    if trick_of(call) is Behaviour.EXPIRED:
        raise Declined("the authorization expired")
    if parent.currency != call.currency:
        raise Declined(f"{call.currency} was asked for, the {kind} is in {parent.currency}")
    if parent.state != OPEN:
        raise Declined(f"the {kind} is {parent.state}")
    if call.amount > parent.left:
        left, whole = text_of(parent.left, parent.currency), text_of(parent.amount, parent.currency)
        raise Declined(f"{text_of(call.amount, call.currency)} is more than is left: {left} of {whole}")
    made = _booked(books, call, makes)
    parent.used += made.amount
    books.save(parent)
    return _answer(made)


def _void(books: Books, call: Call) -> Answer:
    known = books.payment(call.parent)
    if known is not None and known.kind == CAPTURE:
        return _take_back(books, call, known)
    parent = _parent(books, call, AUTHORIZATION)
    if not parent.left:
        raise Declined("nothing of the authorization is open")
    return _voided(books, call, parent, RELEASED)


def _take_back(books: Books, call: Call, capture: Payment) -> Answer:
    """Take a capture back whole, as if it had never been."""
    if capture.state not in (OPEN, REVIEW):
        raise Declined(f"the capture is {capture.state}")
    if capture.used:
        refunded = text_of(capture.used, capture.currency)
        raise Declined(f"{refunded} of the capture was refunded, so it can't be taken back")
    return _voided(books, call, capture, TAKEN_BACK)


def _voided(books: Books, call: Call, parent: Payment, state: str) -> Answer:
    released = _release(books, parent, state)
    void = Payment(txn_id_of(call.key), VOID, parent.amount - parent.used, parent.currency, parent=parent.txn_id)
    books.save(void)
    return Answer(Verdict.DONE, void.txn_id, details={"status": state, "released": released})


def _accept(books: Books, call: Call) -> Answer:
    parent = _reviewed(books, call)
    parent.state = OPEN
    books.save(parent)
    return Answer(Verdict.DONE, details={"status": _usual_status(parent)})


def _deny(books: Books, call: Call) -> Answer:
    released = _release(books, _reviewed(books, call), DENIED)
    return Answer(Verdict.DONE, details={"status": DENIED, "released": released})


def _revoke(books: Books, call: Call) -> Answer:
    if not call.source:
        raise Declined("it wasn't told which billing agreement to end")
    books.revoke(call.source)
    return Answer(Verdict.DONE, details={"status": "revoked"})


_WORK: Mapping[Operation, Callable[[Books, Call], Answer]] = {
    Operation.AUTHORIZE: _reserve,
    Operation.SALE: _reserve,
    Operation.CAPTURE: _capture,
    Operation.VOID: _void,
    Operation.REFUND: _refund,
    Operation.ACCEPT: _accept,
    Operation.DENY: _deny,
    Operation.REVOKE: _revoke,
}


def _check_amount(call: Call) -> None:
    if not _can_be_booked(call.amount):
        raise Declined(f"{call.amount} is no amount that it can move")
    if trick_of(call) is Behaviour.DECLINES:
        raise Declined("insufficient funds")


def _can_be_booked(amount: Decimal) -> bool:
    if not amount.is_finite() or not 0 < amount <= LIMIT:
        return False
    return amount == amount.quantize(Decimal(1).scaleb(-STORED_DIGITS))


def _parent(books: Books, call: Call, kind: str) -> Payment:
    """The payment that the call is about; one that was never seen here is taken over, as far as its amount is known."""
    if not call.parent:
        raise Declined(f"it wasn't told which {kind} this is about")
    parent = books.payment(call.parent)
    if parent is None:
        if call.parent_amount is None or not _can_be_booked(call.parent_amount):
            raise Declined(f"it doesn't know {call.parent}, nor what it is over")
        return Payment(call.parent, kind, call.parent_amount, call.currency, card=call.card)
    if parent.kind != kind:
        raise Declined(f"{call.parent} is {_one(parent.kind)}, not {_one(kind)}")
    return parent


def _reviewed(books: Books, call: Call) -> Payment:
    """The payment under review that the call is about. One that was never seen here is under review, if it says so."""
    known = books.payment(call.parent)
    parent = _parent(books, call, known.kind if known else AUTHORIZATION)
    if known is None:
        parent.state = REVIEW
    if parent.state != REVIEW:
        raise Declined("the payment isn't under review")
    return parent


def _release(books: Books, payment: Payment, state: str) -> str:
    """Release what is left of a payment; how much that was."""
    released = text_of(payment.left, payment.currency)
    payment.state = state
    books.save(payment)
    return released


def _booked(books: Books, call: Call, kind: str) -> Payment:
    """Book a new payment, in the way that the call's trick wants it."""
    trick = trick_of(call)
    payment = Payment(txn_id_of(call.key), kind, call.amount, call.currency, parent=call.parent, card=call.card)
    if trick is Behaviour.OTHER_AMOUNT:
        payment.amount -= min(Decimal(1).scaleb(-currency_digits(call.currency)), call.amount)
    if trick is Behaviour.OTHER_CURRENCY:
        payment.currency = "EUR" if call.currency != "EUR" else "USD"
    if trick is Behaviour.REVIEWS:
        payment.state = REVIEW
    books.save(payment)
    return payment


def _answer(payment: Payment) -> Answer:
    details = {"status": _usual_status(payment) if payment.state == OPEN else payment.state}
    if payment.card:
        details["card"] = payment.card
    is_pending = payment.state == REVIEW
    return Answer(Verdict.DONE, payment.txn_id, "", is_pending, payment.amount, payment.currency, details)


def _one(kind: str) -> str:
    return f"an {kind}" if kind == AUTHORIZATION else f"a {kind}"


def _usual_status(payment: Payment) -> str:
    return {AUTHORIZATION: "authorized", CAPTURE: "captured", REFUND: "refunded"}.get(payment.kind, payment.state)
