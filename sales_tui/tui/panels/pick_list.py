"""A list of aligned columns with a cursor, of which as many lines are shown as there is room for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from sales_tui.core.text import literal
from sales_tui.tui.panels.line import Part, assemble, cell, cut

GAP = 2
"""Cells between two columns."""

GUTTER = 2
"""Cells for the cursor's sign."""

LEAST = 4
"""A column that would be narrower is left out, unless it never was wider."""

STEPS = {"up": -1, "down": 1, "pageup": -1, "pagedown": 1, "home": -100_000, "end": 100_000}
"""How far the cursor goes; of the page keys in pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a text with its style for each column. A title is no line that the cursor goes to."""

    cells: tuple[Part, ...]
    is_title: bool = False


class PickList(Widget):
    """Rows, one of them under the cursor, or none."""

    DEFAULT_CSS = "PickList { height: auto; width: 1fr; background: $panel; }"

    class Chosen(Message):
        """A click on a row."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Turned(Message):
        """The wheel was turned: that key is meant."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self,
        *,
        beside: int,
        most: int = 16,
        least: int = 1,
        right: Collection[int] = (),
        yielding: Sequence[int] = (),
    ) -> None:
        """`beside`: lines of the sheet that others need. `right`: columns that are aligned right. `yielding`: columns
        that become narrower where there is no room, the first of them first; the others never do.
        """
        super().__init__()
        self.rows: Sequence[Row] = ()
        self.cursor: int | None = None
        self._beside, self._most, self._least = beside, most, least
        self._right, self._yielding = right, yielding
        self._first = 0

    def show(self, rows: Sequence[Row], cursor: int | None = 0) -> None:
        """Other rows."""
        taller = len(rows) != len(self.rows)
        self.rows = rows
        self.cursor = None if cursor is None or not rows else max(0, min(cursor, len(rows) - 1))
        if self.cursor is None:
            self._first = 0
        self.refresh(layout=taller)

    def move(self, key: str) -> bool:
        """Move the cursor, past titles; False where the key doesn't."""
        places = [at for at, row in enumerate(self.rows) if not row.is_title]
        if key not in STEPS or not places:
            return False
        step = STEPS[key] * (max(1, self.size.height) if key.startswith("page") else 1)
        at = places.index(self.cursor) if self.cursor in places else -1 if step > 0 else 0
        self.cursor = places[max(0, min(at + step, len(places) - 1))]
        self.refresh()
        return True

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a row, as far as the sheet has room: four fifths of the screen."""
        room = max(1, viewport.height * 4 // 5 - self._beside)
        return min(max(len(self.rows), self._least), self._most, room)

    def on_click(self, event: events.Click) -> None:
        """The row under the pointer."""
        offset = event.get_content_offset(self)
        at = self._first + offset.y if offset is not None else len(self.rows)
        if at < len(self.rows) and not self.rows[at].is_title:
            self.post_message(self.Chosen(at))

    def on_mouse_scroll_down(self) -> None:
        """The wheel is another way to press an arrow."""
        self.post_message(self.Turned("down"))

    def on_mouse_scroll_up(self) -> None:
        """The wheel is another way to press an arrow."""
        self.post_message(self.Turned("up"))

    def render(self) -> Content:
        """The rows around the cursor."""
        height, count = self.size.height, len(self.rows)
        if self.cursor is not None:
            self._first = max(min(self._first, self.cursor), self.cursor - height + 1)
        self._first = max(0, min(self._first, count - height))
        widths = fitting_widths(self.rows, self.size.width - GUTTER - 2, self._yielding)
        shown = range(self._first, min(count, self._first + height))
        return Content("\n").join([self._line(at, widths, self._sign(at, shown)) for at in shown])

    def _sign(self, at: int, shown: range) -> str:
        """At the right end: whether there are rows above or below those that are shown."""
        if at == shown[0] and at:
            return " ↑"
        return " ↓" if at == shown[-1] and at < len(self.rows) - 1 else "  "

    def _line(self, at: int, widths: Sequence[int], sign: str) -> Content:
        row, here = self.rows[at], at == self.cursor
        parts: list[Part] = [("▌ " if here else "  ", "$accent")]
        if row.is_title:
            parts += row.cells
        for column, (text, style) in enumerate(() if row.is_title else row.cells):
            if widths[column]:
                gap = " " * GAP if len(parts) > 1 else ""
                shown = cell(text, widths[column], right=column in self._right)
                parts.append((gap + shown, f"bold {style}".strip() if here else style))
        line = cut(assemble(parts), max(1, self.size.width - 2)) + assemble([(sign, "$text-muted")])
        return line.stylize("on $accent 15%") if here else line


def fitting_widths(rows: Sequence[Row], room: int, yielding: Sequence[int]) -> list[int]:
    """The width of each column; 0: left out."""
    rows = [row for row in rows if not row.is_title]
    count = max((len(row.cells) for row in rows), default=0)
    widths = [
        max((cell_len(literal(row.cells[at][0])) for row in rows if at < len(row.cells)), default=0)
        for at in range(count)
    ]
    for at in yielding:
        needed = sum(width + GAP for width in widths if width) - GAP
        if needed <= room or at >= count:
            continue
        left = widths[at] - (needed - room)
        widths[at] = left if left >= LEAST else 0
    return widths
