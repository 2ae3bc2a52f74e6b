"""How far an import is: a bar on standard error while that is a terminal, and the refusals above it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sales_tui.core.text import literal
from sales_tui.exchange.files import Source, opened, size
from sales_tui.exchange.magento_json import read_records
from sales_tui.exchange.products_csv import FORMAT, looks_like, read_products
from sales_tui.store.importing import Located


def is_products_csv(source: Source, format: str) -> bool:
    """Whether products stand in it as CSV: as was said, else as its first line looks."""
    return format == FORMAT or (not format and looks_like(source))


class ImportProgress:
    """A bar on standard error while it is a terminal; refusals are printed above it."""

    def __init__(self, files: list[str], format: str = "") -> None:
        self._format = format
        sizes = [size(name) for name in files]
        self._total = None if None in sizes else sum(one or 0 for one in sizes)
        self._before = 0
        self._source: Source | None = None
        self._bar: Any = None
        self._task: Any = None
        self._stack = ExitStack()

    def __enter__(self) -> ImportProgress:
        if sys.stderr.isatty():
            self._bar = self._stack.enter_context(_bar())
            self._task = self._bar.add_task("", total=self._total, records=0)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def records(self, files: list[str]) -> Iterator[Located]:
        """The records of all files, one after the other."""
        for name in files:
            with opened(name) as self._source:
                is_csv = is_products_csv(self._source, self._format)
                yield from (read_products if is_csv else read_records)(self._source)
                self._before += size(name) or 0
            self._source = None

    def show(self, records: int) -> None:
        """So many records were read."""
        if self._bar is not None:
            position = self._source.position() if self._source else 0
            self._bar.update(self._task, completed=self._before + position, records=records)

    def say(self, line: str) -> None:
        """A line on standard error."""
        if self._bar is None:
            print(literal(line), file=sys.stderr)
        else:
            self._bar.console.print(literal(line), markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _bar() -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), DownloadColumn(), TextColumn("{task.fields[records]:,} records"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield bar
