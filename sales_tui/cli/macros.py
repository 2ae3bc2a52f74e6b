"""`macro list` and `macro run`: the macros that were written or recorded, done to many records as one job."""

from __future__ import annotations

import json as json_
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave, say, session
from sales_tui.core.text import literal
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings, macros_file

if TYPE_CHECKING:
    from sales_tui.macros.book import Book, Macro

macro = typer.Typer(help="Several actions under a name.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@macro.command("list")
def list_(context: typer.Context, json: AsJson = False) -> None:
    """Every macro: its name, its key, what it is done to, its steps."""
    book = _book(context.obj)
    for fault in book.faults:
        say(literal(fault.sentence))
    if json:
        print(json_.dumps([_described(one) for one in book.macros], ensure_ascii=False))
    else:
        for line in _lines(book):
            print(literal(line))
    leave(SOME_REFUSED if book.faults else DONE)


@macro.command()
def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the macro.")],
    numbers: Annotated[list[str] | None, typer.Argument(help="Numbers of the records.")] = None,
    filter: Annotated[str, typer.Option("--filter", help="As in the grid, such as status:pending.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    json: AsJson = False,
) -> None:
    """All steps of a macro on one or many records. A record where a step isn't possible is left at that."""
    chosen = _named(_book(context.obj), name)
    with session(context.obj, writes=True) as runtime:
        leave(run_macro(runtime, chosen, numbers or [], filter, dry_run=dry_run, as_json=json))


def _book(settings: Settings) -> Book:
    from sales_tui.macros.book import read_book
    from sales_tui.macros.file import MacroError

    try:
        return read_book(macros_file(settings))
    except MacroError as error:
        leave(USAGE, literal(str(error)))


def _named(book: Book, name: str) -> Macro:
    from sales_tui.macros.file import MacroError

    try:
        return book.named(name)
    except MacroError as error:
        leave(USAGE, literal(str(error)))


def _lines(book: Book) -> Iterator[str]:
    from sales_tui.macros.steps import write_step

    if not book.macros and not book.faults:
        yield f"There are no macros yet. Record one with @ on the screen, or write it into {book.file}."
    for one in book.macros:
        yield f"{one.name:20} {one.key or '-':5} {one.on}"
        yield from (f"{'':26} {write_step(step)}" for step in one.steps)


def _described(one: Macro) -> dict[str, Any]:
    from sales_tui.macros.steps import write_step

    return {"name": one.name, "key": one.key, "on": one.on, "steps": [write_step(step) for step in one.steps]}


def run_macro(runtime: Runtime, chosen: Macro, numbers: list[str], filter: str, *, dry_run: bool, as_json: bool) -> int:
    """Do its steps to the records, as a job; returns the exit status."""
    from sales_tui.actions import ACTIONS
    from sales_tui.cli.carrying import carry_out_plan
    from sales_tui.cli.doing import filtered, frozen
    from sales_tui.store.job_plan import Plan

    first = ACTIONS[chosen.steps[0].action]
    if not numbers and not filter:
        leave(USAGE, f"macro run {chosen.name} needs the number of at least one record, or --filter.")
    aims = frozen(numbers, filtered(runtime, first, filter))
    plan = Plan(chosen.title, chosen.steps, aims, chosen.on, "macro")
    return carry_out_plan(runtime, plan, dry_run=dry_run, as_json=as_json)
