"""The sentence above the keys: what the order becomes, or what is wrong, or why it was refused."""

from __future__ import annotations

from enum import StrEnum

from rich.text import Text
from textual.geometry import Size

from sales_tui.tui.forms.part import FormPart, joined, wrapped

_LEAST, _MOST = 2, 5


class Tone(StrEnum):
    """How a sentence is meant."""

    SAYS = "says"
    WAITS = "waits"
    """It can't be done yet."""
    REFUSES = "refuses"


class MessageLine(FormPart):
    """Two lines, more where a sentence needs them; a refusal carries a sign."""

    def __init__(self) -> None:
        super().__init__(id="form-message")
        self.sentence = ""
        self.tone = Tone.SAYS

    def say(self, sentence: str, tone: Tone = Tone.SAYS) -> None:
        """Another sentence."""
        if (sentence, tone) != (self.sentence, self.tone):
            self.sentence, self.tone = sentence, tone
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return max(_LEAST, min(len(self._lines(width)), _MOST))

    def render(self) -> Text:
        """The sentence, wrapped at words."""
        looks = self.looks
        style = {Tone.SAYS: looks.plain, Tone.WAITS: looks.label, Tone.REFUSES: looks.refusal}[self.tone]
        text = Text(no_wrap=True, end="")
        for at, line in enumerate(self._lines(self.size.width)[:_MOST]):
            text.append("\n" if at else "")
            text.append_text(joined((line, style)))
        return text

    def _lines(self, width: int) -> list[str]:
        sign = "! " if self.tone is Tone.REFUSES else ""
        return wrapped(f"{sign}{self.sentence}", width)
