"""The marks of one workspace: which records, where the last one was set, and what they come to in words."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sales_tui.core.marks import Marks
from sales_tui.core.money import currency_digits
from sales_tui.workspaces.format import grouped, stored_decimal

if TYPE_CHECKING:
    from sales_tui.store.grid import Sums
    from sales_tui.tui.grid.view import RecordGrid


@dataclass(slots=True)
class Marking:
    """Marks are record keys: they survive sorting, filtering and scrolling."""

    marks: Marks = field(default_factory=Marks)
    last: int | None = None
    """The record that was marked or unmarked last: where a range begins."""
    hidden: int = 0
    """How many the filter hides, as far as was counted."""
    sums: Sequence[Sums] = ()

    def toggle(self, grid: RecordGrid) -> None:
        """Mark the record under the cursor, or take its mark away, and step down."""
        if (key := grid.cursor_id) is not None:
            self.marks.toggle(key)
            self.last = key
            grid.step(1)

    def extend(self, grid: RecordGrid, rows: int) -> None:
        """Mark the record under the cursor and the next one, and go there."""
        for key in (grid.cursor_id, grid.step(rows)):
            if key is not None:
                self.marks.add(key)
                self.last = key

    def reach(self, grid: RecordGrid) -> bool:
        """Mark all from the last one to the record under the cursor. False where there is no last one in sight."""
        key = grid.cursor_id
        between = grid.ids_between(self.last, key) if self.last is not None and key is not None else ()
        self.marks.update(between)
        self.last = key if between else self.last
        return bool(between)

    def clear(self) -> None:
        """No marks."""
        self.marks.clear()
        self.last, self.hidden, self.sums = None, 0, ()

    def wordings(self, word: str = "") -> tuple[str, ...]:
        """How many, what they come to, how many are hidden, with less and less of it; nothing where there are none.

        `word` says what the amount is.
        """
        if not self.marks:
            return ()
        count, amounts = f"{len(self.marks):,} marked", amounts_words(self.sums, 0, word)
        hidden = f"{self.hidden:,} hidden by the filter" if self.hidden else "none hidden"
        longest = "   ".join(part for part in (count, amounts, hidden) if part)
        return longest, f"{count}   {hidden}", f"{count}, {self.hidden:,} hidden", count


def in_order(marks: Marks, shown: array[int]) -> Iterable[int]:
    """The marked records in the order in which they are shown, then those that aren't."""
    hidden = marks.copy()
    hidden.discard_all(shown)
    yield from (key for key in shown if key in marks)
    yield from hidden


def amounts_words(sums: Sequence[Sums], at: int = 0, word: str = "") -> str:
    """One amount of a set in the shop's currency, one figure for each currency where there are several."""
    found = [one for one in sums if at < len(one.amounts)]
    figures = [_figure(one.amounts[at], one.currency, named=len(found) > 1) for one in found]
    return f"{word} {' + '.join(figures)}".strip() if figures else ""


def _figure(amount: int, currency: str, *, named: bool) -> str:
    text = grouped(stored_decimal(amount), currency_digits(currency))
    return f"{text} {currency}" if named else text
