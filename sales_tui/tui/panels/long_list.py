"""A list of any length with a cursor: only the lines that are seen are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from sales_tui.tui.panels.line import Part, assemble, cell, cut
from sales_tui.tui.panels.pick_list import GAP, GUTTER, STEPS, PickList, Row, fitting_widths


def _none(place: int) -> Row:
    return Row(())


class LongList(Widget):
    """Lines that somebody else makes, one of them under the cursor."""

    DEFAULT_CSS = "LongList { height: auto; width: 1fr; background: $panel; }"

    class Moved(Message):
        """Other lines may be seen now."""

    def __init__(
        self, *, beside: int, most: int = 16, right: Collection[int] = (), yielding: Sequence[int] = ()
    ) -> None:
        """As for PickList."""
        super().__init__()
        self.count = 0
        self.cursor = 0
        self._row: Callable[[int], Row] = _none
        self._beside, self._most = beside, most
        self._right, self._yielding = right, yielding
        self._first = 0

    def show(self, count: int, row: Callable[[int], Row], cursor: int = 0) -> None:
        """So many lines; `row` makes that of a place, from 0. The lines say themselves when they are others."""
        taller = count != self.count
        self.count, self._row = count, row
        self.cursor = max(0, min(cursor, count - 1))
        self.refresh(layout=taller)
        self.post_message(self.Moved())

    def move(self, key: str) -> bool:
        """Move the cursor; False where the key doesn't."""
        if key not in STEPS or not self.count:
            return False
        if key in ("home", "end"):
            self.cursor = 0 if key == "home" else self.count - 1
        else:
            step = STEPS[key] * (max(1, self.size.height) if key.startswith("page") else 1)
            self.cursor = max(0, min(self.cursor + step, self.count - 1))
        self.refresh()
        self.post_message(self.Moved())
        return True

    @property
    def seen(self) -> range:
        """The places of the lines that are seen, and of a page before and after them."""
        height = max(1, self.size.height)
        return range(max(0, self.cursor - 2 * height), min(self.count, self.cursor + 2 * height))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line each, as far as the sheet has room: four fifths of the screen."""
        return min(max(self.count, 1), self._most, max(1, viewport.height * 4 // 5 - self._beside))

    def on_mouse_scroll_down(self) -> None:
        """The wheel is another way to press an arrow."""
        self.post_message(PickList.Turned("down"))

    def on_mouse_scroll_up(self) -> None:
        """The wheel is another way to press an arrow."""
        self.post_message(PickList.Turned("up"))

    def on_click(self, event: events.Click) -> None:
        """The cursor goes there."""
        offset = event.get_content_offset(self)
        if offset is not None and self._first + offset.y < self.count:
            self.cursor = self._first + offset.y
            self.refresh()

    def render(self) -> Content:
        """The lines around the cursor."""
        height = self.size.height
        self._first = max(min(self._first, self.cursor), self.cursor - height + 1)
        self._first = max(0, min(self._first, self.count - height))
        shown = range(self._first, min(self.count, self._first + height))
        rows = [self._row(at) for at in shown]
        widths = fitting_widths(rows, self.size.width - GUTTER - 2, self._yielding)
        return Content("\n").join([self._line(at, row, widths) for at, row in zip(shown, rows, strict=True)])

    def _line(self, at: int, row: Row, widths: Sequence[int]) -> Content:
        here = at == self.cursor
        parts: list[Part] = [("▌ " if here else "  ", "$accent")]
        for column, (text, style) in enumerate(row.cells):
            if widths[column]:
                gap = " " * GAP if len(parts) > 1 else ""
                shown = cell(text, widths[column], right=column in self._right)
                parts.append((gap + shown, f"bold {style}".strip() if here else style))
        more = " ↑" if at == self._first and at else ""
        more = " ↓" if at == self._first + self.size.height - 1 and at < self.count - 1 else more or "  "
        line = cut(assemble(parts), max(1, self.size.width - 2)) + assemble([(more, "$text-muted")])
        return line.stylize("on $accent 15%") if here else line
