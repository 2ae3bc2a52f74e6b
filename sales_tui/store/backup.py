"""An online copy of the database: nobody has to stop working for it, and it is whole or not there at all."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sales_tui.store.location import Location


class BackupError(Exception):
    """The copy could not be made; the message says why."""


def copy_database(location: Location, file: Path) -> None:
    """Copy it to a new file. Raises BackupError; no half copy stays behind."""
    if file.exists():
        raise BackupError(f"{file} exists already; name a new file for the copy.")
    if not file.absolute().parent.is_dir():
        raise BackupError(f"The copy {file} can't be written: there is no such folder.")
    partial = file.with_name(file.name + ".partial")
    try:
        if location.path is not None:
            _copy_sqlite(location.path, partial)
        else:
            _dump_postgres(location, partial)
        partial.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The copy {file} can't be written: {error}.") from None
    finally:
        partial.unlink(missing_ok=True)


def _copy_sqlite(path: Path, target: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=4096)
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise BackupError(f"The database {path} is damaged, so no copy was made: {verdict}.")


def _dump_postgres(location: Location, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("PostgreSQL is copied by its own program pg_dump, which is not installed here.")
    url = location.url.replace("+psycopg", "", 1)
    done = subprocess.run([program, "--format=custom", f"--file={target}", url], capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"pg_dump could not copy it: {done.stderr.strip().splitlines()[-1]}.")
