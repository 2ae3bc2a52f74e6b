"""The record under the cursor in a few lines: people at the left, lines in the middle, sums at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from sales_tui.tui.panels.line import Part, assemble, cell, cut
from sales_tui.tui.panels.paragraphs import wrap

if TYPE_CHECKING:
    from sales_tui.workspaces.summary import Line, Summary

PEOPLE, SUMS, GAP = 38, 26, 3
"""Widths in cells: people, sums, and the blanks between the three."""

OPEN = 10
"""Width of what is still open of a line."""


class DetailPane(Widget):
    """Follows the cursor."""

    DEFAULT_CSS = "DetailPane { height: 8; }"

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._summary: Summary | None = None

    def show(self, summary: Summary | None) -> None:
        """Another record, or none."""
        if summary != self._summary:
            self._summary = summary
            self.refresh()

    def render(self) -> Content:
        """All lines of it."""
        if self._summary is None:
            return Content("")
        width, height = self.size
        body = _body(self._summary, width, height - 1)
        return Content("\n").join([cut(assemble(_head(self._summary)), width), *body])


def _head(summary: Summary) -> Sequence[Part]:
    parts: list[Part] = [(summary.number, "bold $accent"), ("   ", ""), (summary.status, "bold")]
    for head in summary.heads:
        parts += [("   ", ""), (head, "$text-muted")]
    return parts


def _body(summary: Summary, width: int, height: int) -> list[Content]:
    people = _people(summary, height)
    sums = _bottomed(summary.sums, height)
    middle = width - PEOPLE - SUMS - 2 * GAP
    lines = _listed(summary.lines, height)
    sku = min(20, max((0 if isinstance(line, str) else len(line.sku) for line in summary.lines), default=0))
    blank = " " * GAP
    rows = []
    for at in range(height):
        person, style = people[at] if at < len(people) else ("", "")
        parts: list[Part] = [(cell(person, PEOPLE), style), (blank, "")]
        parts += _line(lines[at], middle, sku) if at < len(lines) else [(" " * middle, "")]
        parts += [(blank, ""), *_sum(sums, at, at == len(sums) - 1)]
        rows.append(cut(assemble(parts), width))
    return rows


def _line(line: Line | str, width: int, sku: int) -> list[Part]:
    if isinstance(line, str):
        return [(cell(line, width), "$text-muted")]
    name = max(1, width - 3 - 3 - sku - 2 - OPEN)
    return [
        (cell(line.qty, 3, right=True) + " × ", ""),
        (cell(line.sku, sku) + "  ", ""),
        (cell(line.name, name), "$text-muted"),
        (cell(line.open, OPEN, right=True), "$accent"),
    ]


def _sum(sums: Sequence[tuple[str, str]], at: int, is_last: bool) -> list[Part]:
    label, amount = sums[at] if at < len(sums) else ("", "")
    room = max(1, SUMS - len(label) - 1)
    style = "bold" if is_last else "$text-muted"
    return [(f"{label} ", style), (cell(amount, room, right=True), style)]


def _listed(lines: Sequence[Line | str], height: int) -> list[Line | str]:
    if len(lines) <= height:
        return [*lines]
    rest = len(lines) - height + 1
    return [*lines[: height - 1], f"       … {rest} more, enter shows all"]


def _bottomed(sums: Sequence[tuple[str, str]], height: int) -> Sequence[tuple[str, str]]:
    """The total is always among them."""
    return sums if len(sums) <= height else [*sums[: height - 1], sums[-1]]


def _people(summary: Summary, height: int) -> list[Part]:
    """Name, address, and what they want us to know; the notes keep at least two lines."""
    notes: list[Part] = [(line, "$warning") for note in summary.notes for line in wrap(note, PEOPLE)]
    people: list[Part] = [(line, "$text-muted") for text in summary.people for line in wrap(text, PEOPLE)]
    if people:
        people[0] = (people[0][0], "")
    people = _ended(people, height - min(2, len(notes)))
    return [*people, *_ended(notes, height - len(people))]


def _ended(rows: list[Part], height: int) -> list[Part]:
    """At most so many rows; an ellipsis where more were left out."""
    if len(rows) <= height:
        return rows
    text, style = rows[height - 1]
    return [*rows[: height - 1], (f"{text[: PEOPLE - 2]} …", style)]
