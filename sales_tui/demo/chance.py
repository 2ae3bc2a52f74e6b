"""Chance that falls the same way for the same seed: on every machine, in every process, with every Python."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, topic: str, number: int) -> Random:
    """The chance of one order, customer or deck: independent of all others."""
    return Random(f"{seed}/{topic}/{number}")


def pick(rng: Random, things: Sequence[T]) -> T:
    """One of the things, each as likely as the others."""
    return things[int(rng.random() * len(things))]


def whole(rng: Random, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(rng.random() * (high - low + 1))


def shuffled(rng: Random, things: Sequence[T]) -> list[T]:
    """The things in another order."""
    deck = list(things)
    for last in range(len(deck) - 1, 0, -1):
        other = int(rng.random() * (last + 1))
        deck[last], deck[other] = deck[other], deck[last]
    return deck


def digits(rng: Random, pattern: str) -> str:
    """The pattern with each `#` replaced by a digit."""
    return "".join("0123456789"[int(rng.random() * 10)] if char == "#" else char for char in pattern)


class Weighted(Generic[T]):
    """Things of which some are picked more often."""

    __slots__ = ("steps", "things")

    def __init__(self, things: Sequence[T], weights: Sequence[int]) -> None:
        self.things = things
        self.steps = list(accumulate(weights))

    def pick(self, rng: Random) -> T:
        """One of the things, by its weight."""
        return self.things[bisect(self.steps, rng.random() * self.steps[-1])]
