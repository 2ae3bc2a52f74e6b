"""A table with several cells to type or choose on each line: quantity, choices, words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Region, Size

from sales_tui.core.money import plain
from sales_tui.tui.forms.box import FRAME, box, cursor_at
from sales_tui.tui.forms.cell_layout import ARROWS, GAP, Spot, digits, place
from sales_tui.tui.forms.cells import Cell, CellRow, Pick, Quantity, Words
from sales_tui.tui.forms.declare import Column, Values
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.part import GUTTER, HERE, cut, joined

ROW, NAME, BELOW = range(3)
"""The lines of a row on the screen."""

_ROWS = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}


class CellTable(FormField):
    """Enter and tab go from cell to cell, up and down from line to line. A subclass says what it stands for."""

    texts: tuple[Column, ...] = ()
    """Columns before the cells."""
    columns: tuple[Column, ...] = ()
    """Columns of the cells."""
    below = ""
    """Label of the text on a line of its own."""

    def __init__(self, host: Host, name: str, rows: Sequence[CellRow]) -> None:
        super().__init__(host, name)
        self.rows = [*rows]
        self.row, self.at = 0, 0
        self.faults: dict[int, str] = {}
        self.can_stop = bool(self.rows)

    # ── what a subclass says ──

    @abstractmethod
    def value(self, rows: Sequence[CellRow]) -> Values:
        """The values of the lines that something is typed on, all of which can be read. Raises Wrong."""

    def fault(self, row: CellRow) -> str:
        """What is wrong with a line beside what its cells say of themselves; nothing where it is right."""
        return ""

    def was_typed(self, row: CellRow, cell: Cell) -> None:
        """Something was typed or chosen: other cells may follow it."""

    def wants_below(self, row: CellRow) -> bool:
        """Whether the text on a line of its own is asked for."""
        return False

    # ── moving ──

    def arrive(self, forward: bool) -> None:
        """At the first line, or the last from below."""
        super().arrive(forward)
        row = 0 if forward else len(self.rows) - 1
        self.go(row, 0 if forward else self._stops(row) - 1)

    def step(self, key: str) -> bool:
        """Through the cells, then on."""
        row, at = self.row, self.at
        if key in _ROWS:
            wanted = max(0, min(row + _ROWS[key], len(self.rows) - 1))
            if wanted == row:
                return False
            self.go(wanted, min(at, self._stops(wanted) - 1))
            return True
        by = -1 if key == "shift+tab" else 1
        if 0 <= at + by < self._stops(row):
            self.go(row, at + by)
        elif 0 <= row + by < len(self.rows):
            self.go(row + by, 0 if by > 0 else self._stops(row - 1) - 1)
        else:
            return False
        return True

    def go(self, row: int, at: int = 0) -> None:
        """Put the cursor into a cell."""
        self.row, self.at = row, at
        cell = self.cell
        if not isinstance(cell, Pick):
            cell.editor.arrive()
        self.free_text = isinstance(cell, Words)
        self.refresh()

    @property
    def cell(self) -> Cell:
        """The cell under the cursor."""
        row = self.rows[self.row]
        if self.at < len(row.cells):
            return row.cells[self.at]
        assert row.below is not None
        return row.below

    def _stops(self, at: int) -> int:
        """How many cells a line has now."""
        row = self.rows[at]
        return len(row.cells) + self._has_below(row) if row.qty else 1

    def _has_below(self, row: CellRow) -> bool:
        return bool(row.below and row.qty and self.wants_below(row))

    # ── typing ──

    def press(self, key: str, character: str | None) -> bool:
        """Edit, or choose."""
        cell, height = self.cell, self._height()
        if isinstance(cell, Pick):
            taken = changed = cell.press(key, character)
        else:
            before = cell.editor.text
            taken = cell.editor.press(key, character)
            changed = cell.editor.text != before
        if changed:
            self.typed(cell)
        self.refresh(layout=height != self._height())
        return taken

    def paste(self, text: str) -> None:
        """Into the cell."""
        if not isinstance(self.cell, Pick):
            self.cell.editor.insert(" ".join(text.split()))
            self.typed(self.cell)

    def typed(self, cell: Cell) -> None:
        """A cell of the present line changed."""
        self.was_typed(self.rows[self.row], cell)
        self.check_rows()
        self.edited()

    def check_rows(self) -> None:
        """Find what is wrong with each line."""
        found = ((at, self._wrong(row)) for at, row in enumerate(self.rows))
        self.faults = {at: why for at, why in found if why}

    def _wrong(self, row: CellRow) -> str:
        for cell in row.cells:
            if isinstance(cell, Quantity) and (cell is row.quantity or row.qty):
                try:
                    qty = cell.read()
                except ValueError as error:
                    return f"{row.sku}: {error}"
                if qty > cell.most:
                    return f"{row.sku}: {plain(qty)} is more than the {plain(cell.most)} there can be."
        return self.fault(row)

    def read(self) -> Values:
        """What the lines say. Raises Wrong with the first fault."""
        self.check_rows()
        if self.faults:
            raise Wrong(self.faults[min(self.faults)])
        return self.value([row for row in self.rows if row.qty])

    def find_wrong(self) -> None:
        """To the first line that is wrong."""
        if self.faults:
            self.go(min(self.faults))

    # ── painting ──

    def spot(self) -> Region:
        """The line of the cursor, and the header above the first one."""
        part = BELOW if self.at >= len(self.rows[self.row].cells) else ROW
        y = self._lines(self.size.width).index((self.row, part)) + 1
        return Region(0, 0 if y == 1 else y, max(self.size.width, 1), 2 if y == 1 else 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and all lines."""
        return len(self._lines(width)) + 1

    def _height(self) -> int:
        return len(self._lines(self.size.width)) + 1

    def _lines(self, width: int) -> list[tuple[int, int]]:
        """For each line on the screen its row, and which part of it: a name that has no column gets a line."""
        has_name = any(spot.kind == "name" for spot in place(self.rows, self.texts, self.columns, width))
        lines = []
        for at, row in enumerate(self.rows):
            lines.append((at, ROW))
            if not has_name and row.name:
                lines.append((at, NAME))
            if self._has_below(row):
                lines.append((at, BELOW))
        return lines

    def render(self) -> Text:
        """Header and lines."""
        spots = place(self.rows, self.texts, self.columns, self.size.width)
        text = Text(no_wrap=True, end="")
        text.append(" " * GUTTER)
        for at, spot in enumerate(spots):
            text.append((" " * GAP if at else "") + _fit(spot.label, spot), self.looks.muted)
        for at, part in self._lines(self.size.width):
            text.append("\n")
            text.append_text({ROW: self._row, NAME: self._product, BELOW: self._below}[part](at, spots))
        return text

    def _product(self, at: int, spots: Sequence[Spot]) -> Text:
        words = cut(self.rows[at].name, self.size.width - GUTTER - GAP)
        return joined((" " * (GUTTER + GAP), self.looks.plain), (words, self.looks.label))

    def _row(self, at: int, spots: Sequence[Spot]) -> Text:
        row, looks = self.rows[at], self.looks
        text = joined((f"{HERE} " if self.here and self.row == at else "  ", looks.accent))
        for place_at, spot in enumerate(spots):
            text.append(" " * GAP if place_at else "")
            if spot.kind == "cell":
                text.append_text(self._cell(at, spot))
            else:
                shown = {"sku": row.sku, "name": row.name}.get(spot.kind) or (
                    row.texts[spot.index] if spot.kind == "text" else ""
                )
                text.append(_fit(shown, spot), looks.plain if row.qty else looks.label)
        return text

    def _cell(self, at: int, spot: Spot) -> Text:
        row, looks = self.rows[at], self.looks
        cell = row.cells[spot.index]
        here = self.here and self.row == at and self.at == spot.index
        if spot.index and not row.qty:
            return Text(" " * spot.width, end="")
        if isinstance(cell, Pick):
            edge = looks.accent if here else looks.muted
            style = looks.here if here else looks.plain if cell.at is not None else looks.muted
            words = cut(cell.words, spot.width - ARROWS)
            text = joined(("‹ ", edge), (words, style), (" ›", edge))
        elif isinstance(cell, Quantity):
            wrong = at in self.faults
            text = box(cell.editor, digits(cell), looks, here=here, wrong=wrong, right=True)
            text.append(f" of {plain(cell.most)}", looks.muted)
        else:
            text = box(cell.editor, spot.width - FRAME, looks, here=here, wrong=False)
        text.pad_right(max(0, spot.width - text.cell_len))
        return text

    def _below(self, at: int, spots: Sequence[Spot]) -> Text:
        row, looks = self.rows[at], self.looks
        assert row.below is not None
        here = self.here and self.row == at and self.at == len(row.cells)
        text = joined((" " * self._indent(spots), looks.plain), (f"{self.below} ", looks.label))
        room = max(10, min(50, self.size.width - text.cell_len - FRAME))
        text.append_text(box(row.below.editor, room, looks, here=here, wrong=False))
        return text

    def _indent(self, spots: Sequence[Spot]) -> int:
        cells = [spot.x for spot in spots if spot.kind == "cell"]
        return max(GUTTER, min(cells[1] if len(cells) > 1 else cells[0], self.size.width - 40) - len(self.below) - 1)

    # ── the mouse ──

    def hit(self, x: int, y: int) -> None:
        """A click goes to a cell; on a choice it chooses the next one."""
        lines = self._lines(self.size.width)
        if not 0 < y <= len(lines):
            return
        at, part = lines[y - 1]
        if part == BELOW:
            self.go(at, len(self.rows[at].cells))
            return
        spots = place(self.rows, self.texts, self.columns, self.size.width)
        spot = next((one for one in spots if one.kind == "cell" and one.x <= x < one.x + one.width + GAP), None)
        self.go(at, spot.index if spot and spot.index < self._stops(at) else 0)
        if spot and isinstance(self.cell, Pick):
            self.press("space", None)
        elif spot and isinstance(self.cell, Quantity):
            self.cell.editor.place(cursor_at(self.cell.editor, digits(self.cell), x - spot.x, right=True))


def _fit(text: str, spot: Spot) -> str:
    shown = cut(text, spot.width)
    blank = " " * (spot.width - cell_len(shown))
    return blank + shown if spot.right else shown + blank
