"""Remembers what a pure function made of a value, for values that come again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

LIMIT = 20_000
"""Answers remembered; then it begins anew, so that it never grows with the data."""


class Memo(dict[K, V]):
    """`memo[value]` is what the function says of the value. As fast as a dictionary where it was asked before."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __call__(self, value: K) -> V:
        """What the function says of it."""
        return self[value]

    def each(self, values: Sequence[K]) -> list[V]:
        """What it says of each of them; often they are all the same."""
        first = values[0]
        if first == values[-1] and values.count(first) == len(values):
            return [self[first]] * len(values)
        return list(map(self.__getitem__, values))

    def __missing__(self, value: K) -> V:
        if len(self) >= LIMIT:
            self.clear()
        made = self[value] = self._make(value)
        return made
