"""Runs actions: one request or many, each record whole or untouched, journal and idempotency key in the same commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Command, Context, Document, Done, Terms
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.records import CreditMemo, Invoice
from sales_tui.store import journal
from sales_tui.store.engine import reading, writing
from sales_tui.store.load import Loaded, load_orders
from sales_tui.store.requests import Actor, Outcome, Request, digest
from sales_tui.store.rows import VersionConflict
from sales_tui.store.save import Numbering, save
from sales_tui.store.targets import WORDS, find_orders, full_number, target_of

BATCH = 200
"""Records that share a commit."""

ATTEMPTS = 5
"""How often a batch is tried when other processes write the same records at the same moment."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Step:
    """One request on its way: what it asks for, what it is about, what became of it."""

    request: Request
    action: Action | None = None
    command: Command | None = None
    order_id: int | None = None
    record_id: int | None = None
    outcome: Outcome | None = None
    done: Done | None = None

    def digest(self) -> str:
        """Fingerprint of what is asked."""
        assert self.command is not None
        return digest(self.request.action, full_number(self.request.target), self.command)

    def refuse(self, refusal: Refusal) -> None:
        """The rules say no."""
        self.outcome = Outcome(
            self.request.action, self.request.target, "refused", refusal.message, refusal.code, order_id=self.order_id
        )


class Runner:
    """The one write path for everything that people and scripts do to orders."""

    def __init__(
        self,
        engine: Engine,
        actor: Actor,
        clock: Callable[[], datetime],
        terms: Terms | None = None,
        numbering: Numbering | None = None,
    ) -> None:
        self.engine = engine
        self.actor = actor
        self.clock = clock
        self.terms = terms or Terms()
        self.numbering = numbering or Numbering()

    def run(self, requests: Sequence[Request], *, dry_run: bool = False) -> list[Outcome]:
        """An outcome for each request, in order. Raises DatabaseUnusable; then nothing of the batch was done."""
        return list(self.stream(requests, dry_run=dry_run))

    def stream(self, requests: Sequence[Request], *, dry_run: bool = False) -> Iterator[Outcome]:
        """The same, batch by batch, as they are committed."""
        for start in range(0, len(requests), BATCH):
            yield from self._batch(requests[start : start + BATCH], dry_run)

    def _batch(self, requests: Sequence[Request], dry_run: bool) -> list[Outcome]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(requests, dry_run)
            except (DBAPIError, VersionConflict) as error:
                if attempt < ATTEMPTS and _is_collision(error):
                    continue
                if len(requests) > 1:
                    return [outcome for request in requests for outcome in self._batch([request], dry_run)]
                return [_failed(requests[0], None)]
        raise AssertionError("unreachable")

    def _attempt(self, requests: Sequence[Request], dry_run: bool) -> list[Outcome]:
        steps = [self._read(request) for request in requests]
        with (reading if dry_run else writing)(self.engine) as connection:
            self._find(connection, steps)
            for turn in _turns(steps):
                self._take_turn(connection, turn, dry_run)
        return [step.outcome for step in steps if step.outcome is not None]

    def _read(self, request: Request) -> Step:
        """Action and command of a request; what can't be read is refused."""
        step = Step(request)
        step.action = ACTIONS.get(request.action)
        if step.action is None:
            step.refuse(Refusal("action.unknown", f"There is no action '{request.action}'; see sales-tui actions."))
            return step
        try:
            step.command = build_command(step.action, request.parameters)
        except Refused as refused:
            step.refuse(refused.refusal)
        return step

    def _find(self, connection: Connection, steps: Sequence[Step]) -> None:
        """Which orders the requests are about."""
        kinds = {step.action.target for step in steps if step.action and not step.outcome}
        for kind in sorted(kinds):
            asked = [step for step in steps if step.action and step.action.target == kind and not step.outcome]
            found = find_orders(connection, kind, [step.request.target for step in asked])
            for step in asked:
                if step.request.target in found:
                    step.order_id, step.record_id = found[step.request.target]
                else:
                    step.refuse(Refusal(f"{kind}.unknown", f"There is no {WORDS[kind]} {step.request.target}."))

    def _take_turn(self, connection: Connection, steps: Sequence[Step], dry_run: bool) -> None:
        """Steps about different orders: load, act, save."""
        loaded = load_orders(connection, [step.order_id for step in steps if step.order_id], lock=not dry_run)
        now = self.clock()
        asked = {step.request.key: (step.request, step.digest()) for step in steps if step.request.key is not None}
        repeated = journal.known_keys(connection, asked)
        for step in steps:
            assert step.order_id is not None
            if step.request.key in repeated:
                step.outcome = repeated[step.request.key]
            else:
                self._act(connection, step, loaded[step.order_id], Context(now, self.terms))
        done = [step for step in steps if step.done]
        if dry_run:
            for step in done:
                step.outcome = _outcome(step)
        elif done:
            changes = [journal.changes(loaded[step.order_id]) for step in done if step.order_id]
            save(connection, [loaded[step.order_id] for step in done if step.order_id], now, self.numbering)
            journal.write(
                connection,
                [_entry(step, changed) for step, changed in zip(done, changes, strict=True)],
                self.actor,
                now,
            )

    def _act(self, connection: Connection, step: Step, loaded: Loaded, context: Context) -> None:
        """One handler on one loaded order. What raises leaves the order out of what is saved."""
        assert step.action is not None
        assert step.command is not None
        assert step.record_id is not None
        target = target_of(loaded.order, step.action.target, step.record_id)
        expected = step.request.expected_version
        if expected is not None and expected != loaded.order.version:
            step.refuse(journal.changed_since(connection, loaded.order))
            return
        try:
            if refusal := step.action.why_not(target, context):
                step.refuse(refusal)
                return
            step.done = step.action.handle(target, step.command, context)
        except Refused as refused:
            step.refuse(refused.refusal)
        except Exception:
            step.outcome = _failed(step.request, step.order_id)


