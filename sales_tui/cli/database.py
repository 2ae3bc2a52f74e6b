"""`db init`, `upgrade`, `check`, `backup` and `seed`."""

from __future__ import annotations

import json
from pathlib import Path

from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, explained, leave
from sales_tui.runtime import Runtime, now
from sales_tui.settings import Settings


def init(settings: Settings) -> None:
    """Make a new database; one that is there already is left alone."""
    with explained():
        runtime = Runtime(settings)
        place = runtime.location.path or runtime.location.name
        if runtime.prepare(writes=True):
            print(f"Made a new database: {place}")
        else:
            print(f"The database is there already: {place}")
        runtime.close()


def upgrade(settings: Settings) -> None:
    """Bring the database to this version."""
    from sales_tui.store import schema

    with explained():
        runtime = Runtime(settings)
        changed = schema.upgrade(runtime.engine, runtime.location)
        print("The database was brought to this version." if changed else "The database is at this version.")
        runtime.close()


def check(runtime: Runtime, *, as_json: bool) -> int:
    """Every fault on a line; the exit status says whether there are any."""
    from sales_tui.store.check import check_database

    faults = list(check_database(runtime.engine, now()))
    if as_json:
        print(json.dumps({"ok": not faults, "faults": faults}, ensure_ascii=False))
    elif faults:
        print("\n".join(faults))
        print(f"{len(faults):,} faults.")
    else:
        print("Everything adds up.")
    return SOME_REFUSED if faults else DONE


def backup(runtime: Runtime, file: Path) -> None:
    """Copy the database to a new file."""
    from sales_tui.store.backup import BackupError, copy_database

    try:
        copy_database(runtime.location, file)
    except BackupError as error:
        leave(USAGE, str(error))
    print(f"Copied to {file}.")


def add_seed(runtime: Runtime, orders: int, seed: int) -> None:
    """Add generated orders."""
    from sales_tui.cli.terminal import fill

    fill(runtime, orders, seed)
    print(f"Added {orders:,} orders.")
