"""How the sandbox misbehaves on request, chosen by the last four digits of the card or by the exact amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sales_tui.rules.gateway import Call, Operation


class Behaviour(StrEnum):
    """What the sandbox does instead of simply doing what it is asked."""

    DECLINES = "declines"
    HANGS = "hangs"
    LOSES_ANSWER = "loses the answer"
    REVIEWS = "reviews"
    OTHER_AMOUNT = "other amount"
    OTHER_CURRENCY = "other currency"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Trick:
    """A behaviour, and the card or amount that asks for it."""

    behaviour: Behaviour
    card: str
    """Last four digits."""
    amount: Decimal | None
    """In whatever currency; None: there is a card only."""
    operations: frozenset[Operation]
    """Where it is heard; elsewhere the sandbox does what it is asked."""
    help: str


_RESERVES = frozenset({Operation.AUTHORIZE, Operation.SALE})
_MOVES = _RESERVES | {Operation.CAPTURE, Operation.REFUND}
_EVERYTHING = frozenset(Operation)

TRICKS = (
    Trick(Behaviour.DECLINES, "0002", Decimal("1001.01"), _MOVES, "declines: insufficient funds"),
    Trick(Behaviour.HANGS, "0119", Decimal("1001.02"), _EVERYTHING, "does nothing and never answers"),
    Trick(Behaviour.LOSES_ANSWER, "0341", Decimal("1001.03"), _EVERYTHING, "does it, and loses the answer"),
    Trick(Behaviour.REVIEWS, "9235", Decimal("1001.04"), _RESERVES, "does it, and wants to look at it first"),
    Trick(Behaviour.OTHER_AMOUNT, "0259", Decimal("1001.05"), _MOVES, "moves the smallest coin less than asked"),
    Trick(Behaviour.OTHER_CURRENCY, "0036", Decimal("1001.06"), _MOVES, "does it in another currency"),
    Trick(Behaviour.EXPIRED, "0069", None, frozenset({Operation.CAPTURE}), "the authorization has expired"),
)
"""All there is. A card beats an amount; an authorization whose id contains `expired` has expired too."""


def trick_of(call: Call) -> Behaviour | None:
    """What the call's card or amount asks for; None: nothing special."""
    heard = [trick for trick in TRICKS if call.operation in trick.operations]
    by_card = [trick.behaviour for trick in heard if trick.card == call.card]
    if call.operation is Operation.CAPTURE and "expired" in call.parent.lower():
        by_card.append(Behaviour.EXPIRED)
    by_amount = [trick.behaviour for trick in heard if trick.amount is not None and trick.amount == call.amount]
    return next(iter(by_card + by_amount), None)
