"""Single records of jobs, by their own keys: which record that is, and how to do the same to it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Engine, select

from sales_tui.store import jobs
from sales_tui.store.engine import reading
from sales_tui.store.job_plan import Aim, Aims, Plan, aim_of
from sales_tui.store.jobs import JOBS, RECORDS

CHUNK = 500


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A record of a job."""

    job_id: int
    workspace: str
    """Where it was marked; empty: nowhere."""
    record_id: int | None
    """Its key there."""
    target: str
    """The number that the first step worked on."""
    action: str


def read_record(engine: Engine, key: int) -> RecordFacts | None:
    """That one; None where there is none."""
    columns = (RECORDS.c.job_id, JOBS.c.workspace, RECORDS.c.record_id, RECORDS.c.target, JOBS.c.steps)
    query = select(*columns).join(JOBS, JOBS.c.id == RECORDS.c.job_id).where(RECORDS.c.id == key)
    with reading(engine) as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    return RecordFacts(row.job_id, row.workspace, row.record_id, row.target, jobs.read_steps(row.steps)[0].action)


def again_of(engine: Engine, keys: Iterator[int] | Sequence[int]) -> list[Plan]:
    """To do the same once more to those of these records that were refused or failed: a plan for each of their jobs."""
    found: dict[int, list[Aim]] = {}
    ahead = iter(keys)
    columns = (RECORDS.c.job_id, RECORDS.c.target, RECORDS.c.record_id, RECORDS.c.own)
    with reading(engine) as connection:
        while part := list(islice(ahead, CHUNK)):
            wanted = (RECORDS.c.id.in_(part), RECORDS.c.outcome.in_(jobs.NOT_DONE))
            for row in connection.execute(select(*columns).where(*wanted).order_by(RECORDS.c.id)):
                aim = aim_of(row.target, row.record_id, row.own)
                found.setdefault(row.job_id, []).append(replace(aim, version=None))
    plans = []
    for job_id, aims in found.items():
        if facts := jobs.read(engine, job_id):
            plans.append(Plan(facts.title, facts.steps, Aims(aims), facts.workspace, facts.origin))
    return plans
