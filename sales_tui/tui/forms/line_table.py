"""The table of the order's lines: one widget, however many lines, with a quantity to type on each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from textual.geometry import Region, Size
from textual.strip import Strip

from sales_tui.tui.forms.box import cursor_at
from sales_tui.tui.forms.declare import Lines, Outcome, Values
from sales_tui.tui.forms.field import FormField, Host
from sales_tui.tui.forms.line_cells import LineCells
from sales_tui.tui.forms.line_layout import Place, Stacked, digits, field_width, limit_width, place, stack
from sales_tui.tui.forms.line_paint import LinePainter

_PAGE = 10


class LineTable(FormField):
    """Lines, columns, fields. Enter and tab go from cell to cell, up and down from line to line."""

    def __init__(self, host: Host, lines: Lines) -> None:
        super().__init__(host, "items")
        self.lines = lines
        self.cells = LineCells(lines)
        self.can_stop = bool(self.cells.usable)
        self._live: Mapping[int, tuple[str, ...]] = {}
        self._columns: dict[int, tuple[Place, ...]] = {}
        self._digits, self._limits = digits(lines), limit_width(lines)

    @cached_property
    def _stacked(self) -> list[Stacked]:
        return stack(self.lines)

    def arrive(self, forward: bool) -> None:
        """At the first cell, or the last one from below."""
        super().arrive(forward)
        usable = self.cells.usable
        self.cells.go(usable[0] if forward else usable[-1], on_stock=not forward)
        self.refresh()

    def step(self, key: str) -> bool:
        """Through the cells, then on."""
        cells = self.cells
        if key in _ROWS:
            moved = cells.next_row(_ROWS[key], on_stock=cells.on_stock)
        else:
            moved = cells.next_cell(-1 if key == "shift+tab" else 1)
        self.refresh()
        return moved

    def press(self, key: str, character: str | None) -> bool:
        """Edit the quantity; the space bar ticks the stock."""
        cells = self.cells
        if key in _JUMPS:
            cells.next_row(_JUMPS[key])
            self.refresh()
            return True
        if key == "space":
            if cells.has_stock(cells.row):
                cells.toggle(cells.row)
                self.edited()
            return True
        if cells.on_stock:
            if key == "left":
                cells.next_cell(-1)
            self.refresh()
            return key in ("left", "right")
        return self._type(key, character)

    def _type(self, key: str, character: str | None) -> bool:
        cells = self.cells
        editor = cells.editors[cells.row]
        if key == "right" and cells.has_stock(cells.row) and (editor.selected or editor.cursor == len(editor.text)):
            cells.on_stock = True
            self.refresh()
            return True
        before = editor.text
        taken = editor.press(key, character)
        if editor.text != before:
            cells.check(cells.row)
            self.edited()
        self.refresh()
        return taken

    def paste(self, text: str) -> None:
        """Into the quantity."""
        if not self.cells.on_stock:
            self.cells.editors[self.cells.row].insert(text.strip())
            self.cells.check(self.cells.row)
            self.edited()

    def fill(self, *, empty: bool) -> None:
        """All that is offered on every line, or nothing."""
        self.cells.fill(empty=empty)
        self.edited()

    def read(self) -> Values:
        """The lines that something is taken of; none where nothing can be typed."""
        return self.cells.read() if self.lines.verb else {}

    def find_wrong(self) -> None:
        """To the first quantity that is wrong."""
        if self.cells.faults:
            self.cells.go(min(self.cells.faults))

    def fault_here(self) -> str | None:
        """What is wrong with the quantity under the cursor."""
        return self.cells.faults.get(self.cells.row)

    def tell(self, outcome: Outcome | None) -> None:
        """Show what each line would come to."""
        self._live = outcome.lines if outcome else {}
        self.refresh()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Filling, and the stock."""
        stock = (("space", "back to stock"),) if self.cells.has_stock(self.cells.row) else ()
        return (("*", f"{self.lines.verb} all"), ("ctrl+x", "none"), *stock)

    def spot(self) -> Region:
        """The line of the cursor, and the header above the first one."""
        y = next(y for y, line in enumerate(self._stacked, 1) if line.row == self.cells.row)
        first = self.cells.usable and self.cells.row == self.cells.usable[0]
        top = 0 if first else y
        return Region(0, top, max(self.size.width, 1), y - top + 1)

    def hit(self, x: int, y: int) -> None:
        """A click goes to a cell, and ticks the stock."""
        stacked = self._stacked
        if not 1 <= y <= len(stacked) or stacked[y - 1].row not in self.cells.usable:
            return
        row = stacked[y - 1].row
        column = next((one for one in self._placed() if one.x <= x < one.x + one.width), None)
        on_stock = column is not None and column.kind == "stock"
        self.cells.go(row, on_stock=on_stock)
        if on_stock and self.cells.on_stock:
            self.press("space", None)
        elif column is not None and column.kind == "field":
            self._aim(column, row, x)

    def _aim(self, column: Place, row: int, x: int) -> None:
        """The cursor goes to the digit that was clicked."""
        width = self._digits
        left = column.x + column.width - field_width(self.lines)
        self.cells.editors[row].place(cursor_at(self.cells.editors[row], width, x - left, right=True))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and all lines."""
        return len(self._stacked) + 1

    def render_line(self, y: int) -> Strip:
        """One line of the table."""
        painter = LinePainter(
            self.lines, self._placed(), self.looks, self.cells, self._live, self.here, self._digits, self._limits
        )
        if y == 0:
            text = painter.header()
        elif y <= len(self._stacked):
            line = self._stacked[y - 1]
            text = painter.row(line.row) if line.note is None else painter.note(line.row, line.note)
        else:
            return Strip.blank(self.size.width, self.rich_style)
        strip = Strip(text.render(self.app.console)).adjust_cell_length(self.size.width)
        return strip.apply_style(self.rich_style)

    def _placed(self) -> tuple[Place, ...]:
        """The columns at the present width; they depend on nothing that is typed."""
        width = self.size.width
        if width not in self._columns:
            self._columns = {width: place(self.lines, width)}
        return self._columns[width]


_ROWS = {"down": 1, "up": -1, "pagedown": _PAGE, "pageup": -_PAGE}
_JUMPS = {"ctrl+home": -1_000_000, "ctrl+end": 1_000_000}
