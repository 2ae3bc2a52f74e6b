"""Jobs in the database: made with their whole list, noted record by record, found again after whatever happened."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update

from sales_tui import model
from sales_tui.store.actor import Actor
from sales_tui.store.engine import reading, writing
from sales_tui.store.holder import is_alive
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan, aim_of
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Place, as_json
from sales_tui.store.targets import full_number

JOBS = table_of(model.Job)
RECORDS = table_of(model.JobRecord)

WAITING, RUNNING, STOPPED, DONE = "waiting", "running", "stopped", "done"
"""Of a job: in line, under way, stopped by a person, through."""

ENDINGS = {"ok": "done", "refused": "refused", "failed": "failed", "skipped": "skipped"}
"""Outcome of a record -> the job's column that counts it."""

NOT_DONE = ("refused", "failed")
"""Outcomes of records that may be tried once more."""

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job and how far it is."""

    id: int
    title: str
    steps: tuple[Doing, ...]
    origin: str
    workspace: str
    who: str
    host: str
    state: str
    total: int
    done: int
    refused: int
    failed: int
    skipped: int
    holder: str
    made_at: datetime
    beat_at: datetime | None
    ended_at: datetime | None

    @property
    def ended(self) -> int:
        """How many records are through."""
        return self.done + self.refused + self.failed + self.skipped

    @property
    def left(self) -> int:
        """How many wait."""
        return self.total - self.ended

    def is_interrupted(self, now: datetime) -> bool:
        """Whether it isn't through and nobody works on it any more, though nobody stopped it."""
        return self.state in (WAITING, RUNNING) and not is_alive(self.holder, self.beat_at or self.made_at, now)


# --- making


def make(engine: Engine, plan: Plan, actor: Actor, now: datetime, holder: str) -> int:
    """Write down what is to be done to which records; nothing is done yet. Returns the job's key.

    Raises DatabaseUnusable; then there is no job.
    """
    with writing(engine) as connection:
        job_id = _insert_job(connection, plan, actor, now, holder)
        rows = (_record_row(job_id, place, aim) for place, aim in enumerate(plan.aims))
        while part := list(islice(rows, CHUNK)):
            connection.execute(insert(RECORDS), part)
    return job_id


def _insert_job(connection: Connection, plan: Plan, actor: Actor, now: datetime, holder: str) -> int:
    steps = [{"do": one.action, "set": one.parameters} for one in plan.steps]
    row = {
        "made_at": now,
        "title": plan.title,
        "steps": as_json(steps),
        "origin": plan.origin,
        "workspace": plan.workspace,
        "system_user": actor.system_user,
        "operator": actor.operator,
        "host": actor.host,
        "who": actor.name,
        "state": WAITING,
        "total": len(plan.aims),
        "holder": holder,
        "beat_at": now,
    }
    counts = dict.fromkeys(ENDINGS.values(), 0)
    key = connection.execute(insert(JOBS).values(**row, **counts)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _record_row(job_id: int, place: int, aim: Aim) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "position": place,
        "record_id": aim.record_id,
        "target": aim.number,
        "number_tail": full_number(aim.number)[::-1],
        "own": aim.own(),
        "step": 0,
        "outcome": WAITING,
        "message": "",
        "created": "{}",
    }


# --- noting, in the transaction of the effect


STILL_OPEN = "payment.still_open"
"""Why a record of a job goes on waiting: a payment system was asked for it, and may still answer."""


def note(connection: Connection, ended: Sequence[tuple[Place, Outcome]], now: datetime) -> None:
    """Write down what became of records of jobs; what was noted before by somebody else stays as it is.

    The outcomes are those of whole records: `Place.told`.
    """
    steps, last = [], defaultdict(list)
    for place, outcome in ended:
        if outcome.code == STILL_OPEN:
            continue
        if outcome.ok and not place.is_last:
            made = as_json(outcome.created)
            steps.append({"job": place.job_id, "place": place.position, "new_step": place.step + 1, "made": made})
        else:
            last[place.job_id].append(_ending(place, outcome, now))
    if steps:
        connection.execute(_waiting().values(step=bindparam("new_step"), created=bindparam("made")), steps)
    for job_id, rows in last.items():
        names = ("outcome", "code", "message", "created", "ended_at")
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        noted = connection.execute(_waiting().values(**values), rows).rowcount
        _count(connection, job_id, rows if noted == len(rows) else None, now)


def _waiting() -> Any:
    is_here = (RECORDS.c.job_id == bindparam("job"), RECORDS.c.position == bindparam("place"))
    return update(RECORDS).where(*is_here, RECORDS.c.outcome == WAITING)


