"""`journal`: what was done here lately, by whom and from where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sales_tui.cli.exits import session
from sales_tui.settings import Settings

LATELY = 50
"""Entries that are shown unless asked for otherwise, the newest first."""


def journal(
    context: typer.Context,
    filter: Annotated[
        str,
        typer.Option("--filter", help="As in the grid: words, who:me, action:order.refund, date:today, moved:yes."),
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many entries, the newest first.")] = LATELY,
    format: Annotated[str, typer.Option(help="table, json, jsonl, csv or xlsx.")] = "table",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
) -> None:
    """What was done here, by whom, when and from where; show journal NUMBER tells one entry whole."""
    from sales_tui.cli.listing import ListRequest, list_records

    settings: Settings = context.obj
    with session(settings, writes=False) as runtime:
        request = ListRequest("journal", filter, "", "", limit, format, labels=False, output=output)
        list_records(runtime, request)
