"""What the grid was asked: which records, in which order, how many there are, and how many came in since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sales_tui.tui.panels.line import Line, Part


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The question and its answer, in words."""

    view: str = ""
    filter: str = ""
    sort: str = ""
    count: str = ""
    news: str = ""


class QuestionLine(Line):
    """View, filter, sort, count."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self._words = QuestionWords()

    def show(self, words: QuestionWords) -> None:
        """Another question, or its answer."""
        if words != self._words:
            self._words = words
            self.refresh()

    def left(self) -> Sequence[Part]:
        """View, filter and sort."""
        words = self._words
        parts: list[Part] = [(words.view, "bold")]
        if words.filter:
            parts += [("   / ", "$accent"), (words.filter, "")]
        return (*parts, (f"   {words.sort}", "$text-muted"))

    def right(self) -> Sequence[Part]:
        """The count; what is new stands out."""
        parts: list[Part] = [(f"  {self._words.news}  ", "$accent")] if self._words.news else []
        return (*parts, (f"  {self._words.count}", ""))
