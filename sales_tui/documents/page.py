"""A page of plain text, 80 columns wide, made from the same panes that screens and the command line show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from sales_tui.documents.cells import clean, padded, width, wrapped
from sales_tui.workspaces.panes import Pane, PaneColumn

WIDTH = 80
GAP = 2
FEED = "\f"
"""Stands between documents that go to the same printer in one text."""

_LEAST = 12
"""Cells that the widest column of a table has at least."""
_MOST = 22
"""Cells that any other column of texts has at most: what is longer goes on below. Amounts are never broken."""


class Page:
    """Collects the lines of a document."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def text(self) -> str:
        """The whole document."""
        return "\n".join(line.rstrip() for line in self._lines) + "\n"

    def ends(self, left: str, right: str) -> None:
        """Two texts at both ends of a line; below each other where they don't fit."""
        left, right = clean(left), clean(right)
        if width(left) + GAP + width(right) <= WIDTH:
            self._lines.append(padded(left, WIDTH - width(right)) + right)
        else:
            self._lines += [*wrapped(left, WIDTH), *wrapped(right, WIDTH)]

    def rule(self) -> None:
        """A line across the page."""
        self._lines.append("-" * WIDTH)

    def blank(self) -> None:
        """An empty line, unless there is one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def paragraph(self, text: str) -> None:
        """A text of any length."""
        self._lines += wrapped(text, WIDTH)

    def beside(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Two blocks beside each other."""
        cells = (WIDTH - GAP) // 2
        blocks = [[line for text in block for line in wrapped(text, cells)] for block in (left, right)]
        for one, other in zip_longest(*blocks, fillvalue=""):
            self._lines.append(padded(one, cells + GAP) + other)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels and values; nothing is said of those without."""
        shown = [(clean(label), value) for label, value in facts if value.strip()]
        label_width = max((width(label) for label, _ in shown), default=0) + GAP
        for label, value in shown:
            for at, line in enumerate(wrapped(value, WIDTH - label_width)):
                self._lines.append(padded("" if at else label, label_width) + line)

    def table(self, pane: Pane) -> None:
        """The rows of a pane below their titles. Columns without anything in them are left out, and then those that
        screens leave out first, until the others fit."""
        used = [at for at in range(len(pane.columns)) if any(row[at].strip() for row in pane.rows)]
        while True:
            columns = [pane.columns[at] for at in used]
            rows = [[row[at] for at in used] for row in pane.rows]
            widths = _widths(columns, rows)
            last = max(used, key=lambda at: pane.columns[at].priority, default=0)
            if sum(widths) + GAP * (len(widths) - 1) <= WIDTH or not pane.columns[last].priority:
                break
            used.remove(last)
        self._row(columns, widths, [column.label for column in columns])
        self.rule()
        for row in rows:
            self._row(columns, widths, row)

    def _row(self, columns: Sequence[PaneColumn], widths: Sequence[int], row: Sequence[str]) -> None:
        cells = [wrapped(cell, cells) for cell, cells in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            line = [
                padded(part, room, right=column.right)
                for part, room, column in zip(parts, widths, columns, strict=True)
            ]
            self._lines.append((" " * GAP).join(line))

    def sums(self, rows: Sequence[tuple[str, str]], total: str, currency: str) -> None:
        """Amounts below each other at the right edge, a line above the one with the label `total`."""
        named = [(f"{label} {currency}" if label == total else label, label, amount) for label, amount in rows]
        amounts = max((width(amount) for *_, amount in named), default=0)
        labels = max((width(clean(label)) for label, *_ in named), default=0)
        for label, name, amount in named:
            if name == total:
                self._lines.append(padded("-" * (labels + GAP + amounts), WIDTH, right=True))
            line = padded(clean(label), labels) + " " * GAP + padded(amount, amounts, right=True)
            self._lines.append(padded(line, WIDTH, right=True))


def _widths(columns: Sequence[PaneColumn], rows: Sequence[Sequence[str]]) -> list[int]:
    """Amounts get what they need, texts up to a limit, and the wide column what is left of the page."""
    widths = []
    for at, column in enumerate(columns):
        needed = max((width(clean(line)) for row in rows for line in row[at].splitlines()), default=0)
        needed = max(width(column.label), needed)
        widths.append(needed if column.right else min(needed, _MOST))
    for at, column in enumerate(columns):
        if column.wide:
            others = sum(widths) - widths[at] + GAP * (len(widths) - 1)
            widths[at] = max(WIDTH - others, _LEAST)
    return widths
