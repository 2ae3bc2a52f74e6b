"""Finds the transactions that the lines of a settlement file are about, and says how they compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from sales_tui import model
from sales_tui.core.money import amount_text, currency_digits
from sales_tui.rules.payment_records import CAPTURE
from sales_tui.store.importing.bulk import chunks
from sales_tui.store.mapping import table_of
from sales_tui.store.reconcile_lines import DIFFERING, MATCHED, MISSING_HERE, FileLine
from sales_tui.workspaces.payment_words import TRANSACTION_TYPES

TRANSACTION = table_of(model.PaymentTransaction)
ORDER = table_of(model.Order)
LINE = table_of(model.SettlementLine)

TRANSACTION_COLUMNS = (
    *(TRANSACTION.c[name] for name in ("id", "order_id", "txn_id", "parent_txn_id", "txn_type", "amount")),
    ORDER.c.base_currency_code,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A transaction here."""

    id: int
    order_id: int
    txn_id: str
    parent_txn_id: str | None
    txn_type: str
    amount: Decimal | None
    """In the shop's currency; None: an imported one didn't tell."""
    currency: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of a line."""

    outcome: str
    note: str = ""
    found: Found | None = None
    order_id: int | None = None


class Matcher:
    """Compares a batch of lines of one settlement with the transactions they may be about."""

    def __init__(self, connection: Connection, settlement_id: int, lines: Sequence[FileLine]) -> None:
        """Look up all that the lines need, in a few questions."""
        self._connection = connection
        self._settlement_id = settlement_id
        self._by_id: dict[str, list[Found]] = defaultdict(list)
        self._by_parent: dict[str, list[Found]] = defaultdict(list)
        self._collect(lines)
        self._used = self._used_before()
        self._listed = self._listed_before(lines)

    def judge(self, line: FileLine) -> Verdict:
        """How a line compares; it and its transaction count as used from then on."""
        own = (line.type, line.ids[0])
        if own in self._listed:
            return Verdict(DIFFERING, f"listed twice: line {self._listed[own]} has it too", None, self._order_of(line))
        self._listed[own] = line.number
        found = self.find(line)
        if found is None:
            return Verdict(MISSING_HERE, order_id=self._order_of(line))
        self._used.add(found.id)
        differences = differences_of(line.type, line.amount, line.currency, found)
        return Verdict(DIFFERING if differences else MATCHED, differences, found, found.order_id)

    def find(self, line: FileLine) -> Found | None:
        """The transaction that a line is about, the surest one first; none that another line has.

        By its id; by one that was made of its payment's id, such as `pi_1-capture` (RULES.md §4); of a charge any of
        its payment; last one with its id that is of another type.
        """
        roots = (*line.parents, *line.ids) if line.type == CAPTURE else line.parents
        same_id = self._with_id(line.ids)
        children = [one for root in _with_derived(roots) for one in self._by_parent.get(root, ())]
        derived = [one for one in children if one.txn_id.startswith(f"{one.parent_txn_id}-")]
        payments = [*self._with_id(roots), *children] if line.type == CAPTURE else []
        for several in (same_id, derived, payments):
            free = [one for one in several if one.txn_type == line.type and one.id not in self._used]
            if free:
                return min(free, key=lambda one: one.amount != line.amount)
        return next((one for one in same_id if one.id not in self._used and one.txn_type != line.type), None)

    def _order_of(self, line: FileLine) -> int | None:
        """The order of whatever else is known of the payment."""
        names = (*line.ids, *line.parents)
        near = [*self._with_id(names), *(one for name in names for one in self._by_parent.get(name, ()))]
        return near[0].order_id if near else None

    def _with_id(self, names: Iterable[str]) -> list[Found]:
        return [one for name in names for one in self._by_id.get(name, ())]

    def _collect(self, lines: Sequence[FileLine]) -> None:
        names = {name for line in lines for name in (*line.ids, *line.parents)}
        seen: set[int] = set()
        for column, wanted in ((TRANSACTION.c.txn_id, names), (TRANSACTION.c.parent_txn_id, {*_with_derived(names)})):
            for found in self._transactions(column, wanted):
                if found.id not in seen:
                    seen.add(found.id)
                    self._by_id[found.txn_id].append(found)
                    self._by_parent[found.parent_txn_id or ""].append(found)

    def _transactions(self, column: Any, names: set[str]) -> Iterator[Found]:
        joined = TRANSACTION.join(ORDER, ORDER.c.id == TRANSACTION.c.order_id)
        query = select(*TRANSACTION_COLUMNS).select_from(joined).order_by(TRANSACTION.c.id)
        for some in chunks(sorted(names)):
            for row in self._connection.execute(query.where(column.in_(some))):
                yield Found(*row)

    def _used_before(self) -> set[int]:
        """Transactions that lines written before stand for."""
        keys = [one.id for several in self._by_id.values() for one in several]
        query = select(LINE.c.transaction_id).where(of_settlement(self._settlement_id))
        return {
            key
            for some in chunks(keys)
            for key in self._connection.scalars(query.where(LINE.c.transaction_id.in_(some)))
            if key is not None
        }

    def _listed_before(self, lines: Sequence[FileLine]) -> dict[tuple[str, str], int]:
        """(type, id) -> its line, of those written before."""
        tails = {line.ids[0][::-1] for line in lines}
        query = select(LINE.c.txn_type, LINE.c.increment_id, LINE.c.line).where(
            of_settlement(self._settlement_id), LINE.c.outcome != ""
        )
        return {
            (type, name): number
            for some in chunks(sorted(tails))
            for type, name, number in self._connection.execute(
                query.where(LINE.c.number_tail.in_(some)).order_by(LINE.c.id.desc())
            )
        }


def of_settlement(settlement_id: int) -> ColumnElement[bool]:
    """The line belongs to that settlement; for questions that another index answers sooner than that of settlements."""
    return func.coalesce(LINE.c.settlement_id, 0) == settlement_id


def differences_of(type: str, amount: Decimal, currency: str, found: Found) -> str:
    """What the file and the transaction here say differently, in words; empty: nothing."""
    differences = []
    if found.txn_type != type:
        differences.append(f"type: {_word(type)} in the file, {_word(found.txn_type)} here")
    if found.amount is not None and found.amount != amount:
        here = amount_text(found.amount, currency_digits(found.currency))
        there = amount_text(amount, currency_digits(currency or found.currency))
        differences.append(f"amount: {there} in the file, {here} here")
    if currency and found.currency != currency:
        differences.append(f"currency: {currency} in the file, {found.currency} here")
    return "; ".join(differences)


def _word(type: str) -> str:
    return TRANSACTION_TYPES.get(type, type).lower()


def _with_derived(names: Iterable[str]) -> Iterator[str]:
    """The ids, and those that captures of them get where the payment system gives them none."""
    for name in names:
        yield name
        yield f"{name}-{CAPTURE}"
