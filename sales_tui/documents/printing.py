"""A run of the printer: takes what waits, one after the other, prints it, and writes down what became of it.

Each of the three is a commit of its own, and taking comes first: whoever else runs at the same time finds it taken. A
run that is killed in between leaves one document taken, which isn't printed again unless a person says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import uuid4

from sales_tui.actions.base import Context
from sales_tui.documents.papers import paper
from sales_tui.documents.sending import NotSent, Printer
from sales_tui.rules.print_records import PAPERS
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.print_run import Queued, conclude, read_document, take

log = logging.getLogger(__name__)

GIVE_UP = 3
"""After so many failures, one after the other, the rest waits: the printer is off, not the document odd."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    queued: Queued
    outcome: str
    """printed; waiting: it couldn't be printed; left: another run has it."""
    message: str

    def result(self) -> dict[str, Any]:
        """For programs."""
        return {
            "print": str(self.queued.id),
            "kind": self.queued.kind,
            "increment_id": self.queued.increment_id,
            "outcome": self.outcome,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Desk:
    """What a run works with."""

    engine: Any
    """The database's; what it is only the store knows."""
    context: Callable[[], Context]
    clock: Callable[[], datetime]
    zone: tzinfo
    by: str


def print_all(desk: Desk, waiting: Iterable[Queued], printer: Printer) -> Iterator[Outcome]:
    """Print one after the other, each outcome as it comes. Raises DatabaseUnusable."""
    failures = 0
    for one in waiting:
        outcome = _print(desk, one, printer)
        yield outcome
        failures = failures + 1 if outcome.outcome == "waiting" else 0
        if failures == GIVE_UP:
            return


def _print(desk: Desk, one: Queued, printer: Printer) -> Outcome:
    name = f"{PAPERS.get(one.kind, one.kind).capitalize()} {one.increment_id}"
    taken_at = desk.clock()
    if not take(desk.engine, one, taken_at, desk.by):
        return Outcome(one, "left", f"{name}: another run has it.")
    problem, where = "", ""
    try:
        where = printer.send(one, text_of(desk, one))
    except NotSent as failed:
        problem = str(failed)
    except DatabaseUnusable:
        raise
    except Exception:
        reference = uuid4().hex[:8]
        log.exception("%s %s can't be printed, reference %s", one.kind, one.increment_id, reference)
        problem = f"A fault in the program; the log has it under {reference}."
    conclude(desk.engine, one, taken_at, desk.clock(), problem, where)
    if problem:
        return Outcome(one, "waiting", f"{name} waits on: {problem}")
    return Outcome(one, "printed", f"{name} printed: {where}")


def text_of(desk: Desk, one: Queued) -> str:
    """The document as text. Raises NotSent where it is gone, DatabaseUnusable."""
    found = read_document(desk.engine, one, desk.context())
    if found is None:
        raise NotSent(f"{PAPERS.get(one.kind, one.kind).capitalize()} {one.increment_id} isn't there any more.")
    return paper(one.kind, *found, desk.zone)
