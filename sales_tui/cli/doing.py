"""`do` and `actions`: one action on one or many records, and what actions there are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Kind, Parameter
from sales_tui.actions.values import value_from_text
from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave, say
from sales_tui.core.text import literal, storable
from sales_tui.exchange.attachments import read_attachments, read_lines
from sales_tui.exchange.files import Unreadable
from sales_tui.runtime import Runtime, now
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.questions import read_filter
from sales_tui.store.requests import Outcome, Request
from sales_tui.workspaces import WORKSPACES


def do_action(
    runtime: Runtime,
    name: str,
    numbers: list[str],
    filter: str,
    settings: list[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Run the action on the records; returns the exit status."""
    action = ACTIONS.get(name)
    if action is None:
        leave(USAGE, f"There is no action '{name}'; sales-tui actions lists them.")
    targets = [*map(storable, numbers), *_filtered(runtime, action, filter)]
    if not targets and not filter:
        leave(USAGE, f"{name} needs the number of at least one record, or --filter.")
    values = dict(_setting(action, text) for text in settings)
    requests = [Request(name, number, values) for number in dict.fromkeys(targets)]
    return conclude(runtime.runner.stream(requests, dry_run=dry_run), dry_run=dry_run, as_json=as_json)


def conclude(stream: Iterator[Outcome], *, dry_run: bool, as_json: bool) -> int:
    """Say the outcomes as they come, and how many there were; returns the exit status."""
    outcomes = list(_report(stream, as_json=as_json))
    done = sum(outcome.ok for outcome in outcomes)
    if as_json:
        print(json.dumps(_summary(outcomes), ensure_ascii=False))
    elif len(outcomes) != 1:
        print(f"{done:,} {'would be done' if dry_run else 'done'}, {len(outcomes) - done:,} not.")
    return DONE if done == len(outcomes) else SOME_REFUSED


def _filtered(runtime: Runtime, action: Action, filter: str) -> list[str]:
    """The numbers of the records that a filter finds, in grid order; a frozen list."""
    if not filter:
        return []
    workspace = next(one for one in WORKSPACES.values() if one.kind == action.target)
    number = workspace.column(workspace.number)
    assert number is not None
    grid = Grid(runtime.reader())
    asked = read_filter(grid, workspace, filter, now(), ZoneInfo(runtime.timezone()), runtime.actor.name)
    return [values[0] for _, values in grid.stream(GridQuery(workspace, (number,), asked))]


def _setting(action: Action, text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    parameter = next((one for one in action.parameters if one.name == name), None)
    if not equals or parameter is None:
        known = ", ".join(one.name for one in action.parameters) or "none"
        leave(USAGE, f"--set {text}: write NAME=VALUE, where NAME is one of: {known}.")
    try:
        return name, _read_value(parameter, value)
    except (ValueError, Unreadable) as error:
        leave(USAGE, f"--set {name}: {str(error).rstrip('.')}.")


def _read_value(parameter: Parameter, text: str) -> Any:
    """Files are named by their paths, between commas; lines of SKUs may stand in a file: @FILE."""
    if parameter.kind is Kind.FILES and not text.lstrip().startswith("["):
        return read_attachments(text.split(","))
    if parameter.kind is Kind.QUOTED and text.startswith("@"):
        return read_lines(text[1:])
    return value_from_text(parameter, text)


def _report(outcomes: Iterator[Outcome], *, as_json: bool) -> Iterator[Outcome]:
    """Says each outcome as it comes: what was done on standard output, what wasn't on standard error."""
    for outcome in outcomes:
        if not as_json:
            sentence = f"{literal(outcome.target)}  {literal(outcome.message)}"
            print(sentence, flush=True) if outcome.ok else say(sentence)
        yield outcome


def _summary(outcomes: list[Outcome]) -> dict[str, Any]:
    counts = {word: sum(outcome.outcome == word for outcome in outcomes) for word in ("ok", "refused", "failed")}
    results = [{"line": line, **outcome.result()} for line, outcome in enumerate(outcomes, 1)]
    return {"done": counts["ok"], "refused": counts["refused"], "failed": counts["failed"], "results": results}


def list_actions(*, as_json: bool) -> None:
    """Every action with its key, what it needs and its parameters."""
    if as_json:
        json.dump([_described(action) for action in ACTIONS.values()], sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    for action in ACTIONS.values():
        keys = ", ".join(shortcut.key for shortcut in action.shortcuts) or "-"
        print(f"{action.name:20} {keys:5} {action.help}")
        for one in action.parameters:
            choices = f" ({', '.join(one.choices)})" if one.choices else ""
            print(f"{'':26} {one.name}{' (needed)' if one.required else ''}: {one.help}{choices}")


def _described(action: Action) -> dict[str, Any]:
    return {
        "name": action.name,
        "title": action.title,
        "keys": [shortcut.key for shortcut in action.shortcuts],
        "target": action.target,
        "permission": action.permission,
        "help": action.help,
        "parameters": [
            {
                "name": one.name,
                "type": one.kind.value,
                "required": one.required,
                "choices": list(one.choices),
                "help": one.help,
            }
            for one in action.parameters
        ],
    }
