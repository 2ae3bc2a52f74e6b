"""Runs actions: one request or many, each record whole or untouched, journal and idempotency key in the same commit.

Where an action needs a payment system, that is written down and committed first, then it is asked with no transaction
open, and then the action runs again with the answer. What brings no answer stays written down, and is settled later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import CallNeeded, Context, Root, SettlementNeeded, Terms
from sales_tui.actions.values import build_command
from sales_tui.core.memory import rarely_collected
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.gateway import Answer, Verdict
from sales_tui.rules.payment_records import OpenAttempt
from sales_tui.store import attempts, jobs, journal, roots
from sales_tui.store.actor import Actor
from sales_tui.store.asking import Gateways, fetch_all, none_set_up, perform_all
from sales_tui.store.engine import Collided, reading, writing
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.remarks import load_remarks
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.roots import LoadedRoot
from sales_tui.store.rows import VersionConflict
from sales_tui.store.save import Numbering
from sales_tui.store.steps import Asked, Step, Tried, drop_used_keys, end_trying, own_changes, turns
from sales_tui.store.targets import WORDS, find_records, find_targets, target_of
from sales_tui.store.trying import why_not_recorded
from sales_tui.store.undoing import why_not_undo

log = logging.getLogger(__name__)

BATCH = 200
"""Records that share a commit."""

ATTEMPTS = 5
"""How often a batch is tried when other processes write the same records at the same moment."""

DOUBT = "payment.in_doubt"

TIMEOUT = 30
"""Seconds that a payment system may take, unless set otherwise."""


class Runner:
    """The one write path for everything that people and scripts do to orders."""

    def __init__(
        self,
        engine: Engine,
        actor: Actor,
        clock: Callable[[], datetime],
        terms: Terms | None = None,
        numbering: Numbering | None = None,
        gateways: Gateways = none_set_up,
        timeout: int = TIMEOUT,
    ) -> None:
        self.engine = engine
        self.actor = actor
        self.clock = clock
        self.terms = terms or Terms()
        self.numbering = numbering or Numbering()
        self.gateways = gateways
        self.timeout = timeout

    def run(self, requests: Sequence[Request], *, dry_run: bool = False) -> list[Outcome]:
        """An outcome for each request, in order. Raises DatabaseUnusable; then nothing of the batch was done."""
        return list(self.stream(requests, dry_run=dry_run))

    def stream(self, requests: Sequence[Request], *, dry_run: bool = False) -> Iterator[Outcome]:
        """The same, batch by batch, as they are committed."""
        for start in range(0, len(requests), BATCH):
            with rarely_collected():
                outcomes = self._batch(requests[start : start + BATCH], dry_run)
            yield from outcomes

    def _batch(self, requests: Sequence[Request], dry_run: bool) -> list[Outcome]:
        steps = self._begin(requests, dry_run)
        asking = [step for step in steps if step.asked is not None and step.outcome is None]
        if asking:
            self._ask(asking)
            self._conclude([step for step in asking if step.outcome is None])
        if not dry_run and any(step.ending for step in steps):
            with writing(self.engine) as connection:
                self._note(connection, steps)
        if not dry_run:
            self._note_not_done(steps)
        later = [step for step in steps if step.outcome is None]
        if later:
            for step, outcome in zip(later, self._batch([step.request for step in later], dry_run), strict=True):
                step.outcome = outcome
        return [step.outcome for step in steps if step.outcome is not None]

    # --- first: what can be done at once is done, what a payment system is needed for is written down

    def _begin(self, requests: Sequence[Request], dry_run: bool) -> list[Step]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(requests, dry_run)
            except Exception as error:
                if isinstance(error, DatabaseUnusable) and not isinstance(error, Collided):
                    raise
                if attempt < ATTEMPTS and _is_collision(error):
                    continue
                if len(requests) > 1:
                    return [step for request in requests for step in self._begin([request], dry_run)]
                step = Step(requests[0])
                step.fail()
                return [step]
        raise AssertionError("unreachable")

    def _attempt(self, requests: Sequence[Request], dry_run: bool) -> list[Step]:
        steps = [self._read(request) for request in requests]
        with (reading if dry_run else writing)(self.engine) as connection:
            self._find(connection, steps)
            # What is only tried isn't stored: what comes after it on the same records goes on from what is loaded.
            tried: Tried | None = {} if dry_run else None
            for turn in turns(steps):
                self._take_turn(connection, turn, tried)
                if any(step.asked for step in turn):
                    break  # the others of the same records wait for the answers
            if not dry_run:
                self._note(connection, steps)
        return steps

    def _note(self, connection: Connection, steps: Sequence[Step]) -> None:
        """The outcomes of records of jobs are written down there, with what was done."""
        ended = [(step, ending) for step in steps if (ending := step.ending)]
        if ended:
            jobs.note(connection, [ending for _, ending in ended], self.clock())
        for step, _ in ended:
            step.is_told = True

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
        """Which records the requests are about."""
        kinds = {step.action.target for step in steps if step.action and not step.outcome}
        for kind in sorted(kinds):
            asked = [step for step in steps if step.action and step.action.target == kind and not step.outcome]
            found = find_targets(connection, kind, [step.request.target for step in asked])
            for step in asked:
                if step.request.target in found:
                    step.root_id, step.record_id = found[step.request.target]
                else:
                    noun = "customer" if "@" in step.request.target else WORDS[kind]
                    step.refuse(Refusal(f"{kind}.unknown", f"There is no {noun} {step.request.target}."))

    def _take_turn(self, connection: Connection, steps: Sequence[Step], tried: Tried | None) -> None:
        """Steps about different records: load, act, save."""
        dry_run = tried is not None
        loaded = self._load(connection, steps, tried)
        now = self.clock()
        asked = {step.request.key: (step.request, step.digest()) for step in steps if step.request.key is not None}
        repeated = journal.known_keys(connection, asked)
        for step, root in zip(steps, loaded, strict=True):
            if step.request.key in repeated:
                step.outcome = repeated[step.request.key]
            else:
                self._act(connection, step, root, Context(now, self.terms, foresees=dry_run, by=self.actor.name))
        if tried is not None:
            for step, root in zip(steps, loaded, strict=True):
                end_trying(step, root, tried)
        else:
            self._save(connection, [(step, root) for step, root in zip(steps, loaded, strict=True) if step.done], now)

    def _load(self, connection: Connection, steps: Sequence[Step], tried: Tried | None = None) -> list[LoadedRoot]:
        """What each step is about; steps of one turn are about different things. What is only tried isn't locked."""
        found: Tried = {} if tried is None else tried
        for group in dict.fromkeys(step.group for step in steps):
            keys = [step.root_id for step in steps if step.group == group and step.root_id is not None]
            new = [key for key in keys if (group, key) not in found]
            found |= {(group, key): one for key, one in roots.load(connection, group, new, lock=tried is None).items()}
        return [found[step.group, step.root_id] for step in steps if step.root_id is not None]

    def _act(self, connection: Connection, step: Step, loaded: LoadedRoot, context: Context) -> None:
        """One handler on one loaded record. What raises leaves the record out of what is saved."""
        assert step.action is not None
        assert step.record_id is not None
        target = target_of(loaded.root, step.action.target, step.record_id)
        if step.asked is None and self._is_overtaken(connection, step, loaded, context):
            return
        try:
            if refusal := self._why_not(connection, step, loaded.root) or step.action.refusal(target, context):
                step.refuse(refusal)
                return
            if step.action.skus is not None:
                roots.stock_up(connection, loaded.root, step.action.skus(step.command))
            step.done = step.action.handle(target, step.command, context)
        except CallNeeded as needed:
            if refusal := why_not_recorded(connection, step, context):
                step.refuse(refusal)
                return
            step.asked = Asked(attempts.new_key(), needed.call)
            self._write_down(connection, step, context.now)
        except SettlementNeeded as needed:
            self._resume(connection, step, needed.attempt, needed.answer)
        except Refused as refused:
            step.refuse(refused.refusal)
        except Exception:
            step.fail()

    def _why_not(self, connection: Connection, step: Step, root: Root) -> Refusal | None:
        """Why what the step takes back stays done; and what its action reads beside the record."""
        assert step.action is not None
        assert step.record_id is not None
        if step.action.reads_remarks:
            load_remarks(connection, root)
        if step.request.undoes is None:
            return None
        return why_not_undo(connection, step.request, step.action.target, step.record_id, root)

    def _is_overtaken(self, connection: Connection, step: Step, loaded: LoadedRoot, context: Context) -> bool:
        """Whether the record isn't as the person saw it, or the same request was stopped before its answer came."""
        expected, waiting = step.request.expected_version, loaded.root.attempt
        if expected is not None and expected != loaded.root.version - own_changes(connection, step, loaded):
            step.refuse(journal.changed_since(connection, step.group, loaded.root))
            return True
        is_same = waiting is not None and waiting.request_key and waiting.request_key == step.request.key
        if waiting is not None and is_same and waiting.is_in_doubt(context.now):
            self._resume(connection, step, waiting, None)
            return True
        if is_same and step.request.place is not None:
            message = (
                f"{step.request.target}: a payment system was asked for it and may still answer; it goes on waiting."
            )
            step.refuse(Refusal(jobs.STILL_OPEN, message))
            return True
        return False

    def _write_down(self, connection: Connection, step: Step, now: datetime) -> None:
        assert step.asked is not None
        assert step.root_id is not None
        attempt = attempts.Attempt(step.asked.key, step.asked.call, step.request)
        attempts.write(connection, attempt, (step.group, step.root_id), self.actor, now, self.timeout)

    def _resume(self, connection: Connection, step: Step, waiting: OpenAttempt, answer: Answer | None) -> None:
        """Ask what became of an attempt, and go on with the action that it was made for."""
        attempt = attempts.read(connection, waiting.id)
        if step.request.action != attempt.request.action:
            step.said_as = step.request
        step.request = replace(attempt.request, place=step.request.place, undoes=step.request.undoes)
        step.asked = Asked(attempt.key, attempt.call, waiting.answer_by, answer)

    # --- then: payment systems are asked, and no transaction is open

    def _ask(self, steps: Sequence[Step]) -> None:
        for ask, is_settled in ((perform_all, False), (fetch_all, True)):
            asked = [step.asked for step in steps if step.asked and step.asked.answer is None]
            group = [one for one in asked if one.is_settled is is_settled]
            calls = [replace(one.call, key=one.key) for one in group]
            for one, answer in zip(group, ask(self.gateways, calls, self.timeout), strict=True):
                one.take(answer, self.clock())
        unknown = [step for step in steps if step.asked and step.asked.verdict is Verdict.UNKNOWN]
        if unknown:
            with writing(self.engine) as connection:
                for step in unknown:
                    self._leave_in_doubt(connection, step)

    def _leave_in_doubt(self, connection: Connection, step: Step) -> None:
        assert step.asked is not None
        assert step.asked.answer is not None
        attempts.leave_in_doubt(connection, step.asked.key, step.asked.answer)
        reason = step.asked.answer.reason
        message = (
            f"No answer from the payment system ({reason}), so nobody knows whether it was done. Nothing is recorded; "
            "ask it again later (order.settle)."
        )
        step.end("failed", message, DOUBT)

    # --- last: what they answered is recorded together with its effect

    def _conclude(self, steps: Sequence[Step]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with writing(self.engine) as connection:
                    self._record(connection, steps)
                return
            except Exception as error:
                if isinstance(error, DatabaseUnusable) and not isinstance(error, Collided):
                    raise
                for step in steps:
                    step.done = step.outcome = None
                    step.is_told = False
                if attempt < ATTEMPTS and _is_collision(error):
                    continue
                if len(steps) > 1:
                    for step in steps:
                        self._conclude([step])
                else:
                    steps[0].fail()
                return

    def _record(self, connection: Connection, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.said_as is not None:
                self._aim_anew(connection, step)
        now = self.clock()
        loaded = self._load(connection, steps)
        drop_used_keys(connection, steps)
        waiting = attempts.still_open(connection, [step.asked.key for step in steps if step.asked])
        for step, root in zip(steps, loaded, strict=True):
            assert step.asked is not None
            if step.asked.key not in waiting:
                self._was_settled(step)
                continue
            context = Context(now, self.terms, step.asked.call, step.asked.answer, by=self.actor.name)
            self._act(connection, step, root, context)
            if step.done is None and step.asked.verdict is Verdict.DONE and step.outcome is not None:
                step.end(
                    "failed", f"The payment system did it, and it can't be recorded: {step.outcome.message}", DOUBT
                )
        self._save(connection, [(step, root) for step, root in zip(steps, loaded, strict=True) if step.done], now)
        asked = [step for step in steps if step.asked and step.asked.key in waiting]
        declined = [step for step in asked if step.asked and step.asked.verdict is Verdict.DECLINED]
        self._note_declined(connection, declined, now)
        settled = [step.asked for step in asked if step.asked and (step.done or step in declined)]
        attempts.settle(connection, [(one.key, one.answer) for one in settled if one.answer], now)
        self._note(connection, steps)

    def _was_settled(self, step: Step) -> None:
        """Somebody else recorded what became of it, while the payment system was asked."""
        assert step.asked is not None
        if step.asked.is_settled:
            message = f"{step.request.target}: somebody else settled it meanwhile; look at it again."
            step.refuse(Refusal("payment.settled", message))
        else:
            message = "The payment system answered too late: somebody else had settled it; look it up there."
            step.end("failed", message, DOUBT)

    def _aim_anew(self, connection: Connection, step: Step) -> None:
        """A step that settles goes on as the request that began it."""
        read = self._read(step.request)
        step.action, step.command = read.action, read.command
        assert step.action is not None
        found = find_records(connection, step.action.target, [step.request.target])
        step.root_id, step.record_id = found[step.request.target]

    def _note_declined(self, connection: Connection, steps: Sequence[Step], now: datetime) -> None:
        entries = []
        for step in steps:
            assert step.outcome is not None
            assert step.action is not None
            entries.append(
                journal.Entry(step.request, step.outcome, step.action.target, step.record_id, {}, step.digest())
            )
            step.is_noted = True
            if step.said_as is not None:
                step.end("ok", f"It was not done. {step.outcome.message}", None)
        journal.write(connection, entries, self.actor, now)

    def _save(self, connection: Connection, done: Sequence[tuple[Step, LoadedRoot]], now: datetime) -> None:
        """Write what was changed, with its journal rows."""
        changes = [root.changes() for _, root in done]
        for group in dict.fromkeys(step.group for step, _ in done):
            changed = [root for step, root in done if step.group == group]
            roots.store(connection, group, changed, now, self.numbering, by=self.actor.name)
        if done:
            entries = [step.entry(changed) for (step, _), changed in zip(done, changes, strict=True)]
            journal.write(connection, entries, self.actor, now)

    def _note_not_done(self, steps: Sequence[Step]) -> None:
        """Journal rows of what was refused or failed. That they can't be written changes nothing of what was done."""
        entries = [entry for step in steps if (entry := step.refusal_entry())]
        for attempt in range(1, ATTEMPTS + 1):
            if not entries:
                return
            try:
                with writing(self.engine) as connection:
                    journal.write(connection, entries, self.actor, self.clock())
                return
            except Exception as error:
                if attempt == ATTEMPTS or not _is_collision(error):
                    log.exception("what was refused couldn't be written into the journal")
                    return


def _is_collision(error: Exception) -> bool:
    """Whether two transactions got in each other's way and the loser may simply try again."""
    return isinstance(error, IntegrityError | VersionConflict | Collided)
