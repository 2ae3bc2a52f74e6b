"""A pane of a record: facts, a table, notes; its rows have a cursor where they stand for documents."""

from __future__ import annotations

from functools import lru_cache, partial

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from sales_tui.tui.panels.line import Part, assemble, cut
from sales_tui.tui.panels.pane_layout import Laid, lay_out
from sales_tui.workspaces.panes import Pane


class PaneView(Widget):
    """One pane below its title."""

    DEFAULT_CSS = "PaneView { height: auto; margin: 0 1 1 0; }"

    class Pressed(Message):
        """The pane was clicked, maybe on a row that stands for a document."""

        def __init__(self, pane: Pane, link: tuple[str, str] | None) -> None:
            super().__init__()
            self.pane = pane
            self.link = link

    def __init__(self, pane: Pane, label_style: str = "$text-muted") -> None:
        super().__init__()
        self.pane = pane
        self.is_present = False
        self.cursor = 0
        self._lay_out = lru_cache(maxsize=2)(partial(lay_out, label_style=label_style))

    @property
    def link(self) -> tuple[str, str] | None:
        """The document under the cursor."""
        return self.pane.links[self.cursor] if self.cursor < len(self.pane.links) else None

    def mark(self, is_present: bool, cursor: int = 0) -> None:
        """It is the present pane, or no longer."""
        self.is_present, self.cursor = is_present, cursor
        self.refresh()

    def move(self, rows: int) -> bool:
        """Move the cursor over the documents; False where there is none further."""
        if not self.pane.links or not 0 <= self.cursor + rows < len(self.pane.links):
            return False
        self.cursor += rows
        self.refresh()
        return True

    def cursor_region(self) -> Region:
        """Where the cursor's row is within the pane; its title where there are no documents."""
        rows = self._laid().row_lines
        at = rows[self.cursor] if self.pane.links and self.cursor < len(rows) else 0
        return Region(0, at, 1, 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it needs at this width."""
        return len(self._lay_out(self.pane, max(1, width)).lines)

    def _laid(self) -> Laid:
        return self._lay_out(self.pane, max(1, self.size.width))

    def render(self) -> Content:
        """Title and lines."""
        laid = self._laid()
        here = laid.row_lines[self.cursor] if self.is_present and self.pane.links else None
        return Content("\n").join([self._line(at, parts, at == here) for at, parts in enumerate(laid.lines)])

    def _line(self, at: int, parts: tuple[Part, ...], is_cursor: bool) -> Content:
        if at == 0:
            sign, style = ("▌ ", "bold $accent") if self.is_present else ("  ", "bold")
            return cut(assemble([(sign, "$accent"), (self.pane.title, style)]), self.size.width)
        line = cut(assemble([("▌ " if is_cursor else "  ", "$accent"), *parts]), self.size.width)
        return line.stylize("on $accent 15%") if is_cursor else line

    def on_click(self, event: events.Click) -> None:
        """Go to this pane, or open the document in this row."""
        offset = event.get_content_offset(self)
        rows = self._laid().row_lines
        at = rows.index(offset.y) if offset is not None and offset.y in rows else None
        self.post_message(self.Pressed(self.pane, self.pane.links[at] if at is not None and self.pane.links else None))
