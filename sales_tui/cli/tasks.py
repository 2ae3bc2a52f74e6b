"""`tasks list` and `tasks run`: what cron does."""

from __future__ import annotations

import json as json_
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave, say, session
from sales_tui.core.text import literal
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings

if TYPE_CHECKING:
    from sales_tui.store.tasks import LastRun, Run, Task

tasks = typer.Typer(help="What runs by the clock, for cron.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@tasks.command("list")
def list_(context: typer.Context, json: AsJson = False) -> None:
    """Every task: its name, what it does, when it last ran and what it did."""
    with session(_settings(context), writes=False) as runtime:
        list_tasks(runtime, as_json=json)


@tasks.command()
def run(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Names of tasks; without any all of them run.")] = None,
    json: AsJson = False,
) -> None:
    """Run tasks, one after the other. Several runs at once do no harm."""
    found = _named(names or [])
    with session(_settings(context), writes=True) as runtime:
        leave(run_tasks(runtime, found, as_json=json))


def _settings(context: typer.Context) -> Settings:
    settings: Settings = context.obj
    return settings


def _named(names: Sequence[str]) -> list[Task]:
    """The tasks with those names, each once; all for none. An unknown name ends the command."""
    from sales_tui.store.tasks import TASKS

    for name in names:
        if name not in TASKS:
            leave(USAGE, f"There is no task '{literal(name)}'; there are: {', '.join(TASKS)}.")
    return [TASKS[name] for name in dict.fromkeys(names)] or [*TASKS.values()]


def run_tasks(runtime: Runtime, chosen: Sequence[Task], *, as_json: bool) -> int:
    """Run them; returns the exit status."""
    runs = [_run(runtime, task, as_json=as_json) for task in chosen]
    if as_json:
        print(json_.dumps({"tasks": [_told(one) for one in runs]}, ensure_ascii=False))
    return DONE if all(one.outcome == "ok" for one in runs) else SOME_REFUSED


def _run(runtime: Runtime, task: Task, *, as_json: bool) -> Run:
    """Run one, and say what it did: what wasn't done on standard error, as it comes."""
    from sales_tui.store.tasks import Run, run_task

    run = Run(task)
    for item in run_task(task, runtime.runner, timedelta(minutes=runtime.settings.payments.pending_minutes)):
        if isinstance(item, Run):
            run = item
        elif not as_json:
            sentence = f"{literal(item.target)}  {literal(item.message)}"
            print(sentence, flush=True) if item.ok else say(sentence)
    if not as_json:
        print(f"{task.name}: {run.message}", flush=True)
    return run


def _told(run: Run) -> dict[str, Any]:
    counts = {"done": "ok", "refused": "refused", "failed": "failed", "left_to_others": "overtaken"}
    return {
        "name": run.task.name,
        "outcome": run.outcome,
        "message": run.message,
        **{name: run.count(word) for name, word in counts.items()},
        "results": [outcome.result() for outcome in run.outcomes],
    }


def list_tasks(runtime: Runtime, *, as_json: bool) -> None:
    """Say all tasks with their last runs."""
    from sales_tui.store.tasks import TASKS, last_runs

    last = last_runs(runtime.engine)
    if as_json:
        print(json_.dumps([_described(task, last.get(task.name)) for task in TASKS.values()], ensure_ascii=False))
        return
    for task in TASKS.values():
        print(f"{task.name:20} {task.help}")
        print(f"{'':20} {_last_said(last.get(task.name))}")


def _last_said(last: LastRun | None) -> str:
    if last is None:
        return "It never ran."
    by = f" by {literal(last.by)}" if last.by else ""
    return f"Last run {last.at:%Y-%m-%d %H:%M} UTC{by}: {literal(last.message)}"


def _described(task: Task, last: LastRun | None) -> dict[str, Any]:
    told = None
    if last is not None:
        at = f"{last.at:%Y-%m-%dT%H:%M:%SZ}"
        told = {"at": at, "by": last.by, "host": last.host, "outcome": last.outcome, "message": last.message}
    return {"name": task.name, "help": task.help, "last_run": told}
