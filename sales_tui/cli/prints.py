"""`prints list`, `run`, `show`, `remove`: what waits to be printed, and the printer."""

from __future__ import annotations

import json as json_
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave, say, session
from sales_tui.core.text import literal
from sales_tui.runtime import Runtime, now
from sales_tui.settings import Settings

if TYPE_CHECKING:
    from sales_tui.documents.printing import Desk
    from sales_tui.documents.sending import Printer
    from sales_tui.store.print_run import Queued

prints = typer.Typer(help="Documents that wait to be printed.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Kind = Annotated[str, typer.Option(help="Only these: order, invoice, shipment or creditmemo.")]
Numbers = Annotated[list[str], typer.Argument(help="Numbers of prints, as prints list says them.")]


@prints.command("list")
def list_(context: typer.Context, kind: Kind = "", json: AsJson = False) -> None:
    """What waits, the oldest first, and what a run that was stopped has left behind."""
    _check_kind(kind)
    with session(_settings(context), writes=False) as runtime:
        list_waiting(runtime, kind, as_json=json)


@prints.command()
def run(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option(help="Write a file for each document into this folder.")] = None,
    command: Annotated[
        str, typer.Option(help="Give each document to this command; without it the setting [print] command.")
    ] = "",
    kind: Kind = "",
    again: Annotated[
        bool,
        typer.Option("--again", help="Also what a run has taken that was stopped; some of it may be on paper already."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Print what waits. Several runs at once never print the same document twice."""
    _check_kind(kind)
    settings = _settings(context)
    printer = _printer(settings, to, command)
    with session(settings, writes=True) as runtime:
        leave(run_printer(runtime, printer, kind, again=again, as_json=json))


@prints.command()
def show(context: typer.Context, numbers: Numbers) -> None:
    """The text of documents in the queue, a form feed between them. Changes nothing."""
    with session(_settings(context), writes=False) as runtime:
        leave(show_texts(runtime, numbers))


@prints.command()
def remove(context: typer.Context, numbers: Numbers, json: AsJson = False) -> None:
    """Take documents out of the queue before they are printed."""
    from sales_tui.cli.doing import do_action

    with session(_settings(context), writes=True) as runtime:
        leave(do_action(runtime, "print.remove", numbers, "", [], dry_run=False, as_json=json))


def _settings(context: typer.Context) -> Settings:
    settings: Settings = context.obj
    return settings


def _check_kind(kind: str) -> None:
    from sales_tui.rules.print_records import PAPERS

    if kind and kind not in PAPERS:
        leave(USAGE, f"There is no kind '{literal(kind)}' of document; there are: {', '.join(PAPERS)}.")


def _printer(settings: Settings, to: Path | None, text: str) -> Printer:
    """Where to print to; ends the command where that can't be."""
    from sales_tui.documents.sending import Folder, command

    if to is not None and text:
        leave(USAGE, "Print into a folder (--to) or to a command (--command), not both.")
    if to is not None:
        if not to.is_dir():
            leave(USAGE, f"There is no folder {literal(str(to))}.")
        return Folder(to)
    if not (text or settings.print.command).strip():
        leave(USAGE, "No printer is set up: set [print] command, or say --command or --to.")
    try:
        return command(text or settings.print.command)
    except ValueError as error:
        leave(USAGE, literal(str(error)))


def _desk(runtime: Runtime) -> Desk:
    from sales_tui.documents.printing import Desk

    actor = runtime.actor
    by = f"{actor.name} on {actor.host}" if actor.host else actor.name
    return Desk(runtime.engine, runtime.context, now, ZoneInfo(runtime.timezone()), by)


def list_waiting(runtime: Runtime, kind: str, *, as_json: bool) -> None:
    """Say what is in the queue."""
    from sales_tui.rules.print_records import PRINTING
    from sales_tui.store.print_run import queued

    found = sorted([*queued(runtime.engine, kind), *queued(runtime.engine, kind, PRINTING)], key=lambda one: one.id)
    if as_json:
        print(json_.dumps([_told(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        print(_words(one, ZoneInfo(runtime.timezone())))
    if not found:
        print("Nothing waits to be printed.")


def _words(one: Queued, zone: ZoneInfo) -> str:
    from sales_tui.rules.print_records import PAPERS, PRINTING

    state = "being printed, or left behind by a run that was stopped: " if one.state == PRINTING else ""
    paper = PAPERS.get(one.kind, one.kind)
    queued = f"queued {one.queued_at.astimezone(zone):%Y-%m-%d %H:%M}{f' by {one.who}' if one.who else ''}"
    return literal(f"{one.id:>6}  {paper:12}  {one.increment_id:<12}  {queued}  {state}{one.outcome}").rstrip()


def _told(one: Queued) -> dict[str, str | None]:
    return {
        "print": str(one.id),
        "kind": one.kind,
        "increment_id": one.increment_id,
        "queued_at": f"{one.queued_at:%Y-%m-%dT%H:%M:%SZ}",
        "who": one.who,
        "status": one.state,
        "outcome": one.outcome,
    }


def show_texts(runtime: Runtime, numbers: Sequence[str]) -> int:
    """Write the documents to standard output; returns the exit status."""
    from sales_tui.documents.papers import papers
    from sales_tui.documents.printing import text_of
    from sales_tui.documents.sending import NotSent
    from sales_tui.store.print_run import find

    desk, found, texts = _desk(runtime), find(runtime.engine, numbers), []
    wanted = dict.fromkeys(numbers)
    for number in wanted:
        try:
            if number in found:
                texts.append(text_of(desk, found[number]))
            else:
                say(f"There is no print {literal(number)}.")
        except NotSent as gone:
            say(literal(str(gone)))
    print(papers(texts), end="")
    return DONE if len(texts) == len(wanted) else SOME_REFUSED


def run_printer(runtime: Runtime, printer: Printer, kind: str, *, again: bool, as_json: bool) -> int:
    """Print what waits; returns the exit status."""
    from sales_tui.documents.printing import print_all
    from sales_tui.rules.print_records import PRINTING
    from sales_tui.store.print_run import left_behind, queued

    waiting, taken = queued(runtime.engine, kind), queued(runtime.engine, kind, PRINTING)
    behind = left_behind(taken, now())
    if again:
        waiting = sorted([*behind, *waiting], key=lambda one: one.id)
    outcomes = []
    for outcome in print_all(_desk(runtime), waiting, printer):
        outcomes.append(outcome)
        if not as_json:
            sentence = literal(outcome.message)
            print(sentence, flush=True) if outcome.outcome == "printed" else say(sentence)
    printed = sum(one.outcome == "printed" for one in outcomes)
    failed = sum(one.outcome == "waiting" for one in outcomes)
    untried = len(waiting) - len(outcomes)
    if as_json:
        told = {"printed": printed, "failed": failed, "untried": untried, "left_behind": 0 if again else len(behind)}
        print(json_.dumps({**told, "results": [one.result() for one in outcomes]}, ensure_ascii=False))
    else:
        print(f"{printed:,} printed, {failed + untried:,} wait on.")
        if untried:
            say(f"One after the other couldn't be printed, so {untried:,} more weren't tried.")
    if fresh := len(taken) - len(behind):
        say(f"{fresh:,} left alone: another run is printing them, or was stopped less than two minutes ago.")
    if behind and not again:
        say(f"{len(behind):,} taken by a run that was stopped: see whether they came out, or print them with --again.")
    return DONE if not failed and not untried else SOME_REFUSED
