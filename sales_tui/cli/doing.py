"""`do` and `actions`: one action on one or many records, and what actions there are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Kind, Parameter
from sales_tui.actions.values import value_from_text
from sales_tui.cli.carrying import carry_out_plan, tell_all
from sales_tui.cli.exits import USAGE, leave
from sales_tui.core.text import storable
from sales_tui.exchange.attachments import read_attachments, read_lines
from sales_tui.exchange.files import Unreadable
from sales_tui.runtime import Runtime, now
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.store.questions import read_filter
from sales_tui.store.requests import Request
from sales_tui.store.targets import full_number
from sales_tui.workspaces import PLACES


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
    if not numbers and not filter:
        leave(USAGE, f"{name} needs the number of at least one record, or --filter.")
    values = dict(_setting(action, text) for text in settings)
    chosen = frozen(numbers, filtered(runtime, action, filter))
    if len(chosen) == 1:
        request = Request(name, chosen[0].number, values)
        outcomes = runtime.runner.run([request], dry_run=dry_run)
        return tell_all(outcomes, as_json=as_json, done="would be done" if dry_run else "done")
    workspace = PLACES[action.target].name
    doing = Doing(name, values)
    plan = Plan(doing.title, (doing,), chosen, workspace, "command")
    return carry_out_plan(runtime, plan, dry_run=dry_run, as_json=as_json)


def frozen(numbers: Iterable[str], found: Iterable[str]) -> Aims:
    """Those that were named, and those that were found: each record once, however its number was written."""
    named: dict[str, str] = {}
    for number in map(storable, numbers):
        named.setdefault(full_number(number), number)
    others = (number for number in found if full_number(number) not in named)
    return Aims(map(Aim, chain(named.values(), others)))


def filtered(runtime: Runtime, action: Action, filter: str) -> Iterator[str]:
    """The numbers of the records that a filter finds, in grid order."""
    if not filter:
        return
    workspace = PLACES[action.target]
    number = workspace.column(workspace.number)
    assert number is not None
    grid = Grid(runtime.reader())
    asked = read_filter(grid, workspace, filter, now(), ZoneInfo(runtime.timezone()), runtime.actor.name)
    for _, values in grid.stream(GridQuery(workspace, (number,), asked)):
        yield values[0]


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
