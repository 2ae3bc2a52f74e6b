"""What is slow to import is loaded late: a start that doesn't need it doesn't pay for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sales_tui

PURE = ("core", "rules", "filters", "actions", "workspaces")
"""Packages of plain values and declarations, as far as they exist."""

SLOW = ("alembic", "sqlalchemy", "sqlmodel", "textual")

REPORT = f"print('loaded:', *sorted(set({SLOW!r}) & set(sys.modules)))"

RUN = f"""
import sys
sys.argv = ["sales-tui", *sys.argv[1:]]
from sales_tui.__main__ import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
{REPORT}
"""

IMPORT = f"""
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
{REPORT}
"""


def python(code: str, *arguments: str) -> tuple[str, str]:
    """Standard output of a fresh interpreter, and which of the slow packages it had loaded at the end."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    output, _, loaded = done.stdout.rpartition("loaded:")
    return output, loaded.strip()


def test_the_package_itself_loads_nothing_slow() -> None:
    assert python(f"import sys, sales_tui\n{REPORT}") == ("", "")


@pytest.mark.parametrize("option, answer", [("--version", sales_tui.__version__), ("--help", "--version")])
def test_answers_at_once(option: str, answer: str) -> None:
    output, loaded = python(RUN, option)
    assert answer in output
    assert loaded == ""


@pytest.mark.parametrize("package", [name for name in PURE if (Path(sales_tui.__path__[0]) / name).is_dir()])
def test_declarations_and_rules_load_nothing_slow(package: str) -> None:
    assert python(IMPORT, f"sales_tui.{package}") == ("", "")
