"""What is said about plans and jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sales_tui.actions import ACTIONS
from sales_tui.tui.panels.pick_list import Row
from sales_tui.workspaces import PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sales_tui.store.job_findings import Findings, Group
    from sales_tui.store.job_plan import Doing, Plan
    from sales_tui.store.jobs import JobFacts

BAR = 24
"""Cells of a progress bar."""


def heading(plan: Plan) -> str:
    """The question: "Invoice and ship 240 orders?"."""
    count = len(plan.aims)
    records = f"{count:,} {noun(plan, count)}"
    if _is_verb(plan):
        return f"{plan.title.replace(' + ', ' and ')} {records}?"
    return f"{plan.title}: {records}?"


def noun(plan: Plan, count: int) -> str:
    """What the steps are done to."""
    action = ACTIONS.get(plan.steps[0].action)
    word = PLACES[action.target].noun if action and action.target in PLACES else "record"
    return word if count == 1 else f"{word}s"


def _is_verb(plan: Plan) -> bool:
    """Whether the title is the one step's own verb, so that the records can stand behind it."""
    if len(plan.steps) > 1 or plan.steps[0].action not in ACTIONS:
        return False
    action = ACTIONS[plan.steps[0].action]
    return plan.title.lower() in {action.title.lower(), *(one.label for one in action.shortcuts)}


def past(steps: Sequence[Doing]) -> str:
    """What a record is when all steps were done to it: "shipped"."""
    action = ACTIONS.get(steps[-1].action)
    return action.past if action else "done"


def counts_words(done: int, refused: int, failed: int, left: int = 0) -> str:
    """What became of the records: "229 done, 1 refused, 1 failed"; nothing is said of what there is none of."""
    others = ((refused, "refused"), (failed, "failed"), (left, "left"))
    return ", ".join([f"{done:,} done", *(f"{count:,} {word}" for count, word in others if count)])


def facts_words(job: JobFacts) -> str:
    """The same of a job."""
    return counts_words(job.done, job.refused, job.failed, job.left)


def bar(done: int, total: int) -> str:
    """How far it is, to be seen at a glance."""
    full = BAR * done // max(1, total)
    return "█" * full + "░" * (BAR - full)


def time_words(seconds: float) -> str:
    """How long something lasts, roughly."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"


def group_rows(findings: Findings) -> list[tuple[Row, Group | None]]:
    """What is to be seen of a preview, line by line: groups, and what those that will be done come to."""
    found: list[tuple[Row, Group | None]] = []
    groups = findings.ordered()
    both = [*([findings.hidden] if findings.hidden.positions else []), *groups]
    width = max((len(f"{len(group.positions):,}") for group in both), default=1)
    found += [(_group_row(group), group) for group in both if group is findings.hidden or group.is_done]
    found += [(Row(parts, is_title=True), None) for parts in _money_parts(findings.sums(), width)]
    found += [(_group_row(group), group) for group in groups if not group.is_done]
    return found


def _money_parts(sums: Sequence[tuple[str, str]], width: int) -> list[tuple[tuple[str, str], ...]]:
    amounts = max((len(amount) for amount, _ in sums), default=0)
    gap = " " * (width + 2)
    return [((gap, ""), (f"{amount:>{amounts}}", "bold"), (f"  {what}", "$text-muted")) for amount, what in sums]


def _group_row(group: Group) -> Row:
    count, words, style = len(group.positions), group.words, "bold $accent" if group.is_done else "bold"
    if not group.count:
        words, style = f"left out: {words}", "$text-muted"
    elif group.left:
        words = f"{words}, {group.left:,} of them left out"
    examples = " ".join(group.examples) + (" …" if count > len(group.examples) else "")
    return Row(((f"{count:,}", style), (words, "" if group.count else "$text-muted"), (examples, "$text-muted")))
