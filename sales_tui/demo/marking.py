"""What the staff of the demo put on orders: tags on a few, and in a shop that has many the oldest are archived."""

from __future__ import annotations

from datetime import datetime

from sales_tui.demo.chance import pick, stream
from sales_tui.demo.draft import Draft
from sales_tui.rules.archiving import ArchiveTerms, archive, why_not_archive
from sales_tui.rules.tagging import tag

TAGGED = 0.02
"""Share of orders with tags."""

TAGS = (("urgent",), ("vip",), ("gift-wrap",), ("call-first",), ("urgent", "vip"), ("window-display",))

SHOPS, OLD = range(1_000, 20_001), 0.03
"""A shop of so many orders archives such a share of them, the oldest, as far as they are finished. Those that are made
to measure are larger, and have no archive."""


def mark(draft: Draft, seed: int, number: int, total: int, now: datetime) -> None:
    """Tags and the archive; by a chance of their own, so that all else stays as it is without them."""
    chance = stream(seed, "marks", number)
    if chance.random() < TAGGED:
        tag(draft.order, pick(chance, TAGS))
    terms = ArchiveTerms()
    is_old = total in SHOPS and number <= total * OLD
    if is_old and not draft.order.returns and why_not_archive(draft.order, terms) is None:
        archive(draft.order, terms, now)
