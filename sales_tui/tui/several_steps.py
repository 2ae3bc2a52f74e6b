"""Marked returns, each to be led on by its own next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sales_tui.tui.keys import RETURN, Verb
from sales_tui.tui.several import Several
from sales_tui.workspaces import PLACES

if TYPE_CHECKING:
    from sales_tui.store.grid import Grid
    from sales_tui.workspaces.base import Workspace

_LOOKED_AT = "settle"
"""A step that needs a look at each: money goes out by it."""


def are_steps(choices: Sequence[Verb], place: Workspace) -> bool:
    """Whether these are the steps that follow one another on the records of that workspace."""
    return place.kind == RETURN and len(choices) > 1 and all(verb.target == RETURN for verb in choices)


def read_steps(
    grid: Grid, place: Workspace, choices: Sequence[Verb], keys: Sequence[int], order: Callable[[int], int]
) -> Several:
    """The returns behind the marks with the step that each waits for. Raises DatabaseUnusable.

    Those that wait for none are left to the first step to refuse; those that need a look are left out.
    """
    from sales_tui.store.grid import GridQuery

    number, todo = PLACES[RETURN].column("increment_id"), PLACES[RETURN].field("todo")
    assert number is not None
    assert todo is not None
    by_step = {verb.action.name.partition(".")[2]: verb for verb in choices}
    found: dict[str, tuple[int, Verb]] = {}
    kept_back = 0
    waiting: Counter[str] = Counter()
    for key, values in grid.stream_of(GridQuery(place, (number, todo)), sorted(keys, key=order)):
        step = str(values[1] or "")
        if step == _LOOKED_AT:
            kept_back += 1
        else:
            verb = by_step.get(step, choices[0])
            found[str(values[0])] = (key, verb)
            waiting.update([verb.label] if step else [])
    return Several(
        choices[0],
        tuple(found),
        tuple(key for key, _ in found.values()),
        steps=tuple(verb for _, verb in found.values()),
        kept_back=kept_back,
        groups=tuple((verb.label, waiting[verb.label]) for verb in choices if waiting[verb.label]),
    )
