"""A DataTable without rows of its own: what it paints, scrolls and points at is looked up in `Records`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.geometry import Region, Size, Spacing, clamp
from textual.strip import Strip
from textual.widgets import DataTable
from textual.widgets.data_table import RowKey

from sales_tui.tui.grid.layout import Layout, Placed, lay_out
from sales_tui.tui.grid.lazy import (
    LazyData,
    LazyLocations,
    LazyOffsets,
    LazyOrderedRows,
    LazyRows,
    LazySequence,
    Records,
)
from sales_tui.tui.grid.paint import GridStyles, Painter, RowLook
from sales_tui.tui.grid.source import Cell, SortKeys

HEADER = 1
"""Lines above the rows."""


class LazyTable(DataTable[Cell], inherit_bindings=False):
    """A row cursor over rows one line high. Subclasses say where rows come from and what follows a movement."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Open", show=False, id="grid.open"),
        Binding("up", "cursor_up", "Row up", show=False, id="grid.up"),
        Binding("down", "cursor_down", "Row down", show=False, id="grid.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="grid.page_up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="grid.page_down"),
        Binding("left", "columns_left", "Columns to the left", show=False, id="grid.left"),
        Binding("right", "columns_right", "Columns to the right", show=False, id="grid.right"),
        Binding("home,ctrl+home", "scroll_top", "First record", show=False, id="grid.first"),
        Binding("end,ctrl+end", "scroll_bottom", "Last record", show=False, id="grid.last"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--bar", "grid--mark", "grid--done", "grid--sorted"}

    DEFAULT_CSS = """
    LazyTable {
        height: 1fr;
        background: $background;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .datatable--header { background: $background; color: $text-muted; text-style: none; }
        & > .grid--sorted { color: $accent; }
        & > .datatable--cursor { background: $foreground 8%; color: $foreground; text-style: none; }
        & > .grid--bar { color: $text-muted; }
        & > .grid--mark { color: $accent; }
        & > .grid--done { text-style: dim; }
        &:focus {
            background-tint: $foreground 0%;
            & > .datatable--header { background: $background; background-tint: $foreground 0%; }
            & > .datatable--cursor { background: $accent 18%; color: $foreground; text-style: bold; }
            & > .grid--bar { color: $accent; text-style: bold; }
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        self._records = Records()  # first: the table's own start asks for rows already
        super().__init__(id=id, classes=classes, cursor_type="row", cell_padding=0, zebra_stripes=False)
        self.sorted_by: SortKeys = ()
        self.empty = ""
        """A sentence for when there are no rows: it says what to press."""
        self._painter: Painter | None = None
        self._painted: dict[int, Strip] = {}
        self._skip = 0
        self._keeps_all = False
        self._bind_records()

    def _bind_records(self) -> None:
        """Put lookups in place of the table's own dictionaries, which it types as such."""
        records = self._records
        self.rows = cast("dict[Any, Any]", LazyRows(records))
        self._data = cast("dict[Any, Any]", LazyData(records))
        self._row_locations = cast("Any", LazyLocations(records))

    @property
    def ordered_rows(self) -> LazySequence[Any]:  # type: ignore[override]  # a list there; iterated nowhere here
        """The rows, made when asked for."""
        return LazyOrderedRows(self._records, range(len(self._records.order)))

    @property
    def _y_offsets(self) -> LazySequence[Any]:  # type: ignore[override]
        return LazyOffsets(self._records, range(len(self._records.order)))

    def get_row_height(self, row_key: RowKey) -> int:
        """Always 1."""
        return 1

    # --- what a row shows, for subclasses

    def _look(self, row: int, record_id: int) -> RowLook:
        return RowLook(cursor=row == self.cursor_row)

    def _moved(self) -> None:
        """The cursor is in another row."""

    def _open_cursor(self) -> None:
        """The record under the cursor was chosen."""

    def _header_clicked(self, place: Placed) -> None:
        """A column's label was clicked."""

    def _is_settled(self) -> bool:
        """Whether the rows on the screen are those that were asked for last."""
        return True

    def _rows_painted(self) -> None:
        """Something was painted: what of it is missing has to be read."""

    # --- dimensions

    @property
    def page(self) -> int:
        """How many rows fit on the screen."""
        return max(1, self.scrollable_content_region.height - HEADER)

    @property
    def first_visible(self) -> int:
        """The row in the first line below the header."""
        return int(self.scroll_offset.y)

    def _fit_table(self) -> None:
        """After another width, other columns or another number of rows."""
        self._painter = None
        self._line_cache.clear()
        self._update_dimensions(())
        self.refresh()

    def _update_dimensions(self, new_rows: Iterable[RowKey]) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._records.order) + HEADER)

    def _get_row_region(self, row_index: int) -> Region:
        if not self.is_valid_row_index(row_index):
            return Region(0, 0, 0, 0)
        return Region(0, row_index + HEADER, self.size.width, 1)

    def _get_cell_region(self, coordinate: Coordinate) -> Region:
        return self._get_row_region(coordinate.row)

    def _get_fixed_offset(self) -> Spacing:
        return Spacing(HEADER, 0, 0, 0)

    def _on_resize(self, event: events.Resize) -> None:
        self._fit_table()
        self.call_after_refresh(self._scroll_cursor_into_view)

    # --- painting

    def _brush(self) -> Painter:
        if self._painter is None:
            self._painter = Painter(self._laid_out(self._skip), self._grid_styles(), self.app.console)
        return self._painter

    def _laid_out(self, skip: int) -> Layout:
        width = self.scrollable_content_region.width
        return lay_out(self._records.columns, width, skip, keep_all=self._keeps_all)

    def _grid_styles(self) -> GridStyles:
        part = self.get_component_rich_style
        base = self.rich_style

        def ink(name: str) -> Style:
            # Only the letters: the gutter and a dimmed row keep the background of the row they are in.
            found = part(name)
            return Style(color=found.color, bold=found.bold or None, dim=found.dim or None)

        header = base + part("datatable--header")
        return GridStyles(
            row=base,
            cursor=base + part("datatable--cursor"),
            bar=ink("grid--bar"),
            mark=ink("grid--mark"),
            done=Style(dim=True),
            header=header,
            sorted_header=header + ink("grid--sorted"),
        )

    def notify_style_update(self) -> None:
        """The theme or the focus changed."""
        self._painter = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint, and then see to it that what is missing gets read."""
        strips = super().render_lines(crop)
        self._rows_painted()
        return strips

    def render_line(self, y: int) -> Strip:
        """One line of the widget: the header, a row, or nothing below the last."""
        strip = self._painted[y] = self._line_strip(self._brush(), y)
        return strip

    def _repaint_changed(self) -> None:
        """Paint the lines that are no longer as they were painted last; over SSH every other one would be a waste."""
        if not self._painted:
            return
        brush = self._brush()
        for y in range(self.scrollable_content_region.height):
            if self._painted.get(y) != self._line_strip(brush, y):
                self.refresh(Region(0, y, self.size.width, 1))

    def _line_strip(self, brush: Painter, y: int) -> Strip:
        if y < HEADER:
            return brush.header(self.sorted_by) if brush.placed else Strip.blank(brush.width, brush.styles.row)
        return self._row_strip(brush, y - HEADER + self.first_visible, y == HEADER)

    def _row_strip(self, brush: Painter, row: int, is_first_line: bool) -> Strip:
        record_id = self._records.order.id_at(row)
        if record_id is None or not brush.placed:
            if is_first_line and self.empty and brush.placed and self._is_empty():
                return brush.message(self.empty)
            return Strip.blank(brush.width, brush.styles.row)
        cells = self._records.cache.get(record_id)
        look = self._look(row, record_id)
        key = cast("Any", (record_id, cells is None, look, self._update_count))
        strip = self._line_cache.get(key)
        if strip is None:
            strip = self._line_cache[key] = brush.row(cells, look)
        return strip

    def _is_empty(self) -> bool:
        return not len(self._records.order)

    # --- columns

    def _shift_columns(self, steps: int) -> None:
        present = self._brush().layout.skip
        wanted = self._laid_out(present + steps).skip
        if wanted != present:
            self._skip = wanted
            self._fit_table()

    def action_columns_left(self) -> None:
        """Back towards the first columns."""
        self._move(lambda: self._shift_columns(-1))

    def action_columns_right(self) -> None:
        """To the columns that there was no room for; the first column stays."""
        self._move(lambda: self._shift_columns(1))

    # --- movement

    def _highlight_row(self, row_index: int) -> None:
        self.refresh_row(row_index)
        if len(self._records.order):
            self._moved()

    def _clamp_cursor_coordinate(self, coordinate: Coordinate) -> Coordinate:
        known = self._records.order.known
        return Coordinate(clamp(coordinate.row, known.start, max(known.start, known.stop - 1)), 0)

    def _go(self, row: int) -> None:
        """Move the cursor, and scroll as little as needed."""
        self.cursor_coordinate = Coordinate(row, 0)

    def _move(self, move: Callable[[], None]) -> None:
        """Do what a key asks for."""
        move()

    def _turn_page(self, pages: int) -> None:
        step = pages * self.page
        target = self.cursor_row + step
        self.scroll_relative(y=step, animate=False, force=True)
        self._go(target)

    def action_cursor_up(self) -> None:
        """One row up."""
        self._move(lambda: self._go(self.cursor_row - 1))

    def action_cursor_down(self) -> None:
        """One row down."""
        self._move(lambda: self._go(self.cursor_row + 1))

    def action_page_up(self) -> None:
        """As many rows up as are on the screen."""
        self._move(lambda: self._turn_page(-1))

    def action_page_down(self) -> None:
        """As many rows down as are on the screen."""
        self._move(lambda: self._turn_page(1))

    def action_scroll_top(self) -> None:
        """To the first record."""
        self._move(lambda: self._go(0))

    def action_scroll_bottom(self) -> None:
        """To the last record."""
        self._move(lambda: self._go(self.row_count - 1))

    def action_select_cursor(self) -> None:
        """Open the record under the cursor."""
        self._move(self._open_cursor)

    # --- mouse

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        # No row lights up under the pointer: a screen over SSH would be repainted with every movement.
        event.prevent_default()

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        event.stop()
        at = event.get_content_offset(self)
        if at is None or at.x >= self.scrollable_content_region.width:
            return
        if at.y < HEADER:
            if (place := self._brush().column_at(at.x)) is not None:
                self._header_clicked(place)
            return
        row = at.y - HEADER + self.first_visible
        if self._records.order.id_at(row) is None or not self._is_settled():
            return
        if row == self.cursor_row:
            self._open_cursor()
        else:
            self._go(row)
