"""Runs the command line in this process and gives back what a shell would see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from sales_tui.cli.main import app


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def sales(database: str, *arguments: str, stdin: str | bytes = "") -> Answer:
    """`sales-tui --db DATABASE ARGUMENTS…`; a fault of the program is raised."""
    result = CliRunner().invoke(app, ["--db", database, *arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


def script(*lines: dict[str, Any]) -> str:
    """A JSON Lines script."""
    return "".join(json.dumps(line) + "\n" for line in lines)
