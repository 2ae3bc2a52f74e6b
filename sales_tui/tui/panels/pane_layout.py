"""Lays a pane out in lines for a width: facts in two columns, tables with what columns fit, notes as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from sales_tui.core.text import literal
from sales_tui.tui.panels.line import Part, cell
from sales_tui.tui.panels.paragraphs import wrap
from sales_tui.workspaces.panes import Pane, PaneColumn

LABEL, GAP, INDENT = 18, 2, 2
"""Width of a fact's label; cells between columns; cells before every line."""

NARROWEST = 16
"""A column that takes what is left over takes at least this."""

WIDEST_SUM = 44
"""Tables without a wide column aren't stretched beyond what they need; their label column has this width at most."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a pane, its title being the first, and in which line each row of its table begins."""

    lines: tuple[tuple[Part, ...], ...]
    row_lines: tuple[int, ...]


def lay_out(pane: Pane, width: int, label_style: str = "$text-muted") -> Laid:
    """All lines of the pane at this width."""
    room = max(10, width - INDENT)
    lines: list[tuple[Part, ...]] = [((pane.title, "bold"),)]
    for label, value in pane.facts:
        lines += _fact(label, value, room, label_style)
    starts: list[int] = []
    if pane.columns and pane.rows:
        shown, widths = _columns(pane, room)
        lines.append(tuple(_cells([pane.columns[at].label for at in shown], pane, shown, widths, "$text-muted")))
        for row in pane.rows:
            starts.append(len(lines))
            lines += _row(row, pane, shown, widths)
    elif pane.empty:
        words = f"{pane.empty}; {pane.press}." if pane.press else f"{pane.empty}."
        lines.append(((words, "$text-muted"),))
    for note in pane.notes:
        lines += [((line, "$warning"),) for line in wrap(note, room)]
    return Laid(tuple(lines), tuple(starts))


def _fact(label: str, value: str, room: int, style: str) -> Iterator[tuple[Part, ...]]:
    name = label
    for line in wrap(value, max(10, room - LABEL)):
        yield (cell(name, LABEL), style), (line, "")
        name = ""


def _columns(pane: Pane, room: int) -> tuple[list[int], list[int]]:
    """Which columns fit, and how wide they are."""
    own = [max(map(_width, [column.label, *(row[at] for row in pane.rows)])) for at, column in enumerate(pane.columns)]
    least = [min(size, NARROWEST) if column.wide else size for size, column in zip(own, pane.columns, strict=True)]
    shown = [at for at in range(len(own)) if not at or any(row[at] for row in pane.rows)]
    while len(shown) > 1 and _sum(shown, least) > room:
        droppable = [at for at in shown[1:] if pane.columns[at].priority]
        if not droppable:
            break
        shown.remove(max(droppable, key=lambda at: pane.columns[at].priority))
    widths = dict(zip(shown, (least[at] for at in shown), strict=True))
    spare = max(0, room - _sum(shown, least))
    for at in shown:
        if pane.columns[at].wide:
            widths[at] += min(spare, own[at] - widths[at])
    over = _sum(shown, [widths.get(at, 0) for at in range(len(own))]) - room
    if over > 0:
        widest = max(shown, key=lambda at: widths[at])
        widths[widest] = max(4, widths[widest] - over)
    return shown, [widths[at] for at in shown]


def _row(row: Sequence[str], pane: Pane, shown: Sequence[int], widths: Sequence[int]) -> Iterator[tuple[Part, ...]]:
    """A row; the wide column may need several lines."""
    wide = {at: wrap(row[at], width) for at, width in zip(shown, widths, strict=True) if pane.columns[at].wide}
    for line in range(max((len(lines) for lines in wide.values()), default=1)):
        texts = [_nth(wide[at], line) if at in wide else ("" if line else row[at]) for at in shown]
        yield tuple(_cells(texts, pane, shown, widths, "bold" if _is_total(pane, row) else ""))


def _cells(texts: Sequence[str], pane: Pane, shown: Sequence[int], widths: Sequence[int], style: str) -> Iterator[Part]:
    for place, (at, width) in enumerate(zip(shown, widths, strict=True)):
        column: PaneColumn = pane.columns[at]
        yield (" " * GAP if place else "") + cell(texts[place], width, right=column.right), style


def _is_total(pane: Pane, row: Sequence[str]) -> bool:
    return pane.key == "totals" and row[0] in ("Grand total", "Due")


def _nth(lines: Sequence[str], at: int) -> str:
    return lines[at] if at < len(lines) else ""


def _sum(shown: Sequence[int], widths: Sequence[int]) -> int:
    return sum(widths[at] for at in shown) + GAP * (len(shown) - 1)


def _width(text: str) -> int:
    return max((cell_len(literal(line)) for line in text.splitlines()[:40]), default=0) if len(text) < 400 else 400
