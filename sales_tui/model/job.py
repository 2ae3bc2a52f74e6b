"""Jobs: actions on a frozen list of records, and what became of each of them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from sales_tui.model.columns import KEY_TYPE, Instant, key, moment, number_tail, ref, sorted_text


class Job(SQLModel, table=True):
    """What is to be done to a list of records, who wants it, and how far it is."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_made_at", "made_at", "id"),
        Index("ix_job_state", "state", "id"),
        Index("ix_job_who", "who", "id"),
    )

    id: int | None = key()
    made_at: datetime = moment()
    title: str = sorted_text()
    """What people read: Invoice + ship."""
    steps: str = "[]"
    """JSON: what is done to each record, in order: `{"do": "order.invoice", "set": {"ship": true}}`."""
    origin: str = sorted_text()
    """What it came from: screen, command, undo, macro."""
    workspace: str = ""
    """Where its records are shown."""
    system_user: str = ""
    operator: str = ""
    host: str = ""
    who: str = sorted_text()
    """The operator, or the system user where nobody was named."""
    state: str = sorted_text("waiting")
    """waiting, running, stopped (by a person) or done."""
    total: int = 0
    done: int = 0
    refused: int = 0
    failed: int = 0
    skipped: int = 0
    """How many of its records ended how."""
    holder: str = ""
    """The process that works on it: host, process id and a word of its own."""
    beat_at: datetime | None = Field(default=None, sa_type=Instant)
    """When that process wrote last."""
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class JobRecord(SQLModel, table=True):
    """One record of a job's list, with its outcome, which is written together with the effect."""

    __tablename__ = "job_record"
    __table_args__ = (
        Index("ix_job_record_place", "job_id", "position", unique=True),
        Index("ix_job_record_outcome", "job_id", "outcome", "position"),
        Index("ix_job_record_target", "target", "id"),
    )

    id: int | None = key()
    job_id: int = ref("job.id", index=False)
    position: int
    """From 0, in the order in which they are done."""
    record_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """Key of the marked record in its workspace's grid."""
    target: str = sorted_text()
    """Number of the record that the action works on."""
    number_tail: str = number_tail()
    """Of the target."""
    own: str = "{}"
    """JSON: what is different for this record: `do` (the action), `set` (parameters), `undoes` (a journal entry)."""
    step: int = 0
    """How many of the job's steps are done."""
    outcome: str = sorted_text("waiting")
    """waiting, ok, refused, failed or skipped."""
    code: str | None = None
    message: str = ""
    created: str = "{}"
    """JSON: numbers of the documents made, by workspace."""
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
