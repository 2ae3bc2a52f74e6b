"""A field for a text of several lines. As everywhere `enter` goes on; ctrl+n makes a new line."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Region, Size

from sales_tui.core.text import literal
from sales_tui.tui.forms.declare import Entry, Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.part import GUTTER, HERE, LABEL, cut, joined

_LEAST, _MOST = 4, 12
"""Lines that it shows."""

_LONGEST = 10_000

NEW_LINE = frozenset(("ctrl+n", "shift+enter", "alt+enter", "ctrl+j"))
"""The first works over any terminal, the others where the terminal tells them apart from `enter`."""


class TextBlock(FormField):
    """Several lines of text, broken at the width there is."""

    free_text = True

    def __init__(self, host: Host, entry: Entry, required: bool) -> None:
        super().__init__(host, entry.name)
        self.entry = entry
        self.required = required
        self.editor = Editor(str(entry.preset or ""), limit=_LONGEST, several_lines=True)

    def press(self, key: str, character: str | None) -> bool:
        """Edit the text."""
        before = self.editor.text
        if key in NEW_LINE:
            self.editor.insert("\n")
        elif not self.editor.press(key, character):
            return False
        if self.editor.text != before:
            self.refresh(layout=True)
            self.host.changed()
        self.refresh()
        return True

    def step(self, key: str) -> bool:
        """Up and down move through the lines first."""
        if key not in ("up", "down"):
            return False
        lines = self._lines()
        row, column = self._cursor(lines)
        row += 1 if key == "down" else -1
        if not 0 <= row < len(lines):
            return False
        start, line = lines[row]
        self.editor.place(start + min(column, len(line)))
        self.refresh()
        return True

    def paste(self, text: str) -> None:
        """Lines stay lines."""
        self.editor.insert("\n".join(text.splitlines()))
        self.refresh(layout=True)
        self.host.changed()

    def read(self) -> Values:
        """The text; left out where there is none."""
        text = self.editor.text.strip()
        if self.required and not text:
            raise Wrong(self.entry.missing or f"{self.entry.label}: type something first.", missing=True)
        return {self.entry.name: text} if text else {}

    def hit(self, x: int, y: int) -> None:
        """The cursor goes to the character that was clicked."""
        lines = self._lines()
        start, line = lines[min(y + self._top(lines), len(lines) - 1)]
        cell, at = x - GUTTER - LABEL - 2, 0
        while at < len(line) and cell >= cell_len(literal(line[: at + 1])):
            at += 1
        self.editor.place(start + at)

    def spot(self) -> Region:
        """The line of the cursor."""
        lines = self._lines()
        return Region(0, self._cursor(lines)[0] - self._top(lines), max(self.size.width, 1), 1)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How a line ends."""
        return (("ctrl+n", "new line"),)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has, within limits."""
        return max(_LEAST, min(len(self._lines(width)), _MOST))

    def render(self) -> Text:
        """Label and lines, with a bar at their left."""
        looks, lines = self.looks, self._lines()
        row, column = self._cursor(lines)
        top = self._top(lines)
        text = Text(no_wrap=True, end="")
        for shown in range(self.size.height or _LEAST):
            label = cut(self.entry.label, LABEL - 1) if not shown else ""
            text.append_text(
                joined(
                    (f"{HERE} " if self.here and not shown else "  ", looks.accent),
                    (label.ljust(LABEL), looks.accent if self.here else looks.label),
                    ("│ ", looks.accent if self.here else looks.muted),
                )
            )
            at = top + shown
            body = literal(lines[at][1]) + " " if at < len(lines) else " "
            start = len(text)
            text.append(body, looks.here if self.here and len(body) > 1 else looks.field)
            if self.here and at == row:
                text.stylize(looks.cursor, start + column, start + column + 1)
            text.append("\n")
        text.right_crop(1)
        return text

    def _lines(self, width: int = 0) -> list[tuple[int, str]]:
        """Where each shown line starts in the text, and the line."""
        room = max(8, (width or self.size.width or 60) - GUTTER - LABEL - 4)
        lines, start = [], 0
        for paragraph in self.editor.text.split("\n"):
            at = 0
            while True:
                size = _fitting(paragraph, at, room)
                lines.append((start + at, paragraph[at : at + size]))
                at += size
                if at >= len(paragraph):
                    break
            start += len(paragraph) + 1
        return lines

    def _cursor(self, lines: list[tuple[int, str]]) -> tuple[int, int]:
        at = self.editor.cursor
        row = max(index for index, (start, _) in enumerate(lines) if start <= at)
        return row, at - lines[row][0]

    def _top(self, lines: list[tuple[int, str]]) -> int:
        """The first line that is shown, so that the cursor's is."""
        height = self.size.height or _LEAST
        return max(0, min(self._cursor(lines)[0] - height + 1, len(lines) - height))


def _fitting(text: str, start: int, room: int) -> int:
    """How many characters from `start` fit, up to the last blank where words would be broken."""
    used, size, blank = 0, 0, 0
    for char in text[start:]:
        used += cell_len(literal(char))
        if used > room:
            return blank or max(size, 1)
        size += 1
        if char == " ":
            blank = size
    return size
