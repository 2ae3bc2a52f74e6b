"""Runs the migrations on the connection that the caller opened."""

from alembic import context
from sqlmodel import SQLModel

import sales_tui.model  # noqa: F401  (fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
