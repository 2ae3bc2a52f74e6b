"""One action on several marked records: tried without effect first, then done, batch by batch, in threads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sales_tui.core.money import currency_digits
from sales_tui.store.requests import Outcome, Request
from sales_tui.tui.keys import ORDER, Verb
from sales_tui.workspaces import PLACES
from sales_tui.workspaces.format import grouped

if TYPE_CHECKING:
    from sales_tui.actions.base import Moved
    from sales_tui.runtime import Runtime
    from sales_tui.store.grid import Grid
    from sales_tui.workspaces.base import Workspace

COMMENT, INVOICE = "comment", "invoice"
"""Parameters that several records are asked for together, and that come from the marked record itself."""

ORDER_NUMBER = "order_increment_id"
"""The column that has the number of a record's order."""


_HOW = {
    "online": "charged now",
    "offline": "only recorded as paid",
    "none": "charged later",
    "refund_online": "given back to the card now",
    "refund_offline": "only recorded: owed until somebody pays it out",
    "refund_store_credit": "given as store credit",
    "refund_company_credit": "given to the company's credit",
}


@dataclass(slots=True)
class Tally:
    """What became, or would become, of the records so far."""

    done: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Why the others weren't done -> how many."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Why -> numbers of the first few."""
    money: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    """How it comes (online, offline, none) -> currency -> how much."""

    @property
    def refused(self) -> int:
        """How many weren't done."""
        return self.reasons.total()

    @property
    def count(self) -> int:
        """How many are decided."""
        return self.done + self.refused

    def add(self, outcome: Outcome) -> None:
        """Another one is decided."""
        if outcome.ok:
            self.done += 1
            self._count(outcome.money)
            return
        reason = _without(outcome.target, outcome.message)
        self.reasons[reason] += 1
        self.examples.setdefault(reason, [])
        if len(self.examples[reason]) < 3:
            self.examples[reason].append(outcome.target)

    def _count(self, money: Moved | None) -> None:
        if money is not None and money.amount:
            sums = self.money.setdefault(money.how, {})
            sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount

    def sums(self) -> list[tuple[str, str]]:
        """What is charged or given back now, only recorded, charged later: the amounts by currency, and which it is."""
        return [
            (
                "  ".join(f"{grouped(amount, currency_digits(code))} {code}" for code, amount in sorted(sums.items())),
                what,
            )
            for how, what in _HOW.items()
            if (sums := self.money.get(how))
        ]


def _without(number: str, message: str) -> str:
    """A reason without the record's own number, so that the same reasons can be counted."""
    return re.sub(rf"^(\w+ ){{0,2}}{re.escape(number)}:? ", "", message)


@dataclass(frozen=True, slots=True)
class Several:
    """An action, and the frozen list of the records that it is for."""

    verb: Verb
    numbers: tuple[str, ...]
    """Of the records that the action works on, each once."""
    keys: tuple[int, ...]
    """Of the marked records, for each number; those of an order's documents may be several: the first."""
    invoices: tuple[str, ...] = ()
    """For each number, the invoice that it is about; empty: the records are no invoices."""
    steps: tuple[Verb, ...] = ()
    """For each number its own action, where they aren't all the same."""
    kept_back: int = 0
    """Marked records whose next step needs a look at each."""

    groups: tuple[tuple[str, int], ...] = ()
    """Where they aren't all the same: what is done, and how many wait for it."""

    @property
    def label(self) -> str:
        """What is done to them."""
        return "next step" if self.steps else self.verb.label

    def outcomes(self, runtime: Runtime, comment: str, *, dry_run: bool) -> Iterator[Outcome]:
        """What becomes of each, in order, as it is written. Raises DatabaseUnusable."""
        values: dict[str, Any] = dict(self.verb.preset)
        if comment:
            values[COMMENT] = comment
        own = [{INVOICE: invoice} for invoice in self.invoices] or [{}] * len(self.numbers)
        names = [verb.action.name for verb in self.steps] or [self.verb.action.name] * len(self.numbers)
        requests = [
            Request(name, number, values | one) for name, number, one in zip(names, self.numbers, own, strict=True)
        ]
        return runtime.runner.stream(requests, dry_run=dry_run)


def why_not_several(verb: Verb, place: Workspace) -> str:
    """Why an action can't be done to several records of that workspace at once; nothing where it can."""
    if verb.action.alone:
        return f"{verb.action.alone}; - takes the marks away."
    needed = [one.name for one in verb.action.parameters if one.required and one.name != COMMENT]
    if needed:
        what, name = verb.label.capitalize(), needed[0].replace("_", " ")
        return f"{what} needs its own {name} for each record; - takes the marks away."
    if verb.target != place.kind and not (verb.target == ORDER and place.has_orders):
        return f"This is for {PLACES[verb.target].noun}s: mark them in their own workspace; - takes the marks away."
    return ""


def needs_comment(verb: Verb) -> bool:
    """Whether a comment must be typed."""
    asked = any(one.required and one.name == COMMENT for one in verb.action.parameters)
    return asked or verb.action.needs_reason


def read_several(grid: Grid, place: Workspace, verb: Verb, keys: Sequence[int], order: Callable[[int], int]) -> Several:
    """The records behind the marks, in the grid's order as far as it shows them. Raises DatabaseUnusable."""
    from sales_tui.store.grid import GridQuery

    by_invoice = place.kind == INVOICE and any(one.name == INVOICE for one in verb.action.parameters)
    names = [place.number if verb.target == place.kind else ORDER_NUMBER, *([place.number] if by_invoice else [])]
    columns = tuple(column for name in names if (column := place.column(name)))
    assert len(columns) == len(names), (place.name, verb.action.name)
    found: dict[tuple[str, ...], int] = {}
    for key, values in grid.stream_of(GridQuery(place, columns), sorted(keys, key=order)):
        found.setdefault(tuple(str(value) for value in values), key)
    invoices = tuple(names[1] for names in found) if by_invoice else ()
    return Several(verb, tuple(names[0] for names in found), tuple(found.values()), invoices)


def destinations(verb: Verb, place: Workspace) -> list[tuple[str, str]]:
    """Where the money of several refunds can go, if the action gives any back: value and words."""
    to = next((one for one in verb.action.parameters if one.name == "to" and one.choices), None)
    if to is None:
        return []
    words = {value: _HOW[f"refund_{value}"] for value in to.choices}
    return [(value, text) for value, text in words.items() if value != "online" or place.kind == INVOICE]