def _turns(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Steps that may go together: each order, and each idempotency key, once a turn."""
    waiting = [step for step in steps if step.outcome is None]
    while waiting:
        turn: list[Step] = []
        later: list[Step] = []
        taken: set[object] = set()
        for step in waiting:
            marks = {step.order_id, step.request.key} - {None}
            (later if marks & taken else turn).append(step)
            taken |= marks
        yield turn
        waiting = later


def _outcome(step: Step, created: dict[str, list[str]] | None = None) -> Outcome:
    """What was done, with the documents `created`; without them it was only tried."""
    assert step.done is not None
    message = step.done.foresight() if created is None else step.done.sentence()
    return Outcome(
        step.request.action, step.request.target, "ok", message, created=created or {}, order_id=step.order_id
    )


def _entry(step: Step, changes: journal.Changes) -> journal.Entry:
    """The journal's entry for a step that was stored; fills in the step's outcome."""
    assert step.done is not None
    assert step.action is not None
    created: dict[str, list[str]] = {}
    for document in step.done.documents:
        created.setdefault(_workspace(document), []).append(document.increment_id)
    step.outcome = _outcome(step, created)
    return journal.Entry(step.request, step.outcome, step.action.target, step.record_id, changes, step.digest())


def _workspace(document: Document) -> str:
    if isinstance(document, Invoice):
        return "invoices"
    return "creditmemos" if isinstance(document, CreditMemo) else "shipments"


def _failed(request: Request, order_id: int | None) -> Outcome:
    """The outcome for a fault of the program, called where it is handled; the log has what happened."""
    reference = uuid4().hex[:8]
    log.exception("%s on %s failed, reference %s", request.action, request.target, reference)
    message = f"A fault in the program, nothing was changed; the log has it under {reference}."
    return Outcome(request.action, request.target, "failed", message, "fault", order_id=order_id)


def _is_collision(error: Exception) -> bool:
    """Whether two transactions got in each other's way and the loser may simply try again."""
    if isinstance(error, IntegrityError | VersionConflict):
        return True
    return getattr(getattr(error, "orig", None), "sqlstate", None) in ("40001", "40P01")
