"""The last line of every form: which key does it, which leaves, which moves. It can be clicked too."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message

from sales_tui.tui.forms.part import FormPart, joined

_GAP = "    "


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does."""

    key: str
    words: str
    press: str = ""
    """The key that a click stands for."""
    first: bool = False


class Keys(FormPart):
    """F2 with verb and figure first; the less important are left out where it is narrow."""

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__(id="form-keys")
        self.shown: tuple[Hint, ...] = ()

    def tell(self, hints: tuple[Hint, ...]) -> None:
        """Other hints."""
        if hints != self.shown:
            self.shown = hints
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Text:
        """Keys in the accent, words beside them."""
        looks = self.looks
        text = Text(no_wrap=True, end="")
        for at, (hint, _, _) in enumerate(self._placed()):
            text.append(_GAP if at else "")
            words = looks.strong if hint.first else looks.label
            text.append_text(joined((hint.key, looks.accent), (f"  {hint.words}", words)))
        return text

    def on_click(self, event: events.Click) -> None:
        """A click does what the key does."""
        event.stop()
        for hint, start, end in self._placed():
            if start <= event.x < end and hint.press:
                self.post_message(self.Pressed(hint.press))

    def _placed(self) -> list[tuple[Hint, int, int]]:
        """The hints that fit, with their first cell and the one behind them."""
        placed: list[tuple[Hint, int, int]] = []
        x = 0
        for hint in self.shown:
            cells = cell_len(hint.key) + 2 + cell_len(hint.words)
            if x + cells > self.size.width and placed:
                continue
            placed.append((hint, x, x + cells))
            x += cells + len(_GAP)
        return placed
