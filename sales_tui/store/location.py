"""Where the database is: a file path or a URL, read without loading any database library."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class DatabaseUnusable(Exception):
    """The database can't be used; the message is one clear sentence for people (exit status 3)."""


@dataclass(frozen=True, slots=True)
class Location:
    """A SQLite file (`path`) or a PostgreSQL server (`url`)."""

    url: str
    path: Path | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self.path is not None

    @property
    def is_read_only(self) -> bool:
        """Whether it is a SQLite file that this user can read but not write, such as on a read-only disk."""
        return self.path is not None and self.path.exists() and not os.access(self.path, os.W_OK)

    @property
    def file_url(self) -> str:
        """SQLite's URI of the file: never made by reading; taken as it stands where nobody can write it."""
        path = str(self.path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        return f"file:{path}?mode=ro" + ("&immutable=1" if self.is_read_only else "")

    @property
    def name(self) -> str:
        """How people call it on the screen: the file's name, or host and database, never a password."""
        if self.path is not None:
            return self.path.name
        parts = urlsplit(self.url)
        return f"{parts.hostname or 'localhost'}{parts.path}"


def locate(text: str) -> Location:
    """Read what `--db` or `SALES_TUI_DB` says.

    Raises DatabaseUnusable where the URL names a database that isn't known here.
    """
    scheme, separator, rest = text.partition("://")
    if not separator:
        path = Path(text).expanduser()
        return Location(f"sqlite:///{path}", path)
    if scheme in ("sqlite", "sqlite+pysqlite"):
        path = Path(rest.removeprefix("/")).expanduser()
        return Location(f"sqlite:///{path}", path)
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return Location(f"postgresql+psycopg://{rest}")
    raise DatabaseUnusable(
        f"'{scheme}' is not a database that sales-tui knows: give a file path, sqlite:///FILE or "
        "postgresql+psycopg://USER@HOST/NAME."
    )
