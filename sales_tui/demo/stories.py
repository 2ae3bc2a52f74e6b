"""What becomes of the demo's orders: decks of stories, dealt so that every so many orders hold each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sales_tui.demo.chance import shuffled, stream
from sales_tui.demo.desk import Step
from sales_tui.demo.steps import (
    BILL,
    CALL_BACK,
    CANCEL,
    COMMENT,
    GIVE_UP,
    GOODWILL,
    HOLD,
    INVOICE,
    INVOICE_SOME,
    PAY,
    REFUND,
    REFUND_GOODS,
    REFUND_INVOICE,
    REFUND_LESS_FEE,
    REFUND_SOME,
    REFUND_SOON,
    RELEASE,
    SHIP,
    SHIP_INVOICED,
    SHIP_REST,
    SHIP_SOME,
)
from sales_tui.rules.payment_methods import PAID_LATER


@dataclass(frozen=True, slots=True)
class Story:
    """What is done to an order, and for orders that wait for the test card the state and status they wait in."""

    steps: tuple[Step, ...] = ()
    state: str = "new"
    status: str = "pending"

    @property
    def is_online(self) -> bool:
        """Whether the order waits for its payment."""
        return self.state != "new"


PLAIN = Story((INVOICE, SHIP))
PAID_AFTER = Story((SHIP, BILL, PAY))
"""How a plain order goes where the goods leave before the money comes."""

OLD: tuple[tuple[int, Story], ...] = (
    (38, PLAIN),
    (3, Story((COMMENT, INVOICE, SHIP))),
    (8, Story((INVOICE, SHIP_SOME, SHIP_REST))),
    (5, Story((INVOICE_SOME, SHIP_INVOICED, INVOICE, SHIP_REST))),
    (2, Story((INVOICE, COMMENT))),
    (2, Story((INVOICE, SHIP_SOME))),
    (4, Story((BILL, SHIP, PAY))),
    (2, Story((BILL, SHIP))),
    (2, Story((BILL, CALL_BACK, CANCEL))),
    (1, Story((BILL, CALL_BACK, INVOICE, SHIP))),
    (5, Story((INVOICE, SHIP, REFUND))),
    (5, Story((INVOICE, SHIP, REFUND_SOME))),
    (2, Story((INVOICE, SHIP, REFUND_SOME, REFUND))),
    (2, Story((INVOICE, SHIP, REFUND_LESS_FEE))),
    (2, Story((INVOICE, SHIP, REFUND_GOODS, GOODWILL))),
    (1, Story((INVOICE_SOME, SHIP_INVOICED, INVOICE, SHIP_REST, REFUND_INVOICE))),
    (2, Story((INVOICE, REFUND_SOON))),
    (1, Story((INVOICE, REFUND_SOME, SHIP_REST))),
    (5, Story((CANCEL,))),
    (3, Story((INVOICE_SOME, SHIP_INVOICED, CANCEL))),
    (1, Story((HOLD,))),
    (2, Story((HOLD, RELEASE, INVOICE, SHIP))),
    (2, Story((GIVE_UP,), "pending_payment", "pending_payment")),
)
"""A hundred orders that had time to become something."""

FRESH: tuple[tuple[int, Story], ...] = (
    (15, Story()),
    (2, Story((COMMENT,))),
    (7, PLAIN),
    (4, Story((INVOICE,))),
    (2, Story((INVOICE, SHIP_SOME))),
    (2, Story((BILL,))),
    (3, Story((HOLD,))),
    (1, Story((CANCEL,))),
    (2, Story((), "pending_payment", "pending_payment")),
    (1, Story((), "payment_review", "payment_review")),
    (1, Story((), "payment_review", "fraud")),
)
"""Forty of the newest orders."""


def _deck(stories: Sequence[tuple[int, Story]]) -> tuple[Story, ...]:
    return tuple(story for often, story in stories for _ in range(often))


OLD_DECK, FRESH_DECK = _deck(OLD), _deck(FRESH)
NEWEST = 0.06
"""The share of orders that counts as new."""


def story_of(seed: int, number: int, total: int) -> Story:
    """The story of order `number` of `total`."""
    fresh = max(len(FRESH_DECK), int(total * NEWEST))
    if (place := total - number) < fresh:
        return _dealt(seed, True, place // len(FRESH_DECK))[place % len(FRESH_DECK)]
    return _dealt(seed, False, number // len(OLD_DECK))[number % len(OLD_DECK)]


@lru_cache(maxsize=8)
def _dealt(seed: int, fresh: bool, round_number: int) -> list[Story]:
    """The deck as it was shuffled for that round."""
    return shuffled(stream(seed, f"deck {fresh}", round_number), FRESH_DECK if fresh else OLD_DECK)


def told_for(story: Story, method: str) -> Story:
    """The story as it goes with that payment method."""
    return PAID_AFTER if story is PLAIN and method in PAID_LATER else story
