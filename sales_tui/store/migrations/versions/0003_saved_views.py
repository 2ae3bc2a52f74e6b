"""Saved views, and on PostgreSQL a word to everybody who listens whenever orders or documents change."""

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HEADS = ("sales_order", "invoice", "shipment", "creditmemo")
"""Whatever changes items, payments or comments changes one of these in the same transaction."""


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner", "workspace", "name_key"),
    )
    op.create_table(
        "view_choice",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("default_view", sa.String(), nullable=False),
        sa.Column("hidden_views", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "workspace"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _notify_of_changes()


def _notify_of_changes() -> None:
    # The server sends a transaction's equal messages once, and only when it commits.
    op.execute(
        "CREATE FUNCTION sales_tui_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_notify('sales_tui', TG_TABLE_NAME); RETURN NULL; END $$"
    )
    for table in HEADS:
        op.execute(
            f"CREATE TRIGGER sales_tui_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_changed()"
        )
