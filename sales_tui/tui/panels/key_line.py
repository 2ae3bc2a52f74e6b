"""The last line: what can be done here, with its key; what can't be done now is grey. A click presses the key."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.line import Line, Part

GAP = 2


class KeyLine(Line):
    """Hints for keys; those at the right are always whole."""

    class Clicked(Message):
        """A hint was clicked: its key is meant."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._acts: Sequence[Hint] = ()
        self._goes: Sequence[Hint] = ()
        self._lead = ""

    def show(self, acts: Sequence[Hint], goes: Sequence[Hint], lead: str = "") -> None:
        """Other hints; `lead` is a word before them."""
        if (acts, goes, lead) != (self._acts, self._goes, self._lead):
            self._acts, self._goes, self._lead = acts, goes, lead
            self.refresh()

    def left(self) -> Sequence[Part]:
        """The keys that act, as many as fit."""
        parts: list[Part] = [(f"{self._lead}   ", "bold $warning")] if self._lead else []
        for hint in self._shown():
            parts += _worded(hint)
        return parts

    def right(self) -> Sequence[Part]:
        """The keys that go."""
        return [part for hint in self._goes for part in _worded(hint)]

    def _shown(self) -> list[Hint]:
        """Those that fit; what can't be done now goes first, then what stands last."""
        room = self.size.width - _width(self._goes) - (len(self._lead) + GAP if self._lead else 0)
        wanted = {*self._acts}
        for _, hint in sorted(enumerate(self._acts), key=lambda entry: (entry[1].possible, -entry[0])):
            if _width([*wanted]) <= room:
                break
            wanted.remove(hint)
        return [hint for hint in self._acts if hint in wanted]

    def on_click(self, event: events.Click) -> None:
        """Which hint that was."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, hints in ((self.size.width - _width(self._goes), self._goes), (0, self._shown())):
            end = start + (len(self._lead) + GAP if self._lead and not start else 0)
            for hint in hints:
                end += _width([hint])
                if start <= offset.x < end - GAP:
                    self.post_message(self.Clicked(hint.key))
                    return


def _worded(hint: Hint) -> list[Part]:
    blank = " " * GAP
    if not hint.possible:
        return [(f"{hint.key} {hint.label}{blank}", "$text-disabled")]
    return [(hint.key, "bold $accent"), (f" {hint.label}{blank}", "$text-muted")]


def _width(hints: Sequence[Hint]) -> int:
    return sum(len(hint.key) + 1 + len(hint.label) + GAP for hint in hints)
