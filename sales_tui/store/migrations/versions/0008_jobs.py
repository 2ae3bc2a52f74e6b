"""Jobs with an outcome for each record, what the journal says of them and of undoing; tags, archive, prints."""

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HEADS = ("job", "print")
"""What grids show, and what is told to those who listen."""


def upgrade() -> None:
    """Make the change."""
    _make_jobs()
    _make_prints()
    for column in (sa.Column("job_id", KEY, nullable=True), sa.Column("undoes", KEY, nullable=True)):
        op.add_column("journal", column)
    _index_few("ix_journal_job", "journal", ["job_id", "id"], "job_id IS NOT NULL")
    _index_few("ix_journal_undoes", "journal", ["undoes"], "undoes IS NOT NULL", unique=True)
    op.add_column("sales_order", sa.Column("tags", SORTED, server_default="", nullable=False))
    op.add_column("sales_order", sa.Column("archived_at", sa.BigInteger(), nullable=True))
    _index_few("ix_sales_order_tags", "sales_order", ["tags", "id"], "tags <> ''")
    _index_few("ix_sales_order_archived", "sales_order", ["id"], "archived_at IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        _notify_of_changes()


def _index_few(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _make_jobs() -> None:
    counts = [
        sa.Column(name, sa.Integer(), nullable=False) for name in ("total", "done", "refused", "failed", "skipped")
    ]
    op.create_table(
        "job",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("title", SORTED, nullable=False),
        sa.Column("steps", sa.String(), nullable=False),
        sa.Column("origin", SORTED, nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("system_user", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("who", SORTED, nullable=False),
        sa.Column("state", SORTED, nullable=False),
        *counts,
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("made_at", "state", "who"):
        op.create_index(f"ix_job_{name}", "job", [name, "id"], unique=False)
    op.create_table(
        "job_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("job_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("target", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("own", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", SORTED, nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_record_place", "job_record", ["job_id", "position"], unique=True)
    op.create_index("ix_job_record_outcome", "job_record", ["job_id", "outcome", "position"], unique=False)
    op.create_index("ix_job_record_target", "job_record", ["target", "id"], unique=False)
    op.create_index("ix_job_record_number_tail", "job_record", ["number_tail"], unique=False)


def _make_prints() -> None:
    op.create_table(
        "print",
        sa.Column("id", KEY, nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("who", SORTED, nullable=False),
        sa.Column("kind", SORTED, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("increment_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("state", SORTED, nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_print_state", "print", ["state", "id"], unique=False)
    op.create_index("ix_print_number", "print", ["increment_id", "id"], unique=False)
    op.create_index("ix_print_number_tail", "print", ["number_tail"], unique=False)
    op.create_index("ix_print_order_id", "print", ["order_id"], unique=False)


def _notify_of_changes() -> None:
    for table in HEADS:
        op.execute(
            f"CREATE TRIGGER sales_tui_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_changed()"
        )
