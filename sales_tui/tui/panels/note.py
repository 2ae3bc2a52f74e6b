"""A sentence in a small screen: what is found, what is wrong, or why something can't be done."""

from __future__ import annotations

from enum import StrEnum

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sales_tui.tui.panels.line import Part, assemble, clipped
from sales_tui.tui.panels.paragraphs import wrap


class Mood(StrEnum):
    """How a sentence is meant: its style."""

    SAYS = ""
    HINTS = "$text-muted"
    WARNS = "$warning"
    REFUSES = "bold $warning"
    FAILS = "bold $error"


SIGNS = {Mood.REFUSES: "! ", Mood.FAILS: "!! "}
"""A sign before the sentence, beside the colour."""


class Note(Widget):
    """Always so many lines high, so that nothing moves when there is something to say."""

    DEFAULT_CSS = "Note { height: auto; width: 1fr; background: $panel; }"

    def __init__(self, lines: int = 1, sentence: str = "", mood: Mood = Mood.HINTS) -> None:
        super().__init__()
        self._lines = lines
        self.sentence = sentence
        self.mood = mood

    def say(self, sentence: str, mood: Mood = Mood.SAYS) -> None:
        """Another sentence."""
        if (sentence, mood) != (self.sentence, self.mood):
            self.sentence, self.mood = sentence, mood
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its lines; but one where the screen is very low."""
        return self._lines if viewport.height >= 16 else 1

    def render(self) -> Content:
        """The sentence, broken at words; what is too long ends in an ellipsis."""
        sign, width, height = SIGNS.get(self.mood, ""), self.size.width, max(1, self.size.height)
        lines = wrap(sign + self.sentence, width)
        if len(lines) > height:
            rest = " ".join(lines[height - 1 :])
            lines = [*lines[: height - 1], clipped(rest, width)]
        rows: list[list[Part]] = [[(line, self.mood.value)] for line in lines]
        return Content("\n").join([assemble(row) for row in rows])
