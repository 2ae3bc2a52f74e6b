"""Writes records that came from elsewhere: batched, each one whole or not at all, the same record never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sales_tui.store.importing.located import Counts, ImportReport, Located, RefusedRecord

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sales_tui.store.runner import Runner

    Database = Engine | Callable[[], Engine]
    """An engine, or what makes one once it is needed."""

__all__ = ["Counts", "ImportReport", "Located", "RefusedRecord", "import_records"]


def import_records(
    engine: Engine,
    records: Iterable[Located],
    *,
    source: str,
    now: datetime,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
    on_refused: Callable[[RefusedRecord], None] | None = None,
    runner: Runner | None = None,
) -> ImportReport:
    """Bring records in; what can't come in is refused with its reason, the others come in.

    `source` names where they come from: ids are unique within it. `progress` is told after each commit how many
    records were read so far. Refusals go to `on_refused` as they happen; without it the report keeps them. `runner`
    does what buyers reply to quotes. Raises DatabaseUnusable where the database can't be written; what was committed
    before stays, and the same import run again goes on.
    """
    # Late, because reading an order needs this package's opening figures and nothing else of it.
    from sales_tui.store.importing.run import Run

    run = Run(source, now, on_refused)
    run.go(engine, records, dry_run=dry_run, progress=progress, runner=runner)
    return run.report
