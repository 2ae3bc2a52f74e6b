"""Marked records and an action on them, as a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sales_tui.core.marks import Marks
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.job_findings import HOW
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.tui.jobs.inquiry import unasked
from sales_tui.tui.keys import ORDER, RETURN, Verb
from sales_tui.tui.marking import in_order
from sales_tui.workspaces import PLACES

if TYPE_CHECKING:
    from array import array

    from sales_tui.store.runner import Runner
    from sales_tui.workspaces.base import Workspace

INVOICE = "invoice"
"""The kind of record, and the parameter that comes from the marked record itself."""

ORDER_NUMBER = "order_increment_id"
"""The column that has the number of a record's order."""

NEXT_STEP = "Next step"

LOOKED_AT = 200
"""Marked records that tell which of several actions is meant; what the others need is seen before anything happens."""

_NEEDS_A_LOOK = "settle"
"""A step of a return that needs a look at each: money goes out by it."""


def why_not_marked(verb: Verb, place: Workspace) -> str:
    """Why an action can't be done to several records of that workspace at once; nothing where it can."""
    if verb.action.alone:
        return f"{verb.action.alone}; - takes the marks away."
    if parameter := unasked(verb.action):
        what, name = verb.label.capitalize(), parameter.name.replace("_", " ")
        return f"{what} needs its own {name} for each record; - takes the marks away."
    if verb.target != place.kind and not (verb.target == ORDER and place.has_orders):
        return f"This is for {PLACES[verb.target].noun}s: mark them in their own workspace; - takes the marks away."
    return ""


def destinations(verb: Verb, place: Workspace) -> list[tuple[str, str]]:
    """Where the money of several refunds can go, if the action gives any back: value and words."""
    to = next((one for one in verb.action.parameters if one.name == "to" and one.choices), None)
    if to is None:
        return []
    words = {value: HOW[f"refund_{value}"] for value in to.choices}
    return [(value, text) for value, text in words.items() if value != "online" or place.kind == INVOICE]


def are_steps(choices: Sequence[Verb], place: Workspace) -> bool:
    """Whether these are the steps that follow one another on the records of that workspace."""
    return place.kind == RETURN and len(choices) > 1 and all(verb.target == RETURN for verb in choices)


def read_plan(grid: Grid, place: Workspace, verb: Verb, marks: Marks, shown: array[int]) -> Plan:
    """The action on the marked records, in the grid's order. Raises DatabaseUnusable."""
    by_invoice = place.kind == INVOICE and any(one.name == INVOICE for one in verb.action.parameters)
    names = [place.number if verb.target == place.kind else ORDER_NUMBER, *([place.number] if by_invoice else [])]
    columns = tuple(column for name in names if (column := place.column(name)))
    assert len(columns) == len(names), (place.name, verb.action.name)

    def aims() -> Iterator[Aim]:
        found: set[tuple[str, ...]] = set()
        for key, values in grid.stream_of(GridQuery(place, columns), in_order(marks, shown)):
            numbers = tuple(str(value) for value in values[: len(names)])
            if numbers not in found:
                found.add(numbers)
                yield Aim(numbers[0], key, parameters={INVOICE: numbers[1]} if by_invoice else {})

    doing = Doing(verb.action.name, dict(verb.preset))
    return Plan(verb.label.capitalize(), (doing,), Aims(aims()), place.name)


def possible_of(
    grid: Grid, place: Workspace, verbs: Sequence[Verb], marks: Marks, shown: array[int], runner: Runner
) -> list[Verb]:
    """Those that can be done to at least one of the marked records, as far as the first few tell. Raises
    DatabaseUnusable.
    """
    some = Marks(islice(in_order(marks, shown), LOOKED_AT))
    found = []
    for verb in verbs:
        plan = read_plan(grid, place, verb, some, shown)
        requests = [plan.request(aim, 0) for aim in plan.aims]
        if any(outcome.ok for outcome in runner.run(requests, dry_run=True)):
            found.append(verb)
    return found


def read_steps(
    grid: Grid, place: Workspace, choices: Sequence[Verb], marks: Marks, shown: array[int]
) -> tuple[Plan, list[str]]:
    """Marked returns, each to be led on by the step that it waits for. Raises DatabaseUnusable.

    Those that wait for none are left to the first step to refuse; those that need a look are left out: the second
    of what is returned says so.
    """
    number, todo = PLACES[RETURN].column("increment_id"), PLACES[RETURN].field("todo")
    assert number is not None
    assert todo is not None
    by_step = {verb.action.name.partition(".")[2]: verb.action.name for verb in choices}
    first = choices[0].action.name
    kept_back: Counter[str] = Counter()

    def aims() -> Iterator[Aim]:
        for key, values in grid.stream_of(GridQuery(place, (number, todo)), in_order(marks, shown)):
            step = str(values[1] or "")
            if step == _NEEDS_A_LOOK:
                kept_back[step] += 1
            else:
                yield Aim(str(values[0]), key, by_step.get(step, first))

    plan = Plan(NEXT_STEP, (Doing(first),), Aims(aims()), place.name)
    waiting = kept_back.total()
    note = f"{waiting:,} to refund or exchange: one at a time, for each needs a look. They aren't in this list."
    return plan, [note] if waiting else []
