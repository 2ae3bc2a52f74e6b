"""What is on the screen: kind, number and name, status with its why, and the place in the set."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.tui.panels.line import Line, Part, is_compact
from sales_tui.tui.panels.top_line import Place
from sales_tui.workspaces.summary import Summary


class TitleLine(Line):
    """The head of a record's screen."""

    def __init__(self) -> None:
        super().__init__(id="title")
        self._noun = self._where = ""
        self._summary: Summary | None = None
        self._place: Place | None = None

    def show(self, noun: str, summary: Summary, where: str, place: Place) -> None:
        """Another record, or the same after a change."""
        self._noun, self._summary, self._where, self._place = noun, summary, where, place
        self.refresh()

    def left(self) -> Sequence[Part]:
        """Kind, number, name, status, and what matters most beside it."""
        if self._summary is None:
            return ()
        gist = self._summary
        return (
            (f"{self._noun} ", ""),
            (gist.number, "bold $accent"),
            (f" · {gist.name}   ", ""),
            (gist.status, "bold"),
            ("   ", ""),
            (gist.heads[0] if gist.heads and not is_compact(self.app.size) else "", "$text-muted"),
        )

    def right(self) -> Sequence[Part]:
        """The place in the set; where there is no top line, which database."""
        words = [*self._place.words()] if self._place and is_compact(self.app.size) else []
        return (("  ", ""), *words, (self._where, "$text-muted"))
