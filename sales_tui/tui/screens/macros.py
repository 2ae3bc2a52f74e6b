"""The macros: run one by its letter, record another one, give it another name or key, delete it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from sales_tui.macros.book import Book, Fault, Macro, put, read_book, remove
from sales_tui.macros.file import MacroError
from sales_tui.macros.words import steps_words
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.screens.sheet import Sheet

SUBMIT = frozenset(("f2", "ctrl+s"))

LISTING = (
    Hint("a…z", "run"),
    Hint("enter", "this one"),
    Hint("@", "record"),
    Hint("ctrl+r", "rename"),
    Hint("ctrl+k", "key"),
    Hint("delete", "it"),
)

NONE = "There is no macro yet. @ begins to record one: what you do then becomes its steps."


class Doing(StrEnum):
    """What the keys are about."""

    CHOOSING = "choosing"
    RENAMING = "renaming"
    KEYING = "keying"
    DELETING = "deleting"


VERBS = {Doing.RENAMING: "renames it", Doing.KEYING: "gives it the key", Doing.DELETING: "deletes it"}


class MacrosScreen(Sheet["Macro | bool | None"]):
    """Ends with the macro to run; True: a new one is to be recorded; None: nothing."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._listed: tuple[Macro | Fault, ...] = ()
        self._doing = Doing.CHOOSING

    def compose(self) -> ComposeResult:
        """The macros; a line for a name or a key; the steps of the one under the cursor."""
        with Vertical():
            yield Heading("Macros")
            yield PickList(beside=6, yielding=(3, 2))
            yield Input(select_on_focus=False)
            yield Note(3)
            yield KeyLine()

    def on_mount(self) -> None:
        """The cursor is on the first."""
        self._input.cursor_blink = False
        self._put()
        self._turn_to(Doing.CHOOSING)

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    @property
    def _here(self) -> Macro | Fault | None:
        """What is under the cursor."""
        return None if self._list.cursor is None else self._listed[self._list.cursor]

    def _put(self, name: str = "") -> None:
        """Show what the file has, with the cursor on that one, else where it is."""
        self._listed = (*self._book.macros, *self._book.faults)
        at = next((at for at, one in enumerate(self._listed) if name and one.name == name), self._list.cursor or 0)
        self._list.show([_row(one) for one in self._listed], at)

    # --- keys

    def press(self, key: str, character: str | None) -> bool:
        """Choosing, or answering a question of the sheet."""
        if self._doing is Doing.CHOOSING:
            return self._choose_by(key, character)
        if key == "escape":
            self._turn_to(Doing.CHOOSING)
        elif key in SUBMIT:
            self._submit()
        elif key == "enter":
            self.refuse(f"F2 {VERBS[self._doing]}; escape leaves it.")
        else:
            return False
        return True

    def _choose_by(self, key: str, character: str | None) -> bool:
        if character == "@":
            self.dismiss(True)
        elif key == "enter":
            self._run(self._here)
        elif key == "ctrl+r":
            self._change(Doing.RENAMING)
        elif key == "ctrl+k":
            self._change(Doing.KEYING)
        elif key == "delete":
            self._change(Doing.DELETING)
        elif character and character.isascii() and character.islower():
            self._run_by(character)
        elif self._list.move(key):
            self._say_steps()
        else:
            return False
        return True

    def _run_by(self, letter: str) -> None:
        found = next((macro for macro in self._book.macros if macro.key == letter), None)
        if found is None:
            self.refuse(f"No macro has the key {letter}; ctrl+k gives one to the macro under the cursor.")
        else:
            self._run(found)

    def _run(self, macro: Macro | Fault | None) -> None:
        if isinstance(macro, Macro):
            self.dismiss(macro)
        elif macro is not None:
            self.refuse(macro.problem)

    @on(PickList.Chosen)
    def _click(self, message: PickList.Chosen) -> None:
        if self._doing is Doing.CHOOSING:
            self._list.show(self._list.rows, message.index)
            self._say_steps()

    # --- changing

    def _turn_to(self, doing: Doing, sentence: str = "", mood: Mood = Mood.SAYS) -> None:
        """Other keys, and what they are about."""
        self._doing = doing
        self._input.display = doing in (Doing.RENAMING, Doing.KEYING)
        self._list.display = not self._input.display
        self.set_focus(self._input if self._input.display else None)
        choosing = doing is Doing.CHOOSING
        hints = LISTING if choosing and self._listed else (Hint("@", "record"),)
        self.show_hints(hints if choosing else (Hint("F2", VERBS[doing]),), "leave" if choosing else "back")
        name = self._here.name if self._here else ""
        titles = {Doing.RENAMING: f"Another name for '{name}'", Doing.KEYING: f"The key of '{name}': one small letter"}
        self.query_one(Heading).show(titles.get(doing, "Macros"), "" if not choosing else str(self._book.file))
        if sentence or not choosing:
            self.say(sentence, mood)
        else:
            self._say_steps()

    def _say_steps(self) -> None:
        here = self._here
        if here is None:
            self.say(NONE, Mood.HINTS)
        elif isinstance(here, Fault):
            self.say(f"Macro '{here.name}' can't be run: {here.problem}", Mood.WARNS)
        else:
            self.say(f"{here.name}: {steps_words(here.steps)}.", Mood.HINTS)

    def _change(self, doing: Doing) -> None:
        """Begin to rename, to give a key, to delete."""
        here = self._here
        if here is None:
            return
        if doing is Doing.DELETING:
            self._turn_to(doing, f"Delete the macro '{here.name}'? Nothing that it did is undone.", Mood.WARNS)
        elif isinstance(here, Fault):
            self.refuse(here.problem)
        else:
            self._input.value = here.name if doing is Doing.RENAMING else here.key
            self._input.cursor_position = len(self._input.value)
            self._turn_to(doing)

    def _submit(self) -> None:
        here, text = self._here, " ".join(self._input.value.split())
        try:
            if here is not None and self._doing is Doing.DELETING:
                remove(self._book.file, here.name)
                self._again("", f"Deleted '{here.name}'.")
            elif isinstance(here, Macro):
                keys = self._doing is Doing.KEYING
                changed = replace(here, key=text) if keys else replace(here, name=text)
                put(self._book.file, changed, instead_of=here.name)
                now = (f"Its key is {text} now." if text else "It has no key now.") if keys else f"Now '{text}'."
                self._again(changed.name, now)
        except MacroError as problem:
            self.refuse(str(problem))

    def _again(self, name: str, sentence: str) -> None:
        self._book = read_book(self._book.file)
        self._put(name)
        self._turn_to(Doing.CHOOSING, sentence)


def _row(one: Macro | Fault) -> Row:
    if isinstance(one, Fault):
        return Row((("!", "bold $warning"), (one.name or "?", ""), ("", ""), (one.problem, "$warning")))
    cells = (
        (one.key, "bold $accent"),
        (one.name, ""),
        (one.on, "$text-muted"),
        (steps_words(one.steps), "$text-muted"),
    )
    return Row(cells)
