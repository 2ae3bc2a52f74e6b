"""Putting finished orders away with their documents, and bringing them back (RULES.md §1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales_tui.core.refusal import Refusal
from sales_tui.rules.guards import ensure
from sales_tui.rules.records import Order
from sales_tui.rules.statuses import status_label


@dataclass(frozen=True, slots=True)
class ArchiveTerms:
    """What is put away."""

    statuses: tuple[str, ...] = ("complete", "closed")
    after_days: int = 0
    """How old orders are that are put away by themselves; 0: none are."""


def why_not_archive(order: Order, terms: ArchiveTerms) -> Refusal | None:
    """Why the order can't be put away, or None: it has a status that may be."""
    number = order.increment_id
    if order.archived_at is not None:
        return Refusal("order.archived", f"Order {number} is archived already.")
    if order.status in terms.statuses:
        return None
    allowed = " or ".join(status_label(status) for status in terms.statuses) or "none"
    return Refusal(
        "archive.status",
        f"Order {number} is {status_label(order.status)} and can't be archived; its status has to be {allowed}.",
    )


def archive(order: Order, terms: ArchiveTerms, now: datetime) -> None:
    """Put the order away; state and status stay. Raises Refused."""
    ensure(why_not_archive(order, terms))
    order.archived_at = now


def why_not_restore(order: Order) -> Refusal | None:
    """Why the order can't be brought back, or None."""
    if order.archived_at is not None:
        return None
    return Refusal("archive.not_archived", f"Order {order.increment_id} isn't archived.")


def restore(order: Order) -> None:
    """Bring the order back. Raises Refused."""
    ensure(why_not_restore(order))
    order.archived_at = None
