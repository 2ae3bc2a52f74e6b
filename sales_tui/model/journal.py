"""Who did what to which record, and the idempotency keys that came with it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from sales_tui.model.columns import KEY_TYPE, SORTED_TEXT, among_few, key, moment, number_tail, ref, sorted_text


class Journal(SQLModel, table=True):
    """One row for each action on each record, written in the same transaction as its effect.

    Rows are only ever added: triggers refuse to change or remove any.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_target", "target_kind", "target_id"),
        Index("ix_journal_at", "at", "id"),
        Index("ix_journal_who", "who", "id"),
        Index("ix_journal_action", "action", "id"),
        Index("ix_journal_number", "target", "id"),
        Index("ix_journal_outcome", "outcome", "id"),
        Index("ix_journal_job", "job_id", "id", **among_few("job_id IS NOT NULL")),
        Index("ix_journal_undoes", "undoes", unique=True, **among_few("undoes IS NOT NULL")),
    )

    id: int | None = key()
    at: datetime = moment()
    system_user: str = ""
    """The user of the operating system."""
    operator: str = ""
    host: str = ""
    who: str = sorted_text()
    """What others call them: the operator, or the system user where nobody was named."""
    action: str = Field(sa_type=SORTED_TEXT)
    parameters: str = "{}"
    """JSON."""
    target_kind: str = ""
    target_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    target: str = sorted_text()
    """The number people know the record by."""
    number_tail: str = number_tail()
    """Of the target."""
    outcome: str = sorted_text("ok")
    message: str = ""
    created: str = "{}"
    """JSON: numbers of the documents made, by workspace."""
    changes: str = "{}"
    """JSON: field -> [before, after] of the order."""
    job_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """The job that it was a part of."""
    undoes: int | None = Field(default=None, sa_type=KEY_TYPE)
    """The entry whose action was taken back by this one; each can be once."""


class IdempotencyKey(SQLModel, table=True):
    """A key that came with an action: the same key again does nothing and returns the first result."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True)
    digest: str
    """Fingerprint of the action with its parameters."""
    result: str
    """JSON: the first result line."""
    journal_id: int | None = ref("journal.id", nullable=True, index=False)
    at: datetime = moment()
