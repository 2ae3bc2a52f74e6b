"""The columns of a grid: which, in which order, how wide."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from sales_tui.tui.column_choice import NARROWEST, WIDEST, ColumnChoice
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.question import Widths
from sales_tui.tui.screens.sheet import Sheet
from sales_tui.workspaces.base import Column, Workspace

HINTS = (
    Hint("enter", "apply"),
    Hint("space", "tick"),
    Hint("shift+↑↓", "move"),
    Hint("←→", "width"),
    Hint("d", "defaults"),
)

TITLE = Row((("  not shown", "$text-muted"),), is_title=True)


class ColumnsScreen(Sheet[Widths]):
    """Ends with the columns, () for the workspace's own; or with None."""

    def __init__(self, place: Workspace, columns: Widths) -> None:
        super().__init__()
        self._place = place
        self._choice = ColumnChoice(place, columns)

    def compose(self) -> ComposeResult:
        """Shown columns from left to right, then the others."""
        with Vertical():
            yield Heading(f"Columns of {self._place.title.lower()}")
            yield PickList(beside=4, right=(3,), yielding=(2,))
            yield Note(1)
            yield KeyLine()

    def on_mount(self) -> None:
        """All of them."""
        self.show_hints(HINTS)
        self._show(0)

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    @property
    def _lines(self) -> list[Column | None]:
        """The column of each line; the title has none."""
        others = self._choice.others
        return [*self._choice.shown, *([None, *others] if others else [])]

    def _show(self, cursor: int) -> None:
        lines = self._lines
        self._list.show([self._row(column) if column else TITLE for column in lines], min(cursor, len(lines) - 1))

    def _row(self, column: Column) -> Row:
        choice, is_shown = self._choice, column in self._choice.shown
        return Row(
            (
                ("✓" if is_shown else " ", "$accent"),
                (column.label, "" if is_shown else "$text-muted"),
                (min((column.name, *column.aliases[:1]), key=len), "$text-muted"),
                (str(choice.width(column)), "$accent" if choice.is_chosen(column) else "$text-muted"),
            )
        )

    # --- keys

    def press(self, key: str, character: str | None) -> bool:
        """What a key does to the column under the cursor, or to all of them."""
        match key:
            case "enter":
                self.dismiss(self._choice.result)
            case "d":
                self._choice.reset()
                self._show(0)
                self.say(f"The columns that {self._place.title.lower()} have by themselves; enter applies them.")
            case "space" | "shift+up" | "shift+down" | "left" | "right":
                self.say("")
                self._change(key)
            case _:
                return self._list.move(key)
        return True

    def _change(self, key: str) -> None:
        at = self._list.cursor or 0
        column = self._lines[at]
        assert column is not None
        if key == "space":
            self._toggle(column, at)
        elif column not in self._choice.shown:
            self.refuse(f"{column.label} isn't shown; space shows it.")
        elif key in ("left", "right"):
            self._widen(column, 1 if key == "right" else -1)
        else:
            self._move(column, -1 if key == "shift+up" else 1)

    def _toggle(self, column: Column, at: int) -> None:
        """The cursor stays in its place, so that several can be ticked one after the other."""
        if self._choice.is_fixed(column):
            self.refuse(f"{column.label} is the record's number: it stays, and stands first.")
            return
        was_shown = column in self._choice.shown
        self._choice.toggle(column)
        lines = self._lines
        at = min(at if was_shown else at + 1, len(lines) - 1)
        self._show(at if lines[at] else at - 1)
        place = len(self._choice.shown)
        self.say(f"{column.label} is not shown." if was_shown else f"{column.label} is the last of {place} columns.")

    def _widen(self, column: Column, step: int) -> None:
        if not self._choice.widen(column, step):
            self.refuse(f"A column has {NARROWEST} to {WIDEST} cells.")
        self._show(self._list.cursor or 0)

    def _move(self, column: Column, step: int) -> None:
        if self._choice.move(column, step):
            self._show(self._choice.shown.index(column))
        elif self._choice.is_fixed(column) or step < 0:
            number = self._place.column(self._place.number)
            self.refuse(f"{number.label if number else 'The number'} is the record's number: it stands first.")
        else:
            self.refuse(f"{column.label} is the last one.")

    @on(PickList.Chosen)
    def _click(self, message: PickList.Chosen) -> None:
        """A click goes to a line; a second one ticks it."""
        if message.index == self._list.cursor:
            self._change("space")
        else:
            self._show(message.index)
