"""What would become of the records of a plan, in groups by what and why, and which of them are left out of it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from threading import Lock
from typing import TYPE_CHECKING

from sales_tui.actions import ACTIONS
from sales_tui.core.money import currency_digits
from sales_tui.store.job_money import JobMoney, Way
from sales_tui.store.job_plan import Aims, Plan
from sales_tui.workspaces.format import grouped, stored_decimal

if TYPE_CHECKING:
    from sales_tui.core.marks import Marks
    from sales_tui.store.job_foresight import Foreseen

HOW = {
    "online": "charged now",
    "offline": "only recorded as paid",
    "none": "charged later",
    "refund_online": "given back to the card now",
    "refund_offline": "only recorded: owed until somebody pays it out",
    "refund_store_credit": "given as store credit",
    "refund_company_credit": "given to the company's credit",
}
"""How money comes or goes, in the order in which it is said."""

EXAMPLES = 8
"""Numbers of a group that are said with it, as far as there is room."""

UNKNOWN, NO_VERSION = -1, -1


@dataclass(slots=True, eq=False)
class Group:
    """Records of which the same would become."""

    words: str
    is_done: bool
    """Whether they would be done."""
    positions: array[int] = field(default_factory=lambda: array("q"))
    """In the plan."""
    examples: list[str] = field(default_factory=list)
    is_left: bool = False
    """Left out as a whole, those that are still found too."""
    left: int = 0
    """How many of them are left out one by one."""
    sums: dict[Way, int] = field(default_factory=dict)
    """What those that aren't come to, × 10⁴."""

    @property
    def count(self) -> int:
        """How many of them are in the plan."""
        return 0 if self.is_left else len(self.positions) - self.left

    def pay(self, money: Iterable[tuple[Way, int]], sign: int) -> None:
        """One more or less."""
        for way, amount in money:
            self.sums[way] = self.sums.get(way, 0) + sign * amount


