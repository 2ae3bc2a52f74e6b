"""The end of a recording: the name and the key of the new macro."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from sales_tui.macros.book import Book, Macro, put
from sales_tui.macros.file import MacroError
from sales_tui.macros.words import step_words
from sales_tui.store.job_plan import Doing
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.screens.sheet import Sheet

SUBMIT = frozenset(("f2", "ctrl+s"))

HINTS = (Hint("F2", "save"), Hint("enter", "next field"), Hint("ctrl+x", "throw it away"))


class MacroNameScreen(Sheet["Macro | bool | None"]):
    """Ends with the macro that was saved; False: what was recorded is thrown away; None: the recording goes on."""

    def __init__(self, steps: tuple[Doing, ...], book: Book) -> None:
        super().__init__()
        self._steps = steps
        self._book = book

    def compose(self) -> ComposeResult:
        """The steps, a line for the name, one for the key, what there is to say."""
        with Vertical():
            yield Heading("Save what was recorded as a macro")
            yield PickList(beside=7)
            yield Input(placeholder="its name, such as: morning", id="name")
            yield Input(placeholder="its key: one small letter, or nothing", id="key", max_length=1)
            yield Note(2)
            yield KeyLine()

    def on_mount(self) -> None:
        """The name comes first."""
        for field in self.query(Input):
            field.cursor_blink = False
        rows = [
            Row(((str(at), "$text-muted"), (step_words(step), ""), (step.action, "$text-muted")))
            for at, step in enumerate(self._steps, 1)
        ]
        self.query_one(PickList).show(rows, None)
        self.show_hints(HINTS, "go on recording")
        self.set_focus(self._field("name"))

    def _field(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    @property
    def _macro(self) -> Macro:
        name = " ".join(self._field("name").value.split())
        return Macro(name, self._steps, self._field("key").value.strip())

    @on(Input.Changed)
    def _check(self) -> None:
        """What is wrong with it is said while it is typed."""
        macro = self._macro
        problem = self._book.why_not_named(macro.name) if macro.name else ""
        self.say(problem or self._book.why_not_key(macro.key), Mood.WARNS)

    @on(Input.Submitted)
    def _next(self, message: Input.Submitted) -> None:
        message.stop()
        self.set_focus(self._field("key" if message.input.id == "name" else "name"))

    def press(self, key: str, character: str | None) -> bool:
        """F2 saves."""
        if key in SUBMIT:
            self._save()
        elif key == "ctrl+x":
            self.dismiss(False)
        elif key in ("up", "down"):
            self.set_focus(self._field("key" if self._field("name").has_focus else "name"))
        else:
            return False
        return True

    def _save(self) -> None:
        macro = self._macro
        try:
            put(self._book.file, macro)
        except MacroError as problem:
            self.refuse("Type a name first." if not macro.name else str(problem))
            self.set_focus(self._field("key" if "key" in str(problem) else "name"))
        else:
            self.dismiss(macro)
