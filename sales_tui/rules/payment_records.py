"""Payments as plain records: transactions, what is being asked of a payment system, agreements, accounts.

Transactions are in the shop's currency only, the one that payment systems are asked in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.rules.credit_records import Entry

ORDER, AUTHORIZATION, CAPTURE, VOID, REFUND = "order", "authorization", "capture", "void", "refund"
"""Types of transactions (RULES.md §4)."""

ACTIVE, CANCELED = "active", "canceled"
"""Statuses of billing agreements (RULES.md §8)."""


@dataclass(slots=True)
class Transaction:
    """What a payment system did (RULES.md §4)."""

    txn_id: str
    txn_type: str
    amount: Decimal | None = None
    """In the shop's currency; None: an imported one didn't tell."""
    is_closed: bool = False
    parent_txn_id: str | None = None
    method: str = ""
    details: dict[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    fetched_at: datetime | None = None
    """When the payment system was last asked about it."""
    made_here: bool = True
    id: int | None = None


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """A payment system was asked, and what it answered isn't recorded yet."""

    id: int
    operation: str
    amount: Decimal
    currency: str
    asked_at: datetime
    by: str
    """Who asked."""
    answer_by: datetime
    """Until then an answer may still come, and what was asked may still arrive there."""
    reason: str = ""
    """What came instead of an answer; empty: nothing yet."""
    request_key: str | None = None
    """Idempotency key that came with the action that asked."""

    def is_in_doubt(self, now: datetime) -> bool:
        """Whether no answer is to be expected any more."""
        return bool(self.reason) or now > self.answer_by


@dataclass(slots=True)
class Account:
    """A customer's store credit, a company's credit, or a gift card or reward points that are kept here."""

    id: int | None
    """None: not opened yet; the first movement opens it."""
    increment_id: str
    """Its number: what people know it by; a gift card's is its code."""
    kind: str
    owner: str
    currency: str
    balance: Decimal = ZERO
    """Of store credit what the customer has; of company credit what the company paid more than it bought: below 0 is
    what it owes."""
    credit_limit: Decimal = ZERO
    """How much a company may owe."""
    version: int = 0
    customer_id: int | None = None
    """Our key of the customer whose it is."""
    company_id: int | None = None
    """Our key of the company whose it is."""
    owner_email: str = ""
    attempt: OpenAttempt | None = None
    """Always None: no payment system is asked about accounts."""
    new_entries: list[Entry] = field(default_factory=list)
    """Movements that aren't stored yet; `balance` has them in it."""

    @property
    def available(self) -> Decimal:
        """What can be spent."""
        return self.balance + self.credit_limit


@dataclass(slots=True)
class Agreement:
    """A billing agreement: the customer lets the shop charge a payment system again (RULES.md §8)."""

    id: int
    increment_id: str
    """What people know it by: its id."""
    reference_id: str
    method_code: str
    status: str = ACTIVE
    customer_id: int | None = None
    version: int = 0
    attempt: OpenAttempt | None = None
    is_deleted: bool = False
