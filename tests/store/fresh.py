"""New databases with all tables: the migrations run once a process, what they made is copied after that."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, inspect

from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.store.schema import upgrade

_script: list[str] = []
"""The statements that the migrations execute on PostgreSQL."""


def fresh_engine(url: str) -> Engine:
    """An engine on the new database at `url`, with the schema that the migrations make."""
    location = locate(url)
    engine = make_engine(location)
    if location.path is not None and not location.path.exists():
        location.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_template(), location.path)
    elif location.path is None and _script and not _has_tables(engine):
        with engine.begin() as connection:
            connection.connection.driver_connection.execute(";\n".join(_script))  # type: ignore[union-attr]  # psycopg's
    elif location.path is None and not _script:
        _upgrade_and_note(engine)
    else:
        upgrade(engine, location)
    return engine


def _has_tables(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(inspect(connection).get_table_names())


@cache
def _template() -> Path:
    """A SQLite file with the schema and nothing else."""
    folder = tempfile.mkdtemp(prefix="sales-tui-schema-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder, "template.db")
    engine = make_engine(locate(str(path)))
    upgrade(engine, locate(str(path)))
    engine.dispose()
    return path


def _upgrade_and_note(engine: Engine) -> None:
    def note(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, _m: bool) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "SHOW")):
            assert not parameters, statement
            _script.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    upgrade(engine, locate(engine.url.render_as_string(hide_password=False)))
    event.remove(engine, "before_cursor_execute", note)
