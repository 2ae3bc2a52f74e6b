"""A thin line with the place in the set, and what the set or its marks come to: "── 2 of 2,000 ──── 3 marked ──"."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.panels.line import Line, Part

MARGIN = 4
"""Cells of rule at either end, where there are words."""


class RuleLine(Line):
    """A rule across the screen; may carry a few words at either end."""

    words = ""
    beside: tuple[str, ...] = ()

    def show(self, words: str, *beside: str) -> None:
        """Put words into the line; of those that stand beside them, the first that there is room for."""
        if (words, beside) != (self.words, self.beside):
            self.words, self.beside = words, beside
            self.refresh()

    def left(self) -> Sequence[Part]:
        """Rule, words, rule."""
        width = self.size.width - sum(len(text) for text, _ in self.right())
        if not self.words:
            return (("─" * width, "$border"),)
        rest = max(0, width - MARGIN - 2 - len(self.words))
        return (("─" * MARGIN + " ", "$border"), (self.words, "$text-muted"), (" " + "─" * rest, "$border"))

    def right(self) -> Sequence[Part]:
        """What it comes to, where there is room for it."""
        room = self.size.width - len(self.words) - 4 * MARGIN
        beside = next((text for text in self.beside if 0 < len(text) <= room), "")
        return ((" ", ""), (beside, "$text-muted"), (" " + "─" * MARGIN, "$border")) if beside else ()
