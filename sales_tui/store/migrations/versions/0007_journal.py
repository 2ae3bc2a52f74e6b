"""The journal is only ever added to, and is found by who, what, when and how it went."""

from typing import Any

import sqlalchemy as sa
from alembic import op

SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HEADS = ("journal",)
"""What grids show, and what is told to those who listen."""

TEXTS = ("action", "target", "outcome")
"""What grids sort by."""

INDEXES = {"at": "at", "who": "who", "action": "action", "number": "target", "outcome": "outcome"}

REFUSAL = "the journal is only ever added to"


def upgrade() -> None:
    """Make the change."""
    for name in ("who", "number_tail"):
        op.add_column("journal", sa.Column(name, SORTED, server_default="", nullable=False))
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        _sort_by_code_points()
    _fill_columns()
    for name, column in INDEXES.items():
        op.create_index(f"ix_journal_{name}", "journal", [column, "id"], unique=False)
    op.create_index("ix_journal_number_tail", "journal", ["number_tail"], unique=False)
    if is_postgresql:
        _refuse_in_postgresql()
        _notify_of_changes()
    else:
        _refuse_in_sqlite()


def _sort_by_code_points() -> None:
    types = ", ".join(f'ALTER COLUMN {name} TYPE VARCHAR COLLATE "C"' for name in TEXTS)
    op.execute(f"ALTER TABLE journal {types}")


def _fill_columns() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        driver: Any = bind.connection.driver_connection
        driver.create_function("reverse", 1, lambda number: number[::-1], deterministic=True)
    who = "CASE WHEN trim(journal.operator) <> '' THEN trim(journal.operator) ELSE journal.system_user END"
    op.execute(f"UPDATE journal SET who = {who}, number_tail = reverse(target)")


def _refuse_in_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for name in ("update", "delete"):
        op.execute(f"CREATE TRIGGER journal_{name} BEFORE {name.upper()} ON journal {refuse}")


def _refuse_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION sales_tui_journal_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_journal_stays()"
    )


def _notify_of_changes() -> None:
    for table in HEADS:
        op.execute(
            f"CREATE TRIGGER sales_tui_changed AFTER INSERT ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_changed()"
        )
