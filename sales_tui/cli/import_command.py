"""`sales-tui import`: reads files, says on standard output what came in and on standard error what did not, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sales_tui.cli.import_progress import ImportProgress, is_products_csv
from sales_tui.core.text import literal
from sales_tui.exchange.files import STDIN, Unreadable, opened, size
from sales_tui.exchange.forms import detect
from sales_tui.exchange.products_csv import FORMAT as PRODUCTS_CSV
from sales_tui.store.importing import ImportReport, RefusedRecord, import_records
from sales_tui.store.location import DatabaseUnusable

if TYPE_CHECKING:
    from sales_tui.store.importing import Database
    from sales_tui.store.runner import Runner

DONE, SOME_REFUSED, UNREADABLE, NO_DATABASE = range(4)
"""Exit statuses (INTERFACE.md §2)."""

FORMAT = "magento-json"
FORMATS = (FORMAT, PRODUCTS_CSV)
"""Without one, each file is told by its name and its first line."""

_WORDS = {
    "orders": ("order", "orders"),
    "invoices": ("invoice", "invoices"),
    "shipments": ("shipment", "shipments"),
    "creditmemos": ("credit memo", "credit memos"),
    "returns": ("return", "returns"),
    "transactions": ("transaction", "transactions"),
    "agreements": ("billing agreement", "billing agreements"),
    "products": ("product", "products"),
    "companies": ("company", "companies"),
    "quotes": ("quote", "quotes"),
    "replies": ("reply", "replies"),
    "records": ("other record", "other records"),
}


def import_files(
    engine: Database,
    files: list[str],
    *,
    format: str = "",
    source: str = "magento",
    dry_run: bool = False,
    as_json: bool = False,
    now: datetime,
    runner: Runner | None = None,
) -> int:
    """Import the files, in their order, and return the exit status. `runner` does what buyers reply to quotes.

    Nothing is written before all files are known to be readable; an `engine` that is to be called is called only
    then. `source` names the shop they come from: ids are unique within it.
    """
    if problem := _usage(files, format, source):
        _complain(f"sales-tui: {problem}")
        return UNREADABLE
    if problems := [problem for name in files if (problem := _unreadable(name, format))]:
        for problem in problems:
            _complain(f"sales-tui: {problem}")
        return UNREADABLE
    try:
        return _run(engine, files, format, source, dry_run, as_json, now, runner)
    except Unreadable as error:
        _complain(f"sales-tui: {error}")
        return UNREADABLE
    except DatabaseUnusable as error:
        _complain(f"sales-tui: {error}")
        return NO_DATABASE


def _usage(files: list[str], format: str, source: str) -> str | None:
    if format and format not in FORMATS:
        return f"The format {format!r} is not known; {' and '.join(FORMATS)} are."
    if not files:
        return "Name a file to import, or - for standard input."
    if files.count(STDIN) > 1:
        return "Standard input can be read only once."
    return None if source.strip() else "The name of the source is empty."


def _unreadable(name: str, format: str) -> str | None:
    """Why a file can't be read. What can be read only once, such as standard input, is not tried."""
    if name != STDIN and size(name) is None:
        return _missing(name)
    if name != STDIN:
        try:
            with opened(name) as source:
                if not is_products_csv(source, format):
                    detect(source)
        except Unreadable as error:
            return str(error)
    return None


def _missing(name: str) -> str | None:
    from pathlib import Path

    path = Path(name)
    if path.exists() and not path.is_dir():
        return None  # a pipe or a device
    try:
        with opened(name):
            return None
    except Unreadable as error:
        return str(error)


def _run(
    engine: Database,
    files: list[str],
    format: str,
    source: str,
    dry_run: bool,
    as_json: bool,
    now: datetime,
    runner: Runner | None,
) -> int:
    with ImportProgress(files, format) as progress:
        report = import_records(
            engine() if callable(engine) else engine,
            progress.records(files),
            source=source,
            now=now,
            dry_run=dry_run,
            progress=progress.show,
            runner=runner,
            on_refused=None if as_json else lambda refusal: progress.say(_line(refusal)),
        )
    print(_as_json(report) if as_json else _as_text(report, dry_run))
    return SOME_REFUSED if report.refusals else DONE


def _line(refusal: RefusedRecord) -> str:
    return f"{refusal.place}: {refusal.message} [{refusal.code}]"


def _as_json(report: ImportReport) -> str:
    answer = {
        "imported": {name: asdict(counts) for name, counts in report.kinds.items()},
        "refused": [_refusal(refusal) for refusal in report.refused],
    }
    return json.dumps(answer, ensure_ascii=False)


def _refusal(refusal: RefusedRecord) -> dict[str, Any]:
    told = {name: value for name, value in asdict(refusal).items() if value is not None}
    told["file"] = refusal.file.encode("utf-8", "replace").decode("utf-8")  # a name may be bytes of no encoding
    return told


def _as_text(report: ImportReport, dry_run: bool) -> str:
    done = "would be imported" if dry_run else "imported"
    lines = []
    for name, counts in report.kinds.items():
        noun = _WORDS[name][counts.new != 1]
        if name == "records":
            noun = _WORDS[name][counts.refused != 1]
            lines.append(f"{counts.refused} {noun} refused")
            continue
        lines.append(
            f"{counts.new} {noun} {done}, {counts.updated} updated, {counts.unchanged} unchanged, "
            f"{counts.refused} refused"
        )
    return "\n".join(lines) or "There are no records in it: nothing was imported."


def _complain(sentence: str) -> None:
    print(literal(sentence), file=sys.stderr)
