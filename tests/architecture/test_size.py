"""Files and functions stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).parents[2] / "sales_tui"
LONGEST_FILE, MEDIAN_FILE, LONGEST_FUNCTION = 400, 140, 50

SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
"""All modules but the migrations, which are written once and never edited."""


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> dict[str, int]:
    """Length in lines of every function of a file, by place and name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(PACKAGE)): lines(path) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_usual_file_is_short() -> None:
    assert median(lines(path) for path in SOURCES) <= MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    lengths = {name: length for path in SOURCES for name, length in functions(path).items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
