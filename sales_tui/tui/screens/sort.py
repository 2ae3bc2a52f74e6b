"""By what a grid is sorted: a letter chooses at once; capitals and blanks put several columns together."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.question import Sort, sort_words
from sales_tui.tui.screens.sheet import Sheet
from sales_tui.tui.sort_choice import SortChoice
from sales_tui.workspaces.base import Column, Show, Workspace

HINTS = (Hint("a…z", "sort by it"), Hint("enter", "this one"), Hint("space", "or a capital: then by"))
BUILT_HINTS = (Hint("enter", "apply"), Hint("space", "or a capital: then by, turn, leave out"))


class SortScreen(Sheet[Sort]):
    """Ends with the sort keys, or None. `columns`: those that are shown; they come first."""

    def __init__(self, place: Workspace, sort: Sort, columns: Sequence[Column]) -> None:
        super().__init__()
        self._place = place
        self._choice = SortChoice(place, sort)
        self._columns = [*columns, *(column for column in place.columns if column not in columns)]

    def compose(self) -> ComposeResult:
        """The columns, the order in words."""
        with Vertical():
            yield Heading("Sort by")
            yield PickList(beside=4, yielding=(3,))
            yield Note(1)
            yield KeyLine()

    def on_mount(self) -> None:
        """The cursor stands on the first sort key."""
        names = [column.name for column in self._columns]
        keys = self._choice.keys
        self._show(names.index(keys[0][0]) if keys and keys[0][0] in names else 0)

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    def _show(self, cursor: int) -> None:
        signs = f"{ascii_lowercase:<{max(26, len(self._columns))}}"
        rows = [self._row(sign, column) for sign, column in zip(signs, self._columns, strict=False)]
        self._list.show(rows, cursor)
        self.show_hints(BUILT_HINTS if self._choice.is_changed else HINTS)
        words = sort_words(self._place, self._choice.result)
        self.say(words[:1].upper() + words[1:], Mood.HINTS)

    def _row(self, sign: str, column: Column) -> Row:
        rank = self._choice.place(column)
        arrow = "" if rank is None else "▾" if self._choice.is_descending(column) else "▴"
        if rank is not None and len(self._choice.keys) > 1:
            arrow += str(rank + 1)
        words = "" if rank is None else direction(column, descending=self._choice.is_descending(column))
        if rank == 0 and not self._choice.is_changed:
            words = f"{words}, now; again turns it round"
        return Row(((sign, "bold $accent"), (column.label, ""), (arrow, "$accent"), (words, "$text-muted")))

    def press(self, key: str, character: str | None) -> bool:
        """A letter chooses; a capital adds."""
        letters = ascii_lowercase[: len(self._columns)]
        if character and character in letters:
            self._sort_by(letters.index(character))
        elif character and character.isascii() and character.lower() in letters:
            self._add(letters.index(character.lower()))
        elif key == "space":
            self._add(self._list.cursor or 0)
        elif key == "enter":
            self._enter()
        else:
            return self._list.move(key)
        return True

    def _enter(self) -> None:
        """What was put together; else the column under the cursor."""
        if self._choice.is_changed:
            self.dismiss(self._choice.result)
        else:
            self._sort_by(self._list.cursor or 0)

    def _sort_by(self, at: int) -> None:
        self.dismiss(self._choice.alone(self._columns[at]))

    def _add(self, at: int) -> None:
        self._choice.turn(self._columns[at])
        self._show(at)

    @on(PickList.Chosen)
    def _click(self, message: PickList.Chosen) -> None:
        self._sort_by(message.index)


def direction(column: Column, *, descending: bool) -> str:
    """The direction in words."""
    if column.show is Show.INSTANT:
        return "newest first" if descending else "oldest first"
    if column.show.is_number:
        return "largest first" if descending else "smallest first"
    return "Z to A" if descending else "A to Z"
