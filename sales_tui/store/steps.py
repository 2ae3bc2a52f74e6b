"""One request on its way through the runner: what it asks for, what it is about, what became of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Command, Done
from sales_tui.core.refusal import Refusal
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict, declined, unknown
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import CreditMemo, Invoice, Order
from sales_tui.rules.return_records import Return
from sales_tui.store import journal
from sales_tui.store.requests import Outcome, Place, Request, digest
from sales_tui.store.roots import ORDERS, Changes, LoadedRoot, group_of
from sales_tui.store.targets import full_number

Tried = dict[tuple[str, int], LoadedRoot]
"""Records that something was tried on, by group and key."""

log = logging.getLogger("sales_tui.store.runner")


@dataclass(slots=True)
class Asked:
    """What a payment system is asked for a step, and what it answered."""

    key: str
    call: Call
    answer_by: datetime | None = None
    """It was asked before, and is only asked what became of it; until then that may still arrive."""
    answer: Answer | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it was asked before."""
        return self.answer_by is not None

    @property
    def verdict(self) -> Verdict | None:
        """How it was answered."""
        return self.answer.verdict if self.answer else None

    def take(self, answer: Answer, now: datetime) -> None:
        """An answer came. That something never arrived says little as long as it may be on its way."""
        if self.call.operation is Operation.INSPECT and answer.verdict is Verdict.UNKNOWN:
            answer = declined(answer.reason)  # nothing was to be moved, so nothing is in doubt
        if self.answer_by is not None and answer.verdict is Verdict.DECLINED and now < self.answer_by:
            answer = unknown(f"{answer.reason}; it may still arrive until {self.answer_by:%H:%M:%S} UTC")
        self.answer = answer


@dataclass(slots=True)
class Step:
    """One request."""

    request: Request
    action: Action | None = None
    command: Command | None = None
    root_id: int | None = None
    """Key of what is loaded for it: the order, the agreement."""
    record_id: int | None = None
    outcome: Outcome | None = None
    done: Done | None = None
    asked: Asked | None = None
    said_as: Request | None = None
    """What the person asked for, where that was to settle what `request` began."""
    is_noted: bool = False
    """The journal has it already that it wasn't done."""
    is_told: bool = False
    """Its job knows what became of it."""

    @property
    def group(self) -> str:
        """As what its record is loaded."""
        assert self.action is not None
        return group_of(self.action.target)

    @property
    def order_id(self) -> int | None:
        """Key of the order, where it is about one."""
        return self.root_id if self.action is not None and self.group == ORDERS else None

    @property
    def ending(self) -> tuple[Place, Outcome] | None:
        """What its job has still to hear: its place there, and what became of the whole record."""
        asked = self.said_as or self.request
        if asked.place is None or self.outcome is None or self.is_told:
            return None
        title = self.action.title if self.action else asked.action
        return asked.place, asked.place.told(self.outcome, title)

    def digest(self) -> str:
        """Fingerprint of what is asked."""
        assert self.command is not None
        return digest(self.request.action, full_number(self.request.target), self.command)

    def end(self, outcome: str, message: str, code: str | None) -> None:
        """It wasn't done."""
        asked = self.said_as or self.request
        self.outcome = Outcome(asked.action, asked.target, outcome, message, code, order_id=self.order_id)  # type: ignore[arg-type]  # one of three words

    def refuse(self, refusal: Refusal) -> None:
        """The rules say no."""
        self.end("refused", refusal.message, refusal.code)

    def fail(self) -> None:
        """A fault of the program; called where it is handled. The log has what happened."""
        reference = uuid4().hex[:8]
        log.exception("%s on %s failed, reference %s", self.request.action, self.request.target, reference)
        if self.asked is not None:
            message = (
                "A fault in the program after the payment system was asked; ask it again (order.settle). "
                f"The log has it under {reference}."
            )
            self.end("failed", message, "payment.in_doubt")
        else:
            self.end(
                "failed", f"A fault in the program, nothing was changed; the log has it under {reference}.", "fault"
            )

    def succeed(self, created: dict[str, list[str]] | None = None) -> None:
        """It was done, with the documents `created`; without them it was only tried."""
        assert self.done is not None
        asked = self.said_as or self.request
        message = self.done.foresight() if created is None else self.done.sentence()
        if self.said_as is not None:
            message = f"The payment system had done it. {message}"
        self.outcome = Outcome(
            asked.action,
            asked.target,
            "ok",
            message,
            created=created or {},
            order_id=self.order_id,
            money=self.done.money,
        )

    def entry(self, changes: Changes) -> journal.Entry:
        """The journal's entry for a step that was stored; fills in its outcome."""
        assert self.done is not None
        assert self.action is not None
        created: dict[str, list[str]] = {}
        for document in self.done.documents:
            created.setdefault(_workspace(document), []).append(document.increment_id)
        self.succeed(created)
        assert self.outcome is not None
        done = self.outcome
        if self.said_as is not None:
            done = replace(done, do=self.request.action, target=self.request.target)
        fingerprint = self.digest() if self.request.key is not None else ""
        return journal.Entry(self.request, done, self.action.target, self._written(), changes, fingerprint)

    def refusal_entry(self) -> journal.Entry | None:
        """The journal's entry for a step that wasn't done; None where there is none: it was done before, nobody knows
        what was meant, or the job that it is a part of keeps it."""
        asked = self.said_as or self.request
        action = ACTIONS.get(asked.action)
        is_kept = self.is_noted or asked.place is not None
        if is_kept or action is None or self.outcome is None or self.outcome.ok or self.outcome.repeated:
            return None
        return journal.Entry(asked, self.outcome, action.target, self.record_id, {}, "")

    def _written(self) -> int | None:
        """Key of the record that the journal's entry is about: the new quote where the request named a buyer."""
        assert self.done is not None
        if self.record_id is None or self.record_id >= 0:
            return self.record_id
        return next((one.id for one in self.done.documents if isinstance(one, Quote)), None)


