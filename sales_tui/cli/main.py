"""The commands. Each loads what it needs when it is called, so that help and version answer at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from sales_tui import __version__
from sales_tui.cli.exits import explained, leave, session
from sales_tui.cli.jobs import jobs
from sales_tui.cli.journal import journal
from sales_tui.cli.macros import macro
from sales_tui.cli.payments import payments
from sales_tui.cli.prints import prints
from sales_tui.cli.report import report
from sales_tui.cli.tasks import tasks
from sales_tui.cli.undoing import undo
from sales_tui.settings import Settings, load_settings

app = typer.Typer(
    help="The order desk in a terminal.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
db = typer.Typer(help="Make, migrate, check and copy the database.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(db, name="db")
app.add_typer(payments, name="payments")
app.add_typer(tasks, name="tasks")
app.add_typer(report, name="report")
app.add_typer(jobs, name="jobs")
app.add_typer(macro, name="macro")
app.add_typer(prints, name="prints")
app.command("journal")(journal)
app.command("undo")(undo)

Number = Annotated[str, typer.Argument(help="Number of the record.")]
WorkspaceName = Annotated[str, typer.Argument(help="Such as orders, invoices, shipments, creditmemos, returns.")]
Filter = Annotated[
    str, typer.Option("--filter", help="As in the grid: words, status:pending,processing, total:>100, date:today.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    database: Annotated[str, typer.Option("--db", help="Database: a file path or a URL.")] = "",
    operator: Annotated[str, typer.Option(help="Who acts; goes into the journal.")] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="Open it without any action.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False,
) -> None:
    """The order desk in a terminal. Without a command it opens on the configured database."""
    if version:
        typer.echo(f"sales-tui {__version__}")
        raise typer.Exit
    with explained():
        settings = load_settings()
    if database:
        settings = replace(settings, db=database)
    if operator:
        settings = replace(settings, operator=operator)
    context.obj = settings
    if context.invoked_subcommand is None:
        from sales_tui.cli.terminal import open_application

        open_application(settings, read_only=read_only)


def _settings(context: typer.Context) -> Settings:
    settings: Settings = context.obj
    return settings


@app.command()
def demo(
    context: typer.Context,
    orders: Annotated[int, typer.Option(min=0, help="How many orders.")] = 2_000,
    seed: Annotated[int, typer.Option(help="Another seed, another shop.")] = 1,
) -> None:
    """Open the application on a throw-away database of generated orders."""
    from sales_tui.cli.terminal import open_demo

    open_demo(_settings(context), orders, seed)


@app.command("list")
def list_(
    context: typer.Context,
    workspace: WorkspaceName,
    filter: Filter = "",
    sort: Annotated[str, typer.Option(help="FIELD,-FIELD; a minus sorts downwards.")] = "",
    columns: Annotated[str, typer.Option(help="Which columns, separated by commas, or all.")] = "",
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many records.")] = None,
    format: Annotated[str, typer.Option(help="table, json, jsonl, csv or xlsx.")] = "table",
    labels: Annotated[bool, typer.Option("--labels", help="Words instead of codes.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
) -> None:
    """The records of a workspace, as text or data."""
    from sales_tui.cli.listing import ListRequest, list_records

    with session(_settings(context), writes=False) as runtime:
        list_records(runtime, ListRequest(workspace, filter, sort, columns, limit, format, labels, output))


@app.command()
def show(context: typer.Context, workspace: WorkspaceName, number: Number, json: AsJson = False) -> None:
    """One record, whole: lines, totals, documents, payment, history."""
    from sales_tui.cli.showing import show_record

    with session(_settings(context), writes=False) as runtime:
        show_record(runtime, workspace, number, as_json=json)


@app.command()
def do(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="Long name of the action, such as order.invoice.")],
    numbers: Annotated[list[str] | None, typer.Argument(help="Numbers of the records.")] = None,
    filter: Filter = "",
    set: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE; lists as JSON.")] = None,
    dry_run: DryRun = False,
    json: AsJson = False,
) -> None:
    """One action on one or many records."""
    from sales_tui.cli.doing import do_action

    with session(_settings(context), writes=True) as runtime:
        status = do_action(runtime, action, numbers or [], filter, set or [], dry_run=dry_run, as_json=json)
        leave(status)


@app.command()
def run(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A JSON Lines script of actions, or - for standard input.")],
    dry_run: DryRun = False,
    stop_on_error: Annotated[bool, typer.Option("--stop-on-error", help="End at the first that isn't done.")] = False,
) -> None:
    """A script of actions, one JSON object a line; one result line each."""
    from sales_tui.cli.scripting import run_script

    with session(_settings(context), writes=True) as runtime:
        leave(run_script(runtime, file, dry_run=dry_run, stop_on_error=stop_on_error))


@app.command()
def actions(json: AsJson = False) -> None:
    """Every action: name, key, what it needs, its parameters."""
    from sales_tui.cli.doing import list_actions

    list_actions(as_json=json)


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Files to read, or - for standard input.")],
    format: Annotated[str, typer.Option(help="magento-json or products-csv; without it the file tells.")] = "",
    source: Annotated[str, typer.Option(help="Where the records come from; their ids are unique there.")] = "magento",
    dry_run: DryRun = False,
    json: AsJson = False,
) -> None:
    """Read orders with their documents, returns, quotes, replies, companies and products; products as CSV, too."""
    from sales_tui.cli.import_command import import_files
    from sales_tui.runtime import now

    with session(_settings(context), writes=True) as runtime:
        leave(
            import_files(
                runtime.engine,
                files,
                format=format,
                source=source,
                dry_run=dry_run,
                as_json=json,
                now=now(),
                runner=runtime.runner,
            )
        )


@app.command()
def attachments(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="Number of the quote.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write them into this folder.")] = None,
) -> None:
    """The files that came with a quote's comments: their names, or with -o the files."""
    from sales_tui.cli.attachments import save_attachments

    with session(_settings(context), writes=False) as runtime:
        leave(save_attachments(runtime, number, output))


@db.command("init")
def db_init(context: typer.Context) -> None:
    """Make a new database."""
    from sales_tui.cli.database import init

    init(_settings(context))


@db.command("upgrade")
def db_upgrade(context: typer.Context) -> None:
    """Migrate the database to this version."""
    from sales_tui.cli.database import upgrade

    upgrade(_settings(context))


@db.command("check")
def db_check(context: typer.Context, json: AsJson = False) -> None:
    """Check integrity and bookkeeping; every fault is named."""
    from sales_tui.cli.database import check

    with session(_settings(context), writes=False) as runtime:
        leave(check(runtime, as_json=json))


@db.command("backup")
def db_backup(context: typer.Context, file: Annotated[Path, typer.Argument(help="The copy, a new file.")]) -> None:
    """Copy the database while others use it."""
    from sales_tui.cli.database import backup

    with session(_settings(context), writes=False) as runtime:
        backup(runtime, file)


@db.command("seed")
def db_seed(
    context: typer.Context,
    orders: Annotated[int, typer.Option(min=0, help="How many orders.")] = 2_000,
    seed: Annotated[int, typer.Option(help="Another seed, another shop.")] = 1,
) -> None:
    """Add generated orders with their documents."""
    from sales_tui.cli.database import add_seed

    with session(_settings(context), writes=True) as runtime:
        add_seed(runtime, orders, seed)
