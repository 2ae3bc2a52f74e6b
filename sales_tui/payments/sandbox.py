"""The sandbox: a payment system that moves no money, for demonstrations and tests. The same calls, the same answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from sales_tui.payments.base import Gateway, Report
from sales_tui.payments.declared import SANDBOX
from sales_tui.payments.sandbox_store import (
    AUTHORIZATION,
    CAPTURE,
    OPEN,
    REFUND,
    RELEASED,
    BooksUnusable,
    Payment,
    SandboxStore,
)
from sales_tui.payments.sandbox_tricks import Behaviour, trick_of
from sales_tui.payments.sandbox_work import text_of, work
from sales_tui.rules.gateway import Answer, Call, Operation, declined, unknown

_NEVER_ARRIVED = "it never arrived"


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


class Sandbox(Gateway):
    """The sandbox on one file. `wait` is what it waits with where it is to give no answer."""

    method = SANDBOX

    def __init__(self, file: Path, wait: Callable[[float], None] = _wait) -> None:
        self._store = SandboxStore(file)
        self._wait = wait

    def perform(self, call: Call, seconds: float) -> Answer:
        """Do what the call says, once for each key; TRICKS tells which cards and amounts make it misbehave."""
        trick = trick_of(call)
        if trick is Behaviour.HANGS:
            return self._silence(seconds)
        if call.operation is Operation.INSPECT:
            return super().perform(call, seconds)
        try:
            answer, is_new = self._once(call, seconds)
        except BooksUnusable as error:
            return unknown(str(error))
        return self._silence(seconds) if is_new and trick is Behaviour.LOSES_ANSWER else answer

    authorize = sale = capture = void = refund = accept = deny = revoke = perform

    def fetch(self, call: Call, seconds: float) -> Answer:
        """What became of the call. One that never arrived is declined from now on, should it still be on its way."""
        if not call.key:
            return declined(_NEVER_ARRIVED)
        try:
            with self._store.books(seconds) as books:
                known = books.answer(call.key)
                if known is None:
                    books.note(call.key, _content(call), declined(_NEVER_ARRIVED))
                return known[1] if known else declined(_NEVER_ARRIVED)
        except BooksUnusable as error:
            return unknown(str(error))

    def inspect(self, txn_id: str, seconds: float) -> Report | None:
        """What the books say of a transaction."""
        try:
            with self._store.books(seconds) as books:
                payment = books.payment(txn_id)
        except BooksUnusable:
            return None
        return _report(payment) if payment else None

    def _once(self, call: Call, seconds: float) -> tuple[Answer, bool]:
        """The answer, and whether it is given for the first time."""
        if not call.key:
            return declined("it has no idempotency key"), False
        with self._store.books(seconds) as books:
            known = books.answer(call.key)
            if known is None:
                answer = work(books, call)
                books.note(call.key, _content(call), answer)
                return answer, True
        if known[0] != _content(call):
            return declined("its idempotency key was already used for something else"), False
        return known[1], False

    def _silence(self, seconds: float) -> Answer:
        self._wait(seconds)
        return unknown(f"no answer within {seconds:g} s")


def _content(call: Call) -> str:
    """What makes two calls the same."""
    return json.dumps([call.operation, str(call.amount.normalize()), call.currency, call.parent, call.source])


def _report(payment: Payment) -> Report:
    details = {"left": text_of(payment.left, payment.currency)}
    if payment.kind in (AUTHORIZATION, CAPTURE):
        details["captured" if payment.kind == AUTHORIZATION else "refunded"] = text_of(payment.used, payment.currency)
    if payment.parent:
        details["parent"] = payment.parent
    if payment.card:
        details["card"] = payment.card
    return Report(payment.txn_id, _status(payment), payment.amount, payment.currency, not payment.left, details)


def _status(payment: Payment) -> str:
    if payment.state != OPEN:
        return payment.state
    if payment.kind == REFUND:
        return "refunded"
    if payment.kind not in (AUTHORIZATION, CAPTURE):
        return RELEASED
    before, after = ("authorized", "captured") if payment.kind == AUTHORIZATION else ("captured", "refunded")
    if not payment.used:
        return before
    return f"partly {after}" if payment.left else after
