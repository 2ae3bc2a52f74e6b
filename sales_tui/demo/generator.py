"""Generates orders: the same seed makes the same shop, and order n doesn't depend on which others are made with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from sales_tui.demo import card
from sales_tui.demo.agreements import consent
from sales_tui.demo.calendar import ordered_at
from sales_tui.demo.chance import stream
from sales_tui.demo.desk import Desk
from sales_tui.demo.draft import Draft
from sales_tui.demo.marking import mark
from sales_tui.demo.placing import place
from sales_tui.demo.returns import send_back
from sales_tui.demo.stories import Story, story_of, told_for
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.histories import note

MORE = Decimal(1)
"""So much more than the order costs was reserved for orders that look like fraud (RULES.md §4)."""


def generate(seed: int, first: int, count: int, now: datetime, total: int | None = None) -> Iterator[Draft]:
    """Orders `first` to `first + count - 1` of a shop that has `total` orders (up to the last of these, if unsaid).

    They come in over the 400 days before `now`, ascending; the newest ones are the least worked on.
    """
    whole = first + count - 1 if total is None else total
    second = now.astimezone(UTC).replace(microsecond=0)
    for number in range(first, first + count):
        yield _order(seed, number, whole, second)


def _order(seed: int, number: int, total: int, now: datetime) -> Draft:
    rng = stream(seed, "order", number)
    progress = (number - 1 + rng.random()) / total
    story = story_of(seed, number, total)
    at = ordered_at(progress, now)
    draft = place(rng, number, progress, at, SANDBOX.code if story.is_online else None)
    desk = Desk(draft, rng, at, mark=f"{seed}/{int(now.timestamp())}")
    if card.pays(draft.order):
        _authorize(desk, story)
        draft.consent = consent(desk, seed, total, now)
    else:
        note(draft.order, "")
    desk.stamp()
    desk.work(told_for(story, draft.order.payment_method).steps, now)
    send_back(desk, seed, now)
    mark(draft, seed, number, total, now)
    return draft


def _authorize(desk: Desk, story: Story) -> None:
    """What the payment system says to an order that is paid by card: the order is processed, or it waits."""
    order = desk.order
    order.state, order.status = (story.state, story.status) if story.is_online else ("processing", "processing")
    if order.state == "pending_payment":
        note(order, "")
        return
    amount = order.base.grand_total
    if order.status == "fraud":
        amount += MORE
    card.reserve(desk, amount, in_review=order.state == "payment_review")
