"""The words of order statuses: all that screens need of them before any order is loaded."""

from __future__ import annotations

from types import MappingProxyType

STATUSES = MappingProxyType(
    {
        "pending": "Pending",
        "pending_payment": "Pending Payment",
        "processing": "Processing",
        "fraud": "Suspected Fraud",
        "complete": "Complete",
        "closed": "Closed",
        "canceled": "Canceled",
        "holded": "On Hold",
        "payment_review": "Payment Review",
        "pending_paypal": "Pending PayPal",
        "paypal_reversed": "PayPal Reversed",
        "paypal_canceled_reversal": "PayPal Canceled Reversal",
    }
)
"""Labels of the statuses that come with the system (RULES.md §1.1)."""


def status_label(code: str) -> str:
    """The status as people read it; a status we don't know, such as an imported one, is its own label."""
    return STATUSES.get(code, code)


ARCHIVABLE = ("pending", "processing", "fraud", "complete", "closed", "canceled", "holded")
"""Statuses that a shop may choose from for its archive (RULES.md §1.5)."""