def _workspace(document: object) -> str:
    if isinstance(document, Invoice):
        return "invoices"
    if isinstance(document, Order):
        return "orders"
    if isinstance(document, Return):
        return "returns"
    if isinstance(document, Quote):
        return "quotes"
    return "creditmemos" if isinstance(document, CreditMemo) else "shipments"


def turns(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Steps that may go together: each record with what it is loaded with, and each idempotency key, once a turn."""
    waiting = [step for step in steps if step.outcome is None]
    while waiting:
        turn: list[Step] = []
        later: list[Step] = []
        taken: set[object] = set()
        for step in waiting:
            marks = {(step.group, step.root_id), step.request.key} - {None}
            (later if marks & taken else turn).append(step)
            taken |= marks
        yield turn
        waiting = later


def end_trying(step: Step, loaded: LoadedRoot, tried: Tried) -> None:
    """What would become of it. A handler that stopped half way leaves a record that nothing can go on from."""
    if step.done:
        step.succeed()
    else:
        tried.pop((step.group, step.root_id or 0), None)
    if step.outcome is not None:
        step.outcome = replace(step.outcome, version=loaded.root.version)


def own_changes(connection: Connection, step: Step, loaded: LoadedRoot) -> int:
    """How often the record was changed by the very job that the step is a part of: through its documents."""
    place = step.request.place
    if place is None or step.request.expected_version == loaded.root.version:
        return 0
    return journal.count_by_job(connection, place.job_id, step.group, loaded.root)


def drop_used_keys(connection: Connection, steps: Sequence[Step]) -> None:
    """What a payment system did is recorded, even if its idempotency key was used for something else meanwhile."""
    asked = {step.request.key: (step.request, step.digest()) for step in steps if step.request.key is not None}
    used = journal.known_keys(connection, asked)
    for step in steps:
        if step.request.key in used:
            step.request = replace(step.request, key=None)
