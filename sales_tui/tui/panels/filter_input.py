"""The line in which a filter is typed: its parts are painted by what they are, a mistake is underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.widgets import Input

from sales_tui.core.text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sales_tui.filters.error import FilterError

LONGEST = 4_000
"""Characters of a filter."""


class FilterPainter(Highlighter):
    """Paints by roles; `error` is the mistake that was found last."""

    def __init__(self) -> None:
        self.error: FilterError | None = None
        self.is_refused = False
        """Whether somebody asked for it in spite of the mistake."""
        self.colours: Mapping[str, str] = {}

    def highlight(self, text: Text) -> None:
        """Style the characters; those that would act on the terminal are replaced, one by one."""
        from sales_tui.filters.highlight import parts

        styles, at = self._styles(), 0
        found = parts(text.plain, self.error)
        text.plain = literal(text.plain)
        for piece, role in found:
            if style := styles.get(role):
                text.stylize(style, at, at + len(piece))
            at += len(piece)

    def _styles(self) -> dict[str, str]:
        colours = self.colours
        wrong = colours.get("error" if self.is_refused else "warning", "")
        return {
            "field": colours.get("text-muted", ""),
            "sign": f"bold {colours.get('accent', '')}".strip(),
            "mistake": f"underline {wrong}".strip(),
        }


class FilterInput(Input):
    """One line of text, with all the keys that a person expects in it."""

    BINDINGS = [Binding("ctrl+h", "delete_left", show=False)]

    def __init__(self, text: str) -> None:
        self.painter = FilterPainter()
        super().__init__(text, highlighter=self.painter, max_length=LONGEST, select_on_focus=False)
        self.cursor_blink = False

    def on_mount(self) -> None:
        """The theme's colours are known; typing goes on behind the text."""
        self.painter.colours = self.app.theme_variables
        self.cursor_position = len(self.value)
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        """A text that is longer than the line shows its end; before the first layout it can't."""
        self.virtual_size = Size(self.content_width, 1)
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def put(self, text: str, cursor: int | None = None) -> None:
        """Another text, with the cursor there, else behind it."""
        self.value = text
        self.cursor_position = len(text) if cursor is None else cursor

    def underline(self, error: FilterError | None, *, refused: bool = False) -> None:
        """Show where the mistake is, or that there is none."""
        self.painter.error, self.painter.is_refused = error, refused
        self.refresh()

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one; what isn't printable is a blank."""
        event.stop()
        event.prevent_default()
        text = "".join(char if char.isprintable() else " " for char in event.text).strip()
        start, end = self.selection
        self.replace(text, start, end)
