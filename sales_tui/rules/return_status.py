"""Where a return stands: its status follows from its items (RULES.md §6, §0.16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sales_tui.core.refusal import Refusal
from sales_tui.rules.return_records import (
    APPROVED,
    AUTHORIZED,
    DENIED,
    FINAL,
    PENDING,
    RECEIVED,
    REJECTED,
    Return,
    ReturnItem,
)
from sales_tui.rules.return_terms import EXCHANGE, REFUND, STORE_CREDIT

CLOSED, PROCESSED = "closed", "processed_closed"

LABELS = {
    PENDING: "Pending",
    AUTHORIZED: "Authorized",
    "authorized_on_item": "Partially Authorized",
    RECEIVED: "Return Received",
    "received_on_item": "Return Partially Received",
    "approved_on_item": "Partially Approved",
    "rejected_on_item": "Partially Rejected",
    APPROVED: "Approved",
    REJECTED: "Rejected",
    DENIED: "Denied",
    PROCESSED: "Processed and Closed",
    CLOSED: "Closed",
}
"""Status of a return -> its label. `approved` only comes in from elsewhere."""

OVER = frozenset({REJECTED, DENIED, PROCESSED, CLOSED})
"""Statuses of returns that nothing arrives for any more: they are read-only but for comments and the settlement."""

NEXT = {PENDING: "authorize", AUTHORIZED: "receive", RECEIVED: "approve"}
"""Status of an item -> the step that leads it on."""

_SETTLING = frozenset({REFUND, STORE_CREDIT, EXCHANGE})


def status_of(items: Iterable[ReturnItem]) -> str:
    """The status of a return with these items (RULES.md §6 list, §0.16); without any it is closed."""
    count = Counter(item.status for item in items)
    whole = count.total()
    if sum(count[status] for status in FINAL) == whole:
        if count[APPROVED]:
            return PROCESSED
        return next((one for one in (DENIED, REJECTED) if count[one] == whole and whole), CLOSED)
    if count[APPROVED]:
        return "approved_on_item"
    if count[REJECTED]:
        return "rejected_on_item"
    for status in (RECEIVED, AUTHORIZED):
        if count[status]:
            return status if count[status] == whole else f"{status}_on_item"
    return PENDING


def is_over(rma: Return) -> bool:
    """Whether it is read-only but for comments, and for the settlement of what was accepted."""
    return rma.status in OVER


def is_owed(item: ReturnItem) -> bool:
    """Whether the customer waits for money or a replacement for pieces that were accepted."""
    return item.status == APPROVED and item.resolution in _SETTLING and not item.is_settled


def next_step(rma: Return) -> str | None:
    """The first step that is possible: authorize, receive, approve or settle; None where nothing is left to do."""
    if not is_over(rma):
        found = {item.status for item in rma.lines}
        for status, step in NEXT.items():
            if status in found:
                return step
    return "settle" if why_not_settle(rma) is None else None


def why_not_change(rma: Return) -> Refusal | None:
    """Why a return is read-only, or None."""
    if not is_over(rma):
        return None
    return Refusal(
        "return.closed", f"{name(rma)} is {LABELS[rma.status].lower()} and can't be changed; it still takes comments."
    )


def why_not_settle(rma: Return) -> Refusal | None:
    """Why nothing of a return can be settled now, or None."""
    if rma.status == CLOSED:
        return why_not_change(rma)
    if any(is_owed(item) for item in rma.lines):
        return None
    if not any(item.status == APPROVED for item in rma.lines):
        return Refusal("return.not_approved", f"{name(rma)}: nothing is approved, so there is nothing to settle.")
    return Refusal("return.settled", f"{name(rma)}: all that was approved is settled already.")


def name(rma: Return) -> str:
    """What a return is called at the beginning of a sentence."""
    return f"Return {rma.increment_id}" if rma.increment_id else "The new return"
