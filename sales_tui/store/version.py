"""What state a database is in, found out by a light reading before anything heavy is loaded."""

from __future__ import annotations

from enum import Enum

from sales_tui.store.location import DatabaseUnusable, Location
from sales_tui.store.reader import Reader

SCHEMA_VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every schema this program knows, the newest last; a test holds it against the migrations."""

_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
    False: "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
}


class Condition(Enum):
    """How usable a database is."""

    MISSING = "missing"
    READY = "ready"
    OLDER = "older"


def condition(reader: Reader) -> Condition:
    """Missing (or empty), ready, or older than this program.

    Raises DatabaseUnusable where it is another program's, newer than this program, or can't be read at all.
    """
    location = reader.location
    if location.path is not None and _is_missing(location):
        return Condition.MISSING
    tables = {row[0] for row in reader.rows(_TABLES[reader.is_sqlite])}
    if not tables:
        return Condition.MISSING
    versions = reader.rows("SELECT version_num FROM alembic_version") if "alembic_version" in tables else []
    if not versions:
        raise DatabaseUnusable(f"{location.name} holds another program's tables; name another database with --db.")
    if versions[0][0] not in SCHEMA_VERSIONS:
        raise newer(location)
    return Condition.READY if versions[0][0] == SCHEMA_VERSIONS[-1] else Condition.OLDER


def newer(location: Location) -> DatabaseUnusable:
    """The sentence for a database that a newer program made."""
    return DatabaseUnusable(
        f"The database {location.name} was made by a newer sales-tui; install that version to use it."
    )


def _is_missing(location: Location) -> bool:
    path = location.path
    assert path is not None
    try:
        if path.is_dir():
            raise DatabaseUnusable(f"{path} is a folder, not a database; name a file with --db.")
        return not path.exists() or path.stat().st_size == 0
    except PermissionError:
        raise DatabaseUnusable(f"{path} can't be opened: this user has no permission.") from None
