"""Paints the table of lines, one screen line at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from sales_tui.core.money import plain
from sales_tui.tui.forms.box import box
from sales_tui.tui.forms.declare import LineRow, Lines
from sales_tui.tui.forms.line_cells import LineCells
from sales_tui.tui.forms.line_layout import GAP, Place, limit
from sales_tui.tui.forms.part import HERE, Looks, cut, joined
from sales_tui.tui.forms.tick import SIGN


@dataclass(frozen=True, slots=True)
class LinePainter:
    """The columns as they are placed, and what stands in the fields."""

    lines: Lines
    placed: tuple[Place, ...]
    looks: Looks
    cells: LineCells
    live: Mapping[int, tuple[str, ...]]
    here: bool
    digits: int
    """Cells of a typed quantity."""
    limits: int
    """Cells of the most that can be taken."""

    def header(self) -> Text:
        """The labels of the columns."""
        text = Text("  ", no_wrap=True, end="")
        for at, place in enumerate(self.placed):
            text.append(" " * GAP if at else "")
            text.append(_fit(place.label, place.width, place.right), self.looks.muted)
        return text

    def row(self, index: int) -> Text:
        """An order line with its field."""
        row, looks = self.lines.rows[index], self.looks
        current = self.here and self.cells.row == index
        text = joined((f"{HERE} " if current else "  ", looks.accent))
        style = looks.plain if row.open or not self.lines.verb else looks.muted
        for at, place in enumerate(self.placed):
            text.append(" " * GAP if at else "")
            text.append_text(self._cell(place, index, row, style))
        return text

    def note(self, index: int, note: int) -> Text:
        """A line below an order line, under its product."""
        x = self.placed[1].x
        room = self.placed[-1].x + self.placed[-1].width - x
        text = Text(" " * x, no_wrap=True, end="")
        text.append(cut(self.lines.rows[index].notes[note], room), self.looks.label)
        return text

    def _cell(self, place: Place, index: int, row: LineRow, style: Style) -> Text:
        match place.kind:
            case "sku":
                return _text(" " * row.indent + row.sku, place, style)
            case "name":
                return _text(row.name, place, style)
            case "cell":
                return _text(row.cells[place.index], place, style)
            case "live":
                texts = self.live.get(row.line_id, ())
                return _text(texts[place.index] if place.index < len(texts) else "", place, style)
            case "field":
                return self._field(place, index, row)
            case _:
                return self._stock(place, index, row)

    def _field(self, place: Place, index: int, row: LineRow) -> Text:
        if not row.open:
            return Text(" " * place.width, end="")
        here = self.here and self.cells.row == index and not self.cells.on_stock
        wrong = index in self.cells.faults
        text = box(self.cells.editors[index], self.digits, self.looks, here=here, wrong=wrong, right=True)
        text.append(f" {limit(row).ljust(self.limits)}", self.looks.muted)
        text.pad_left(place.width - text.cell_len)
        return text

    def _stock(self, place: Place, index: int, row: LineRow) -> Text:
        qty = self.cells.taken(index)
        if not row.open or not qty:
            return Text(" " * place.width, end="")
        here = self.here and self.cells.row == index and self.cells.on_stock
        ticked = self.cells.ticked(index)
        edge = self.looks.accent if here else self.looks.muted
        text = joined(("[", edge))
        text.append(SIGN if ticked else " ", self.looks.cursor if here else self.looks.strong)
        text.append("] ", edge)
        text.append(plain(qty) if ticked else "0", self.looks.plain if ticked else self.looks.muted)
        text.pad_right(max(0, place.width - text.cell_len))
        return text


def _text(text: str, place: Place, style: Style) -> Text:
    return Text(_fit(text, place.width, place.right), style, no_wrap=True, end="")


def _fit(text: str, width: int, right: bool) -> str:
    shown = cut(text, width)
    blank = " " * (width - cell_len(shown))
    return blank + shown if right else shown + blank
