"""A thin line with the place in the set: "── 2 of 2,000 ──"."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.panels.line import Line, Part


class RuleLine(Line):
    """A rule across the screen; may carry a few words."""

    words = ""

    def show(self, words: str) -> None:
        """Put words into the line."""
        if words != self.words:
            self.words = words
            self.refresh()

    def left(self) -> Sequence[Part]:
        """Rule, words, rule."""
        width = self.size.width
        if not self.words:
            return (("─" * width, "$border"),)
        rest = max(0, width - 12 - len(self.words))
        return (("─" * 10 + " ", "$border"), (self.words, "$text-muted"), (" " + "─" * rest, "$border"))
