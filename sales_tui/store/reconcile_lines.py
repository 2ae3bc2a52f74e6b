"""What a settlement file says, line by line, and what comes of comparing it with the transactions here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

MATCHED, DIFFERING, MISSING_HERE, MISSING_THERE = "matched", "differing", "missing_here", "missing_there"
"""Outcomes."""

OUTCOMES = (MATCHED, DIFFERING, MISSING_HERE, MISSING_THERE)


@dataclass(frozen=True, slots=True)
class FileLine:
    """A charge or a refund in a settlement file."""

    number: int
    """Line in the file, from 1."""
    type: str
    """capture or refund."""
    ids: tuple[str, ...]
    """What the payment system calls it; the first is its own id."""
    parents: tuple[str, ...]
    """The payments that it belongs to."""
    amount: Decimal
    """Refunds are positive too."""
    fee: Decimal
    currency: str
    """ISO 4217; empty: the file doesn't tell."""
    at: datetime | None
    """When it was settled; None: the file doesn't tell."""
    takes_back: bool = False
    """It takes back a charge or a refund, or a part of it, of this file or an earlier one."""


@dataclass(frozen=True, slots=True)
class SettlementFile:
    """A file that was read."""

    name: str
    digest: str
    """Fingerprint of its bytes."""
    methods: tuple[str, ...]
    """Payment methods whose transactions it lists."""
    first: int | None
    last: int | None
    """First and last microsecond UTC of the time it covers; None: not known, and then nothing can be missing there."""
    lines: Iterable[FileLine]


@dataclass(frozen=True, slots=True)
class Sum:
    """The lines of one outcome in one currency. Amounts: what was charged less what was given back."""

    outcome: str
    currency: str
    count: int
    there: Decimal
    here: Decimal
    fee: Decimal


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line that isn't matched."""

    outcome: str
    line: int | None
    """None: the file doesn't have it."""
    txn_id: str
    type: str
    amount: Decimal | None
    amount_here: Decimal | None
    currency: str
    order: str
    """Number of the order; empty: not known."""
    at: datetime | None
    """When it was settled there, or made here; None: the file doesn't tell."""
    note: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How a file compares."""

    sums: tuple[Sum, ...]
    by_id_alone: int
    """Matched lines whose transaction here doesn't tell its amount."""
    undone: int
    """Lines that stand for nothing: charges that were taken back in the same file, and what took them back."""

    def count(self, outcome: str) -> int:
        """How many lines have this outcome."""
        return sum(one.count for one in self.sums if one.outcome == outcome)

    @property
    def is_clean(self) -> bool:
        """Whether all lines match."""
        return all(one.outcome == MATCHED for one in self.sums)
