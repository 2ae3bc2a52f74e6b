"""The schema's version: made and upgraded by the Alembic migrations inside this package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from sales_tui.store.engine import reading, writing
from sales_tui.store.location import DatabaseUnusable, Location
from sales_tui.store.search_index import index_missing
from sales_tui.store.version import newer


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The schema version that this program was made for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current(engine: Engine) -> str | None:
    """The database's schema version; None for an empty database.

    Raises DatabaseUnusable where it holds another program's tables.
    """
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
        if tables and "alembic_version" not in tables:
            raise DatabaseUnusable(
                f"{engine.url.database} holds another program's tables; name another database with --db."
            )
        return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this program knows that schema version; it doesn't where a newer program made the database."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def upgrade(engine: Engine, location: Location) -> bool:
    """Bring the database to this program's schema, in one transaction. Returns whether anything had to be done.

    A migration that changes what the search index is made of only has to empty it.

    Raises DatabaseUnusable where the database was made by a newer program.
    """
    if location.path is not None and not location.path.parent.exists():
        location.path.parent.mkdir(parents=True, exist_ok=True)
    revision = current(engine)
    if revision == newest():
        return False
    if revision is not None and not is_known(revision):
        raise newer(location)
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        index_missing(connection)
    return True
