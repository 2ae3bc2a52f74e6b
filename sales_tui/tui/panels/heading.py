"""The first line of a small screen: what it is, and how to leave it."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.panels.line import Line, Part


class Heading(Line):
    """A title and a hint."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._hint = hint

    def show(self, title: str, hint: str) -> None:
        """Say something else."""
        if (title, hint) != (self._title, self._hint):
            self._title, self._hint = title, hint
            self.refresh()

    def left(self) -> Sequence[Part]:
        """The title."""
        return ((self._title, "bold $accent"),)

    def right(self) -> Sequence[Part]:
        """The hint."""
        return ((f"  {self._hint}", "$text-muted"),)
