"""What a start loads before its frame, and before its rows: only what they need, whatever else there is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sales_tui.workspaces import ENTRIES

START = """
import json, sys
from pathlib import Path
from textual import on
from sales_tui import tui
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.tui.app import SalesApp
from sales_tui.tui.screens.workspace import WorkspaceScreen

loaded = {}

class Watched(SalesApp):
    CSS_PATH = Path(tui.__file__).with_name("styles") / "desk.tcss"  # found by a class's own file else

    def on_ready(self):
        loaded["frame"] = sorted(sys.modules)

    @on(WorkspaceScreen.Painted)
    def _note(self):
        if "rows" not in loaded:
            loaded["rows"] = sorted(sys.modules)
            self.exit()

runtime = Runtime(Settings(db=sys.argv[1]))
Watched(runtime).run(headless=True, size=(120, 40))
runtime.close()
print("loaded:" + json.dumps(loaded))
"""

OTHERS = tuple(f"sales_tui.workspaces.{name}" for name in ENTRIES if name != "orders")
NEVER = (
    "alembic",
    "sqlalchemy",
    "sqlmodel",
    "typer",
    "tomllib",
    "sales_tui.actions",
    "sales_tui.model",
    "sales_tui.payments",
    "sales_tui.filters.resolve",
    "sales_tui.rules.records",
    "sales_tui.store.requests",
    "sales_tui.store.runner",
    "sales_tui.tui.acting",
    "sales_tui.tui.forms",
    "sales_tui.tui.screens.record",
    "sales_tui.workspaces.order_panes",
    *OTHERS,
)
"""Not before the rows are there."""

AFTER_FRAME = (
    "textual.widgets._data_table",
    "zoneinfo",
    "sales_tui.filters.tree",
    "sales_tui.store.grid",
    "sales_tui.tui.grid.view",
    "sales_tui.tui.rows",
    "sales_tui.tui.views",
)
"""Not before the frame is."""


@pytest.fixture(scope="module")
def loaded(seeded: Path) -> dict[str, list[str]]:
    """Frame or rows -> the names of the modules that were loaded by then."""
    command = [sys.executable, "-c", START, str(seeded)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout.rpartition("loaded:")[2])
    return found


@pytest.mark.parametrize("moment, late", [("frame", (*NEVER, *AFTER_FRAME)), ("rows", NEVER)])
def test_a_start_loads_what_it_shows(loaded: dict[str, list[str]], moment: str, late: tuple[str, ...]) -> None:
    modules = loaded[moment]
    assert "sales_tui.workspaces.orders" in modules
    assert [name for name in modules if name in late or name.startswith(tuple(f"{one}." for one in late))] == []
