"""`undo`: takes back entries of the journal, or what this person did last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from sales_tui.cli.exits import SOME_REFUSED, USAGE, leave, say, session
from sales_tui.core.refusal import Refusal
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.store.requests import Outcome, Request


def undo(
    context: typer.Context,
    entries: Annotated[
        list[str] | None, typer.Argument(help="Numbers of journal entries; without any what you did last.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Take back what you did last, or what entries of the journal say; one that took something back does it again."""
    settings: Settings = context.obj
    named = [_number(entry) for entry in entries or ()]
    with session(settings, writes=True) as runtime:
        leave(undo_entries(runtime, named, dry_run=dry_run, as_json=json))


def _number(entry: str) -> int:
    if not (entry.isascii() and entry.isdecimal() and len(entry) < 19):
        leave(USAGE, f"'{entry}' is no number of a journal entry; sales-tui journal lists them.")
    return int(entry)


def undo_entries(runtime: Runtime, entries: Sequence[int], *, dry_run: bool, as_json: bool) -> int:
    """Take them back; returns the exit status."""
    from sales_tui.cli.carrying import tell_all

    wanted = _named(runtime, entries) if entries else _last(runtime)
    if not wanted and not as_json:
        say(f"There is nothing that {runtime.actor.name} did and that isn't taken back.")
        return SOME_REFUSED
    outcomes = _outcomes(runtime, wanted, dry_run=dry_run)
    status = tell_all(outcomes, as_json=as_json, done="would be done" if dry_run else "done")
    return status if wanted else SOME_REFUSED


Wanted = list[tuple[str, Request | Refusal]]
"""The record that each is about, or the number of the entry, and the request that takes it back."""


def _last(runtime: Runtime) -> Wanted:
    from sales_tui.store.undoing import inverses, last_deeds

    deeds = last_deeds(runtime.engine, runtime.actor.name)
    return [(deed.target, request) for deed, request in zip(deeds, inverses(deeds), strict=True)]


def _named(runtime: Runtime, entries: Sequence[int]) -> Wanted:
    from sales_tui.store.undoing import deeds_named, inverses

    deeds = deeds_named(runtime.engine, entries)
    wanted: Wanted = []
    for entry in dict.fromkeys(entries):
        if deed := deeds.get(entry):
            wanted += [(deed.target, request) for request in inverses([deed])]
        else:
            message = f"Entry {entry} of the journal is nothing that was done to a record."
            wanted.append((str(entry), Refusal("undo.unknown", message)))
    return wanted


def _outcomes(runtime: Runtime, wanted: Wanted, *, dry_run: bool) -> Iterator[Outcome]:
    """What became of each, in order; what nothing takes back is refused here."""
    done = runtime.runner.stream([one for _, one in wanted if isinstance(one, Request)], dry_run=dry_run)
    for target, one in wanted:
        if isinstance(one, Request):
            yield next(done)
        else:
            yield Outcome("undo", target, "refused", one.message, one.code)
