"""The interface of a payment system. Whoever adds one subclasses Gateway and names it as an entry point.

    [project.entry-points."sales_tui.payments"]
    mypay = "mypay.gateway:connect"

The entry point is a function that takes the settings' `[payments]` values and returns a Gateway; it raises NotSetUp
where something that it needs isn't there, such as its key in the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sales_tui.rules.gateway import Answer, Call, Operation, Verdict, declined, unknown
from sales_tui.rules.payment_methods import Method


class NotSetUp(Exception):
    """The payment system can't be used here; the message is one sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a payment system says of one of its transactions."""

    txn_id: str
    status: str
    """In its own words."""
    amount: Decimal | None = None
    currency: str = ""
    is_closed: bool | None = None
    """Whether nothing more can come of it; None: it doesn't say."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Never a card number, never a key."""


def _told(report: Report | None) -> Answer:
    """A report as an answer."""
    if report is None:
        return declined("it doesn't know that transaction, or doesn't answer")
    facts = {"status": report.status, "amount": str(report.amount or ""), "currency": report.currency}
    facts["is_closed"] = {True: "yes", False: "no", None: ""}[report.is_closed]
    return Answer(Verdict.DONE, details={**report.details, **{name: value for name, value in facts.items() if value}})


class Gateway:
    """A payment system. Methods are called from several threads at once.

    Each takes the call, whose `key` makes it safe to send again, and the seconds it may take. None raises: what isn't a
    clear yes or no is `unknown(reason)`. What a subclass doesn't override is declined.
    """

    method: Method
    """What it can do."""

    def perform(self, call: Call, seconds: float) -> Answer:
        """Do what the call says."""
        match call.operation:
            case Operation.AUTHORIZE:
                return self.authorize(call, seconds)
            case Operation.SALE:
                return self.sale(call, seconds)
            case Operation.CAPTURE:
                return self.capture(call, seconds)
            case Operation.VOID:
                return self.void(call, seconds)
            case Operation.REFUND:
                return self.refund(call, seconds)
            case Operation.ACCEPT:
                return self.accept(call, seconds)
            case Operation.DENY:
                return self.deny(call, seconds)
            case Operation.REVOKE:
                return self.revoke(call, seconds)
            case Operation.INSPECT:
                return _told(self.inspect(call.parent, seconds))

    def authorize(self, call: Call, seconds: float) -> Answer:
        """Reserve `amount` from `source`."""
        return self._cannot(call)

    def sale(self, call: Call, seconds: float) -> Answer:
        """Take `amount` from `source` at once."""
        return self._cannot(call)

    def capture(self, call: Call, seconds: float) -> Answer:
        """Take `amount` of the authorization `parent`."""
        return self._cannot(call)

    def void(self, call: Call, seconds: float) -> Answer:
        """Release what is left of the authorization `parent`, or take the capture `parent` back whole."""
        return self._cannot(call)

    def refund(self, call: Call, seconds: float) -> Answer:
        """Give back `amount` of the capture `parent`."""
        return self._cannot(call)

    def accept(self, call: Call, seconds: float) -> Answer:
        """Let the payment `parent`, which is under review, pass."""
        return self._cannot(call)

    def deny(self, call: Call, seconds: float) -> Answer:
        """Refuse the payment `parent`, which is under review, and release what it reserved."""
        return self._cannot(call)

    def revoke(self, call: Call, seconds: float) -> Answer:
        """End the billing agreement `source`."""
        return self._cannot(call)

    def fetch(self, call: Call, seconds: float) -> Answer:
        """What became of a call that brought no answer, by its key. Moves nothing.

        Declined: it certainly never was done and never will be. Unknown: still nobody knows.
        """
        return unknown(f"{self.method.title} can't tell what became of it")

    def inspect(self, txn_id: str, seconds: float) -> Report | None:
        """What it says of one of its transactions; None where it doesn't know it, or gives no answer."""
        return None

    def _cannot(self, call: Call) -> Answer:
        return declined(f"{self.method.title} can't {call.operation}")
