"""What the filter box offers below the text: examples, completions, or the filters that were asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sales_tui.filters.complete import Completion, KnownValues, Option, complete
from sales_tui.filters.fields import Fields


@dataclass(slots=True)
class Completing:
    """The completions at the cursor, and which of them is chosen."""

    found: Completion = field(default_factory=lambda: Completion(0, 0))
    chosen: int | None = None
    """By the arrows; nobody chose one yet: None."""
    is_begun: bool = False
    """Whether a part is typed that the first one would complete."""

    def look(self, text: str, cursor: int, fields: Fields, values: KnownValues) -> None:
        """Other text, or the cursor elsewhere."""
        found = complete(text, cursor, fields, values)
        typed = text[found.start : found.end]
        others = tuple(option for option in found.options if option.text != typed)
        is_whole = len(others) < len(found.options)
        self.found, self.chosen = Completion(found.start, found.end, others), None
        self.is_begun = bool(others) and not is_whole and (bool(typed) or text[: found.start].endswith((":", ",")))

    @property
    def offered(self) -> int | None:
        """The one that tab takes."""
        return self.chosen if self.chosen is not None or not self.is_begun else 0

    def move(self, step: int) -> bool:
        """Choose the next one, or the one before; before the first there is none. False: nowhere to go."""
        count = len(self.found.options)
        if not count or (self.chosen is None and step < 0):
            return False
        at = -1 if self.chosen is None else self.chosen
        self.chosen = min(at + step, count - 1) if at + step >= 0 else None
        return True

    def taken(self, text: str, at: int) -> tuple[str, int]:
        """The text with that completion in it, and where the cursor goes."""
        option = self.found.options[at]
        return text[: self.found.start] + option.text + text[self.found.end :], self.found.start + len(option.text)

    @property
    def options(self) -> Sequence[Option]:
        """All of them, the best first."""
        return self.found.options


@dataclass(slots=True)
class Browsing:
    """The filters that were asked before, and where the person is among them."""

    filters: Sequence[str]
    """The newest first."""
    at: int = -1
    """-1: at what was typed."""
    draft: str = ""
    shown: tuple[str, ...] = ()
    """Those that differ from what was typed."""

    @property
    def is_on(self) -> bool:
        """Whether an earlier filter is in the line."""
        return self.at >= 0

    @property
    def text(self) -> str:
        """What is in the line."""
        return self.shown[self.at] if self.is_on else self.draft

    def move(self, text: str, step: int) -> bool:
        """To an older (1) or a newer one (-1); False where there is none."""
        if not self.is_on:
            self.draft = text
            self.shown = tuple(one for one in self.filters if one.strip() and one.strip() != text.strip())
        at = min(self.at + step, len(self.shown) - 1)
        if at == self.at or at < -1:
            return False
        self.at = at
        return True

    def end(self) -> None:
        """The line was edited: what is in it is no longer an earlier filter."""
        self.at = -1