class Findings:
    """Filled in a thread, batch by batch, while a person looks at what was found so far."""

    def __init__(self, plan: Plan, hidden: Marks | None = None) -> None:
        self.plan = plan
        self.groups: list[Group] = []
        self.hidden = Group("hidden by the filter", is_done=False)
        """Those that weren't to be seen where they were marked; they are in other groups, too."""
        self.found = 0
        self._hidden = hidden
        self._by_key: dict[tuple[bool, str], int] = {}
        self._group_of = array("i", [UNKNOWN]) * len(plan.aims)
        self._left = bytearray(len(plan.aims))
        self._versions = array("q", [NO_VERSION]) * len(plan.aims)
        self._money = JobMoney(len(plan.aims))
        self._lock = Lock()
        self._has_own = bool(plan.aims) and bool(plan.aims[0].action)

    # --- in a thread

    def look_for_hidden(self) -> None:
        """Find those that the filter hides."""
        if self._hidden:
            for position, aim in enumerate(self.plan.aims):
                if aim.record_id is not None and aim.record_id in self._hidden:
                    self.hidden.positions.append(position)
                    if len(self.hidden.examples) < EXAMPLES:
                        self.hidden.examples.append(aim.number)

    def take(self, ahead: Iterator[list[Foreseen]]) -> bool:
        """The next batch; False where there is none. Raises DatabaseUnusable."""
        batch = next(ahead, None)
        if batch is None:
            return False
        self.add(batch)
        return True

    def add(self, batch: Sequence[Foreseen]) -> None:
        """These were found, too."""
        with self._lock:
            for one in batch:
                self._add(one)
            self.found += len(batch)

    def _add(self, one: Foreseen) -> None:
        at, position = self._place_of(one), one.position
        group = self.groups[at]
        group.positions.append(position)
        if len(group.examples) < EXAMPLES:
            group.examples.append(one.outcome.target)
        self._group_of[position] = at
        if one.version is not None:
            self._versions[position] = one.version
        if group.is_done:
            self._money.put(position, [outcome.money for outcome in one.outcomes])
            group.pay(self._money.of(position), 1)
        if self._left[position]:
            group.left += 1
            group.pay(self._money.of(position), -1)

    def _place_of(self, one: Foreseen) -> int:
        """Of its group among all; reasons that differ only in numbers are one."""
        words = self._words(one)
        key = one.outcome.ok, re.sub(r"\d[\d.,:]*", "…", words)
        if key not in self._by_key:
            self._by_key[key] = len(self.groups)
            self.groups.append(Group(words, one.outcome.ok))
        at = self._by_key[key]
        if self.groups[at].words != words:
            self.groups[at].words = key[1]
        return at

    def _words(self, one: Foreseen) -> str:
        """What would be done, where that isn't the same for all; or why nothing would be."""
        outcome, steps = one.outcome, self.plan.steps
        if outcome.ok:
            has_own = self._has_own and outcome.do in ACTIONS
            return f"will be done: {ACTIONS[outcome.do].title.lower()}" if has_own else "will be done"
        reason = without_number(outcome.target, outcome.message)
        return f"{steps[len(one.outcomes) - 1].title}: {reason}" if len(steps) > 1 else reason

    # --- what is said

    @property
    def is_complete(self) -> bool:
        """Whether all were looked at."""
        return self.found == len(self.plan.aims)

    @property
    def done(self) -> int:
        """How many will be done."""
        return sum(group.count for group in self.groups if group.is_done)

    @property
    def refused(self) -> int:
        """How many won't."""
        return sum(group.count for group in self.groups if not group.is_done)

    @property
    def left(self) -> int:
        """How many are left out, as far as they were found."""
        return self.found - self.done - self.refused

    def ordered(self) -> list[Group]:
        """What will be done first; once all were looked at, the largest groups come first."""
        if not self.is_complete:
            return sorted(self.groups, key=lambda group: not group.is_done)
        return sorted(self.groups, key=lambda group: (not group.is_done, -len(group.positions)))

    def sums(self) -> list[tuple[str, str]]:
        """What is charged or given back now, only recorded, charged later: amount and currency, and which it is."""
        total: dict[Way, int] = {}
        for group in self.groups:
            for way, amount in {} if group.is_left else group.sums.items():
                total[way] = total.get(way, 0) + amount
        return [
            (_figure(total[how, code], code), what)
            for how, what in HOW.items()
            for code in sorted(code for one, code in total if one == how and total[one, code])
        ]

    def is_left(self, position: int) -> bool:
        """Whether that record is left out."""
        at = self._group_of[position]
        return bool(self._left[position]) or (at != UNKNOWN and self.groups[at].is_left)

    # --- leaving out

    def leave(self, group: Group) -> None:
        """Leave the group out of the plan, or take it in again."""
        with self._lock:
            group.is_left = not group.is_left
            if group is self.hidden:
                for position in group.positions:
                    self._set(position, left=group.is_left)

    def leave_one(self, position: int) -> None:
        """The same for one record. In a group that is left out, all others are left out one by one then."""
        with self._lock:
            at = self._group_of[position]
            group = self.groups[at] if at != UNKNOWN else None
            if group is not None and group.is_left:
                group.is_left = False
                for other in group.positions:
                    self._set(other, left=True)
            self._set(position, left=not self._left[position])
            self.hidden.is_left = self.hidden.is_left and bool(self._left[position])

    def _set(self, position: int, *, left: bool) -> None:
        if bool(self._left[position]) == left:
            return
        self._left[position] = left
        if (at := self._group_of[position]) != UNKNOWN:
            group, sign = self.groups[at], 1 if left else -1
            group.left += sign
            group.pay(self._money.of(position), -sign)

    def decided(self) -> Plan:
        """The plan without what was left out, each record with what it was when it was looked at."""
        kept = compress(range(len(self.plan.aims)), (not self.is_left(at) for at in range(len(self.plan.aims))))
        versions = self._versions
        aims = (
            replace(self.plan.aims[at], version=None if versions[at] == NO_VERSION else versions[at]) for at in kept
        )
        return replace(self.plan, aims=Aims(aims))


def _figure(amount: int, code: str) -> str:
    return f"{grouped(stored_decimal(amount), currency_digits(code))} {code}"


def without_number(number: str, message: str) -> str:
    """A reason without the record's own number, so that the same reasons can be counted."""
    return re.sub(rf"^(\w+ ){{0,2}}{re.escape(number)}:? ", "", message)
