"""Payment methods and what they can do: all that rules and screens need of them, no payment system involved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

PAID_LATER = frozenset({"cashondelivery", "purchaseorder", "companycredit"})
"""Payment methods whose goods leave before the money comes (INTERFACE §4)."""


class PaymentAction(StrEnum):
    """What happens to the money when an order is placed (RULES.md §1.3)."""

    NONE = "none"
    """Nothing: it comes by itself, or is taken with the invoice."""
    ORDER = "order"
    """The payment system takes note of the order; each capture reserves and takes."""
    AUTHORIZE = "authorize"
    SALE = "authorize_capture"


@dataclass(frozen=True, slots=True)
class Method:
    """A payment method. What is False it can't do, whoever asks (RULES.md §4)."""

    code: str
    title: str
    is_online: bool = False
    """A payment system moves the money; else it moves outside and is only recorded."""
    action: PaymentAction = PaymentAction.NONE
    can_capture: bool = False
    can_capture_partial: bool = False
    captures_once: bool = False
    """One capture an authorization: what it doesn't take is released."""
    can_void: bool = False
    can_refund: bool = False
    can_refund_partial: bool = False
    can_review: bool = False
    can_fetch: bool = False
    can_use_agreements: bool = False
    """Charges what a billing agreement refers to."""
    account: str = ""
    """Paid from an account kept here: store_credit, company_credit."""


OFFLINE: Mapping[str, Method] = MappingProxyType(
    {
        method.code: method
        for method in (
            Method("checkmo", "check or money order"),
            Method("banktransfer", "bank transfer"),
            Method("cashondelivery", "cash on delivery"),
            Method("purchaseorder", "purchase order"),
            Method("free", "nothing to pay"),
            Method("companycredit", "company credit", account="company_credit"),
            Method("storecredit", "store credit", account="store_credit"),
        )
    }
)
"""Methods whose money moves outside, or between accounts kept here (RULES.md §4)."""
