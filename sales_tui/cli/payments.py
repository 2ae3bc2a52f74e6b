"""`payments reconcile`: a payment system's settlement file held against the transactions here."""

from __future__ import annotations

from typing import Annotated

import typer

from sales_tui.cli.exits import leave, session
from sales_tui.settings import Settings

payments = typer.Typer(help="Payment systems and their files.", no_args_is_help=True, rich_markup_mode=None)


@payments.callback()
def group() -> None:
    """Payment systems and their files."""


@payments.command()
def reconcile(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A settlement file (CSV), or - for standard input.")],
    format: Annotated[str, typer.Option(help="stripe; without it and without --columns: stripe.")] = "",
    columns: Annotated[
        str,
        typer.Option(help="NAME=HEADING,…; NAME: txn_id, parent_txn_id, type, amount, fee, currency, date."),
    ] = "",
    method: Annotated[str, typer.Option(help="Payment method whose transactions the file lists.")] = "",
    first: Annotated[str, typer.Option("--from", help="First day that the file covers, as 2026-11-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day that the file covers.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare; keep nothing of it.")] = False,
) -> None:
    """Compare a payment system's settlement file with the transactions here."""
    from sales_tui.cli.reconciling import Asked, reconcile_file

    settings: Settings = context.obj
    with session(settings, writes=not dry_run) as runtime:
        leave(reconcile_file(runtime, Asked(file, format, columns, method, first, last, json, dry_run)))
