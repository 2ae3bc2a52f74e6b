"""Opens the terminal application, on the configured database or on a throw-away demo."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from sales_tui.cli.exits import USAGE, explained, leave, say
from sales_tui.runtime import Runtime, now
from sales_tui.settings import Settings, load_settings


def open_database(database: str) -> None:
    """The application on that database, or on the configured one where it is empty."""
    with explained():
        settings = load_settings()
    open_application(replace(settings, db=database) if database else settings, read_only=False)


def open_application(settings: Settings, *, read_only: bool) -> None:
    """The application on the configured database; a new one is made on first start, and says so."""
    require_terminal()
    gc.disable()  # looking for what could be freed, it would take a tenth of the start; the desk turns it on again
    with explained():
        runtime = Runtime(settings, read_only=read_only)
        try:
            made = runtime.prepare(writes=not read_only)
            place = runtime.location.path or runtime.location.name
            _run(runtime, demo=False, notice=f"A new database was made: {place}" if made else None)
        finally:
            runtime.close()


def open_demo(settings: Settings, orders: int, seed: int) -> None:
    """The application on generated orders that are thrown away at the end."""
    require_terminal()
    with explained(), tempfile.TemporaryDirectory(prefix="sales-tui-demo-") as folder:
        settings = replace(settings, payments=replace(settings.payments, sandbox=True))
        runtime = Runtime(replace(settings, db=str(Path(folder) / "demo.sqlite")))
        try:
            runtime.prepare(writes=True)
            fill(runtime, orders, seed)
            _run(runtime, demo=True, notice=None)
        finally:
            runtime.close()


def fill(runtime: Runtime, orders: int, seed: int) -> None:
    """Add generated orders, with a word on standard error where somebody is watching."""
    from sales_tui.demo.seeding import seed as add

    if sys.stderr.isatty():
        say(f"Making {orders:,} orders …")
    add(runtime.engine, orders=orders, seed=seed, now=now())


def require_terminal() -> None:
    """End with a sentence where there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        leave(USAGE, "The application needs a terminal; without one use the commands, see sales-tui --help.")
    if os.environ.get("TERM", "") in ("", "dumb"):
        leave(USAGE, "This terminal can't place text (TERM=dumb); use the commands, see sales-tui --help.")


def _run(runtime: Runtime, *, demo: bool, notice: str | None) -> None:
    from sales_tui.tui.app import run

    run(runtime, demo=demo, notice=notice)
