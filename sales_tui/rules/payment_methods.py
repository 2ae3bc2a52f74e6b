"""Payment methods and what they mean: all that screens need of them before any order is loaded."""

from __future__ import annotations

PAID_LATER = frozenset({"cashondelivery", "purchaseorder", "companycredit"})
"""Payment methods whose goods leave before the money comes (INTERFACE §4)."""
