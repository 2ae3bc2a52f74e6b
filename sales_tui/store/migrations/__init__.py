"""Alembic migrations, one file a change of the schema, run by `sales-tui db upgrade`."""
