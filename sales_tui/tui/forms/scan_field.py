"""An open field for scans: each is taken at its line end, and a refused one can't be missed."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size

from sales_tui.tui.forms.box import box, cursor_at
from sales_tui.tui.forms.declare import Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.part import GUTTER, HERE, LABEL, cut, joined

_SCAN = 30
"""Cells of the field."""


class Refused(Exception):
    """A scan that isn't counted; the sentence says why."""


class ScanField(FormField):
    """An open field: what a scanner sends is counted at its enter, and the field stays for the next.

    `count` counts a scan and says what it was, or raises Refused; `missing` says what there is to do as long as nothing
    is counted.
    """

    free_text = True

    def __init__(self, host: Host, count: Callable[[str], str], missing: Callable[[], str]) -> None:
        super().__init__(host, "scan")
        self._missing = missing
        self.editor = Editor(limit=80)
        self._count = count
        self._said = "the barcode or SKU of each piece"

    def step(self, key: str) -> bool:
        """A line end counts what was scanned; with nothing in it, it goes on to the lines."""
        code = self.editor.text.strip()
        if not code or key not in ("enter", "tab"):
            return False
        self.editor.replace("")
        try:
            self._said, self.wrong = self._count(code), False
        except Refused as refused:
            self._said, self.wrong = "not counted", True
            self.host.refuse(str(refused))
        self.refresh()
        return True

    def press(self, key: str, character: str | None) -> bool:
        """Edit what is typed."""
        self.wrong = False
        taken = self.editor.press(key, character)
        self.refresh()
        return taken

    def paste(self, text: str) -> None:
        """Every line is a scan; the last one without a line end stays to be typed on."""
        for line in text.splitlines(keepends=True):
            self.editor.insert(line.strip())
            if line.endswith(("\n", "\r")):
                self.step("enter")
        self.refresh()

    def check(self) -> Values:
        """A refused scan stays marked until the next key."""
        return self.read()

    def read(self) -> Values:
        """Nothing of its own. Raises Wrong for what is typed and not counted yet, and where nothing was counted."""
        if code := self.editor.text.strip():
            raise Wrong(f"Scan: {code} isn't counted yet; enter counts it.", missing=True)
        if sentence := self._missing():
            raise Wrong(sentence, missing=True)
        return {}

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Where to go for counting by hand."""
        return (("↓", "count by hand"),)

    def hit(self, x: int, y: int) -> None:
        """The cursor goes to the character that was clicked."""
        self.editor.place(cursor_at(self.editor, _SCAN, x - GUTTER - LABEL))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Text:
        """Sign, field, and what was counted last; all of it flashes where a scan was refused."""
        looks = self.looks
        text = joined(
            (f"{HERE} " if self.here else "  ", looks.accent),
            ("Scan".ljust(LABEL), looks.accent if self.here else looks.label),
        )
        text.append_text(box(self.editor, _SCAN, looks, here=self.here, wrong=self.wrong))
        room = self.size.width - text.cell_len - 2
        said = cut(self._said, room)
        text.append_text(joined((f"  {said}", looks.wrong if self.wrong else looks.label)))
        if self.wrong:
            text.append(" " * max(0, room - cell_len(said)))
            text.stylize("reverse")
        return text
