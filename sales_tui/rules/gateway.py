"""What is asked of a payment system, and what it answers: done, declined, or no answer, which is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from sales_tui.core.money import amount_text, currency_digits

SUSPECT = "reserved instead"
"""The detail of a transaction that says what was reserved in the place of what was asked for."""


class Operation(StrEnum):
    """What a payment system can be asked to do."""

    AUTHORIZE = "authorize"
    """Reserve money."""
    SALE = "sale"
    """Reserve it and take it at once."""
    CAPTURE = "capture"
    """Take reserved money, all or a part."""
    VOID = "void"
    """Release what is still reserved."""
    REFUND = "refund"
    """Give taken money back, all or a part."""
    ACCEPT = "accept"
    """Let a payment under review pass."""
    DENY = "deny"
    """Refuse a payment under review; what was reserved is released."""
    REVOKE = "revoke"
    """End a billing agreement."""
    INSPECT = "inspect"
    """Say what it knows of a transaction; moves nothing."""


@dataclass(frozen=True, slots=True)
class Call:
    """One thing asked of a payment system."""

    operation: Operation
    method: str
    """Code of the payment method."""
    amount: Decimal
    """In `currency`; 0 where the operation moves nothing."""
    currency: str
    """ISO 4217; the shop's currency, in which payment systems are asked."""
    order: str = ""
    """Number of the order."""
    parent: str = ""
    """Transaction that it is about: the authorization captured or released, the capture refunded."""
    parent_amount: Decimal | None = None
    """What that transaction is over, as far as known here."""
    source: str = ""
    """What is charged: a billing agreement's reference id, a card's token."""
    card: str = ""
    """Last four digits of the card, if one is known."""
    key: str = ""
    """Idempotency key: the same key never moves money twice. Given when the attempt is written down."""


class Verdict(StrEnum):
    """How a payment system answered."""

    DONE = "done"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    """No answer, or none that can be understood: it may have been done or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a payment system answered."""

    verdict: Verdict
    txn_id: str = ""
    """The transaction that it made."""
    reason: str = ""
    """Declined: why. Unknown: what came instead of an answer."""
    is_pending: bool = False
    """Done, but the payment system has to look at it first: the order waits in payment review."""
    amount: Decimal | None = None
    """What it moved, where it says so."""
    currency: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    """What else it says of the transaction; never a card number, never a key."""
    is_suspect: bool = False
    """It reserved something else than was asked for: a person has to look at it."""

    def checked(self, call: Call) -> Answer:
        """The same, or unknown where it says that something else was done than was asked.

        Of a reservation that is known enough: the order waits in payment review (RULES.md §4; M2
        AuthorizeOperation.php).
        """
        differs = self.amount is not None and self.amount != call.amount
        if self.verdict is not Verdict.DONE or not (differs or (self.currency and self.currency != call.currency)):
            return self
        did = _money(call.amount if self.amount is None else self.amount, self.currency or call.currency)
        if call.operation is Operation.AUTHORIZE:
            return replace(self, is_pending=True, is_suspect=True, details={**self.details, SUSPECT: did})
        reason = f"it did {did} where {_money(call.amount, call.currency)} was asked for"
        return Answer(Verdict.UNKNOWN, self.txn_id, reason, details=self.details)


def _money(amount: Decimal, currency: str) -> str:
    return f"{amount_text(amount, currency_digits(currency))} {currency}"


def done(txn_id: str, **details: str) -> Answer:
    """It did what was asked."""
    return Answer(Verdict.DONE, txn_id, details=details)


def declined(reason: str, **details: str) -> Answer:
    """It won't, and did nothing."""
    return Answer(Verdict.DECLINED, reason=reason, details=details)


def unknown(reason: str) -> Answer:
    """Nobody knows."""
    return Answer(Verdict.UNKNOWN, reason=reason)
