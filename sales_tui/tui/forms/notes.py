"""What must be read before anything is typed: gift message, the customer's note, what isn't paid."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size

from sales_tui.tui.forms import declare
from sales_tui.tui.forms.part import GUTTER, LABEL, FormPart, cut, joined, wrapped

_MOST = 8
"""Lines of one text; a longer one is cut, so that the fields stay near."""


class Notes(FormPart):
    """Labels and texts, wrapped."""

    def __init__(self, notes: declare.Notes) -> None:
        super().__init__(classes="-close" if notes.close else None)
        self.notes = notes

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines."""
        return len(self._lines(width))

    def render(self) -> Text:
        """The labels muted, the texts plain."""
        text = Text(no_wrap=True, end="")
        for at, (label, line) in enumerate(self._lines(self.size.width)):
            text.append("\n" if at else "")
            shown = cut(label, LABEL - 1).ljust(LABEL)
            text.append_text(joined((" " * GUTTER + shown, self.looks.label), (line, self.looks.plain)))
        return text

    def _lines(self, width: int) -> list[tuple[str, str]]:
        lines = []
        for label, text in self.notes.texts:
            found = wrapped(text, max(20, width - GUTTER - LABEL))
            if len(found) > _MOST:
                found = [*found[: _MOST - 1], "…"]
            lines += [(label if not at else "", line) for at, line in enumerate(found)]
        return lines
