"""Tenders of an order and movements on accounts, as plain records.

A tender is a part of the price that something else than the payment method pays. Accounts are in the shop's currency.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from sales_tui.core.money import ZERO

STORE_CREDIT, COMPANY_CREDIT = "store_credit", "company_credit"
GIFT_CARD, REWARD_POINTS = "gift_card", "reward_points"
"""Kinds of accounts; of tenders all but company credit."""

PAYMENT, REFUND, CANCEL = "payment", "refund", "cancel"
REIMBURSE, CORRECTION, OPENING = "reimburse", "correction", "opening"
"""Why an account moved."""


class Numbered(Protocol):
    """An order or a document: has its key and number at the latest when it is stored."""

    @property
    def increment_id(self) -> str:
        """Its number."""


class Keyed(Numbered, Protocol):
    """An order: has its key at the latest when it is stored."""

    @property
    def id(self) -> int:
        """Its key."""


@dataclass(slots=True)
class Entry:
    """One movement on an account, not stored yet. Positive adds to the balance."""

    amount: Decimal
    """In the account's currency."""
    reason: str
    reference: str = ""
    """Number of what it is about, where that is neither `order` nor `document`."""
    comment: str = ""
    order: Keyed | None = None
    document: Numbered | None = None
    """The credit memo that it comes from."""


@dataclass(slots=True)
class TenderMoney:
    """The amounts of a tender in one currency; all positive."""

    amount: Decimal = ZERO
    amount_invoiced: Decimal = ZERO
    amount_refunded: Decimal = ZERO


@dataclass(slots=True)
class Tender:
    """A part of the price that something else than the payment method pays: it lowers the grand total."""

    kind: str
    """gift_card, store_credit, reward_points."""
    code: str = ""
    """Of a gift card."""
    id: int | None = None
    money: TenderMoney = field(default_factory=TenderMoney)
    base: TenderMoney = field(default_factory=TenderMoney)


@dataclass(slots=True)
class TenderShare:
    """What of a tender a credit memo gives back, in both currencies."""

    tender: Tender
    money: Decimal = ZERO
    base: Decimal = ZERO