def _ending(place: Place, outcome: Outcome, now: datetime) -> dict[str, Any]:
    return {
        "job": place.job_id,
        "place": place.position,
        "new_outcome": outcome.outcome,
        "new_code": outcome.code,
        "new_message": outcome.message,
        "new_created": as_json(outcome.created),
        "new_ended_at": now,
    }


def _count(connection: Connection, job_id: int, rows: Sequence[dict[str, Any]] | None, now: datetime) -> None:
    """Bring the job's counts up to date: by these endings, or, where somebody else noted some, by counting all."""
    job = update(JOBS).where(JOBS.c.id == job_id)
    if rows is None:
        counted = dict(counts_of(connection, job_id))
        values: dict[str, Any] = {name: counted.get(word, 0) for word, name in ENDINGS.items()}
    else:
        values = {
            name: JOBS.c[name] + sum(row["new_outcome"] == word for row in rows) for word, name in ENDINGS.items()
        }
    connection.execute(job.values(beat_at=now, **values))


def counts_of(connection: Connection, job_id: int) -> Iterator[tuple[str, int]]:
    """(outcome, how many) of the job's records, `waiting` among them."""
    query = select(RECORDS.c.outcome, func.count()).where(RECORDS.c.job_id == job_id).group_by(RECORDS.c.outcome)
    return ((word, count) for word, count in connection.execute(query))


# --- finding


def read(engine: Engine, job_id: int) -> JobFacts | None:
    """That job; None where there is none."""
    return next(iter(_read(engine, JOBS.c.id == job_id)), None)


def unfinished(engine: Engine) -> list[JobFacts]:
    """The jobs that aren't through, the oldest first, whoever's they are."""
    return _read(engine, JOBS.c.state != DONE)


def recent(engine: Engine, count: int) -> list[JobFacts]:
    """The newest jobs, the newest first."""
    with reading(engine) as connection:
        keys = list(connection.scalars(select(JOBS.c.id).order_by(JOBS.c.id.desc()).limit(count)))
    return _read(engine, JOBS.c.id.in_(keys))[::-1]


def _read(engine: Engine, condition: Any) -> list[JobFacts]:
    names = JobFacts.__dataclass_fields__
    with reading(engine) as connection:
        rows = connection.execute(select(*(JOBS.c[name] for name in names)).where(condition).order_by(JOBS.c.id))
        return [JobFacts(**{**row, "steps": read_steps(row["steps"])}) for row in rows.mappings()]


def read_steps(text: str) -> tuple[Doing, ...]:
    """The steps of a job as they are written down."""
    return tuple(Doing(one["do"], one.get("set", {})) for one in json.loads(text))


def aims_of(engine: Engine, job_id: int, outcomes: Sequence[str]) -> Aims:
    """The job's records that ended so, as a list to do something else to."""
    chosen = (RECORDS.c.job_id == job_id, RECORDS.c.outcome.in_(list(outcomes)))
    query = select(RECORDS.c.target, RECORDS.c.record_id, RECORDS.c.own).where(*chosen).order_by(RECORDS.c.position)
    with reading(engine) as connection:
        return Aims(aim_of(*row) for row in connection.execute(query))


def again(engine: Engine, job: JobFacts, outcomes: Sequence[str] = NOT_DONE) -> Plan:
    """A plan to do the same once more to those of its records that ended so, whatever they were at that time."""
    aims = Aims(replace(aim, version=None) for aim in aims_of(engine, job.id, outcomes))
    return Plan(job.title, job.steps, aims, job.workspace, job.origin)


# --- stopping, and letting go


def stop(engine: Engine, job_id: int, now: datetime) -> bool:
    """Stop it after the records that are under way, whichever process works on it. False where it is through."""
    with writing(engine) as connection:
        here = (JOBS.c.id == job_id, JOBS.c.state.in_((WAITING, RUNNING)))
        return connection.execute(update(JOBS).where(*here).values(state=STOPPED, ended_at=now)).rowcount == 1


def give_up(engine: Engine, job_id: int, now: datetime) -> int:
    """What still waits is never done: it counts as skipped. Returns how many that were."""
    with writing(engine) as connection:
        waiting = (RECORDS.c.job_id == job_id, RECORDS.c.outcome == WAITING)
        values = {"outcome": "skipped", "message": "Left out.", "ended_at": now}
        left = connection.execute(update(RECORDS).where(*waiting).values(values)).rowcount
        _count(connection, job_id, None, now)
        connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(state=DONE, ended_at=now))
    return left


def forget(engine: Engine, job_id: int) -> None:
    """A job that nothing was done of goes, as if it had never been made."""
    with writing(engine) as connection:
        ended = JOBS.c.done + JOBS.c.refused + JOBS.c.failed + JOBS.c.skipped
        connection.execute(delete(JOBS).where(JOBS.c.id == job_id, ended == 0))
