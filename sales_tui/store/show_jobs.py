"""Jobs and their records, whole."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Table, func, select

from sales_tui.actions.base import Context
from sales_tui.store.jobs import ENDINGS, JOBS, RECORDS
from sales_tui.store.rest import iso
from sales_tui.store.show_journal import HIGHEST

Record = dict[str, Any]

REASONS = 50
"""Different reasons that are told of a job, the commonest first."""


def show_job(connection: Connection, number: str, context: Context) -> Record | None:
    """The job with that number: its steps, how far it is, and why records weren't done."""
    row = _row(connection, JOBS, number)
    if row is None:
        return None
    ended = {name: row[name] for name in ENDINGS.values()}
    return {
        "increment_id": str(row["id"]),
        "created_at": iso(row["made_at"]),
        "status": row["state"],
        **{name: row[name] for name in ("title", "origin", "workspace", "who", "system_user", "operator", "host")},
        "total": row["total"],
        **ended,
        "waiting": row["total"] - sum(ended.values()),
        "started_at": iso(row["started_at"]) if row["started_at"] else None,
        "ended_at": iso(row["ended_at"]) if row["ended_at"] else None,
        "steps": json.loads(row["steps"]),
        "reasons": _reasons(connection, row["id"]),
        "allowed_actions": [],
    }


def show_outcome(connection: Connection, number: str, context: Context) -> Record | None:
    """What became of one record of a job, by the outcome's own number."""
    row = _row(connection, RECORDS, number)
    if row is None:
        return None
    job = connection.execute(select(JOBS).where(JOBS.c.id == row["job_id"])).mappings().one()
    return {
        "increment_id": str(row["id"]),
        "job": row["job_id"],
        "title": job["title"],
        "who": job["who"],
        "workspace": job["workspace"],
        "target": row["target"],
        "status": row["outcome"],
        "code": row["code"],
        "message": row["message"],
        "created": json.loads(row["created"]),
        "created_at": iso(job["made_at"]),
        "ended_at": iso(row["ended_at"]) if row["ended_at"] else None,
        "steps": json.loads(job["steps"]),
        "own": json.loads(row["own"]) if row["own"] else {},
        "allowed_actions": [],
    }


def _row(connection: Connection, table: Table, number: str) -> Any:
    text = number.strip()
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    if not 0 < key <= HIGHEST:
        return None
    return connection.execute(select(table).where(table.c.id == key)).mappings().first()


def _reasons(connection: Connection, job_id: int) -> list[Record]:
    """Outcome and reason, how many, and one message as an example; what was done isn't among them."""
    count, example = func.count().label("count"), func.min(RECORDS.c.message).label("message")
    query = (
        select(RECORDS.c.outcome, RECORDS.c.code, count, example)
        .where(RECORDS.c.job_id == job_id, RECORDS.c.outcome.in_(("refused", "failed", "skipped")))
        .group_by(RECORDS.c.outcome, RECORDS.c.code)
        .order_by(count.desc(), RECORDS.c.code)
        .limit(REASONS)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
