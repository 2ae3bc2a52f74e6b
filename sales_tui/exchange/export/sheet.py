"""What is exported: columns, words or codes, and whose clock is read; and the ways in which it can end early."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice
from typing import Any

from sales_tui.workspaces.base import Column, Show

Row = tuple[int, tuple[Any, ...]]
"""A record's key; its columns' stored values, then its order currency and shop currency."""

Chunk = list[tuple[Any, ...]]
"""The values of some rows."""

CHUNK = 250
"""Rows that are formatted together: few enough to stay in the cache of the processor."""


class ExportCancelled(Exception):
    """Somebody stopped it. A file that was there before is as it was."""


class ExportFailed(Exception):
    """The file can't be written; the message is one clear sentence for people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows are exported."""

    title: str
    """Names the sheets of a workbook."""
    columns: tuple[Column, ...]
    zone: tzinfo
    zone_name: str
    """The zone in words, for the headings of columns in its time: Europe/Berlin."""
    labels: bool = False
    """People's words for headings and codes, and times in the shop's zone; else Magento's names, codes and UTC."""

    def headings(self, *, local: bool) -> list[str]:
        """A heading for each column; with `local`, those of times name their zone."""
        headings = [column.label if self.labels else column.name for column in self.columns]
        return [
            f"{heading} ({self.zone_name})" if local and column.show is Show.INSTANT else heading
            for column, heading in zip(self.columns, headings, strict=True)
        ]


class Chunks:
    """Rows, some at a time. Counts them, tells how far it is, and stops when asked to."""

    def __init__(
        self,
        rows: Iterable[Row],
        progress: Callable[[int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.count = 0
        self._rows = rows
        self._progress = progress
        self._is_cancelled = is_cancelled

    def __iter__(self) -> Iterator[Chunk]:
        rows = iter(self._rows)
        self.check()
        while chunk := [values for _, values in islice(rows, CHUNK)]:
            yield chunk
            self.count += len(chunk)
            if self._progress is not None:
                self._progress(self.count)
            self.check()

    def check(self) -> None:
        """Raise ExportCancelled if it was."""
        if self._is_cancelled is not None and self._is_cancelled():
            raise ExportCancelled
